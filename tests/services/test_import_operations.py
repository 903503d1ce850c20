"""Imports without a browser."""

import json
from pathlib import Path

import pytest

from clientmanager.errors import Invalid, NotFound
from clientmanager.services import import_operations
from tests.services.test_imports import CARDS, table
from tests.world import Database, PracticeWorld


def files(tmp_path: Path, **contents: bytes) -> list[Path]:
    for name, content in contents.items():
        (tmp_path / name.replace("_", ".")).write_bytes(content)
    return [tmp_path / name.replace("_", ".") for name in contents]


def test_several_files_have_totals_and_each_its_report(acacia: PracticeWorld, tmp_path: Path):
    paths = files(tmp_path, a_csv=table(3), b_vcf=CARDS, c_csv=table(3))
    report = import_operations.import_files(paths, "acacia", dry_run=False, adviser="Pieter van der Merwe")
    assert {key: report[key] for key in report if key != "files"} == {
        "rows": 8, "created": 5, "updated": 0, "unchanged": 3, "rejected": 0,
    }  # fmt: skip
    assert [(one["file"], one["kind"]) for one in report["files"]] == [
        ("a.csv", "csv"),
        ("b.vcf", "vcard"),
        ("c.csv", "csv"),
    ]
    assert "a.csv" in import_operations.in_words(report)
    json.dumps(report)


def test_one_unreadable_file_of_several_means_that_none_is_imported(
    acacia: PracticeWorld, database: Database, tmp_path: Path
):
    paths = files(tmp_path, a_csv=table(3), b_csv=b"%PDF-1.7")
    for broken in ([*paths], [paths[0], tmp_path / "missing.csv"], [paths[0], tmp_path]):
        with pytest.raises(Invalid, match=broken[-1].name):
            import_operations.import_files(broken, "acacia", dry_run=False, adviser="")
    assert database.one("select count(*) from client") == len(acacia.clients)


@pytest.mark.parametrize("name", ["sipho@acacia.example", "nobody@acacia.example"])
def test_clients_become_only_someones_who_may_have_them(name: str, acacia: PracticeWorld, tmp_path: Path):
    with pytest.raises(NotFound, match="may have clients"):
        import_operations.import_files(files(tmp_path, a_csv=table(1)), "acacia", dry_run=True, adviser=name)

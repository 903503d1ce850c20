"""Locked records of advice in a backup: papers and signatures come back byte for byte, and stay locked."""

import hashlib
import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clientmanager.backup.csv_download import csv_zip
from clientmanager.backup.workbook import workbook
from clientmanager.db import Viewer, session_for
from clientmanager.models.user import Role
from clientmanager.services import advice_page, advice_papers, advice_signing, backup_operations
from tests.advice import drawn, png, signed
from tests.backup.conftest import look_into, take
from tests.world import Database, PracticeWorld


@pytest.fixture
def kept(acacia: PracticeWorld) -> tuple[str, str]:
    """The id of a record with a locked version, its scan, its drawn signature and a draft; and of that version."""
    with acacia.as_(acacia.adviser) as db:
        record, version, _ = signed(db, acacia.client.id, "Renée")
        advice_signing.sign_drawn(db, version, "Renée O'Brien", drawn(png()))
    return record, version


def test_a_locked_record_comes_back_byte_for_byte_and_locked(
    acacia: PracticeWorld, kept: tuple[str, str], database: Database
):
    record, version = kept
    with acacia.as_(acacia.owner) as db:
        paper, page = advice_papers.paper(db, version).content, advice_page.page(db, record)
    proof = backup_operations.restore(str(take(acacia).id), "acacia-again")
    assert proof.different == 0
    rows = {table.table: table.rows for table in proof.tables}
    assert [rows[name] for name in ("advice", "advice_version", "advice_pdf")] == [1, 2, 1]
    assert [rows[name] for name in ("advice_delivery", "advice_signature", "advice_signature_content")] == [1, 2, 2]
    practice = database.one("select id from practice where short_name = 'acacia-again'")
    viewer = Viewer(practice, acacia.owner.id, Role.OWNER)
    with session_for(viewer) as db:
        again, found = advice_papers.paper(db, version).content, advice_page.page(db, record)
        assert again == paper
        assert hashlib.sha256(again).hexdigest() == found.versions[0].digest
        assert (found.versions, found.sections, found.facts) == (page.versions, page.sections, page.facts)
        contents = {advice_papers.signature(db, one.id).content for one in found.versions[0].signatures}
        assert contents == {png(), "%PDF-1.7 Renée".encode()}
    with pytest.raises(DBAPIError, match="never changed"), session_for(viewer) as db:
        db.execute(text("update advice_version set content = '{}' where locked_at is not null"))


def test_the_csv_has_papers_and_signatures_as_files(acacia: PracticeWorld, kept: tuple[str, str], database: Database):
    with look_into(take(acacia)) as archive, zipfile.ZipFile(io.BytesIO(b"".join(csv_zip(archive)))) as parts:
        assert parts.testzip() is None
        found = {name: parts.read(name) for name in parts.namelist() if name.startswith("advice/")}
        assert {"advice_pdf.csv", "advice_signature_content.csv"}.isdisjoint(parts.namelist())
        assert {"advice.csv", "advice_version.csv", "advice_signature.csv"} <= set(parts.namelist())
        assert "in the folder advice" in parts.read("README.txt").decode()
    versions = database.all("select id, pdf_sha256 from advice_version where locked_at is not null")
    digests = {f"advice/{row.id} version-1.pdf": row.pdf_sha256 for row in versions}
    for row in database.all("select id, sha256, drawn from advice_signature"):
        digests[f"advice/{row.id} signature.{'png' if row.drawn else 'pdf'}"] = row.sha256
    assert {name: hashlib.sha256(content).hexdigest() for name, content in found.items()} == digests
    assert len(found) == 3


def test_the_workbook_names_them_and_holds_no_bytes(acacia: PracticeWorld, kept: tuple[str, str], database: Database):
    with look_into(take(acacia)) as archive:
        book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook(archive))))
    assert {"Records of advice", "Versions of advice", "Advice given", "Advice signed"} <= set(book.sheetnames)
    assert {"Advice pdf", "Advice signature content"}.isdisjoint(book.sheetnames)
    heads, first, *_ = book["Versions of advice"].iter_rows(values_only=True)
    digest = first[heads.index("Paper's SHA-256")]
    assert digest in {row[0] for row in database.all("select pdf_sha256 from advice_version")}

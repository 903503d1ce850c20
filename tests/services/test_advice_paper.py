"""Records of advice on paper: what people wrote comes out as they wrote it, and nothing of it is read as markup."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from clientmanager.services import advice_paper
from clientmanager.services.advice_paper import Locked
from tests import pdf_text
from tests.advice import WHOLE

AT = datetime(2026, 11, 27, 7, 12, tzinfo=UTC)


def paper(**changes: str) -> Locked:
    return Locked(
        practice="Acacia Wealth (Pty) Ltd", title="Retirement annuity", number=2, client="Renée O'Brien",
        adviser="Pieter van der Merwe", facts={"Client": "Renée O'Brien", "ID number": "960229 •••••••"},
        content={**WHOLE, **changes}, locked_at=AT, locked_by="Thandi Mokoena",
    )  # fmt: skip


def shown(pdf: bytes) -> str:
    return pdf_text.words(pdf).replace("\u200b", "")


def test_the_paper_says_whose_it_is_and_all_that_was_written():
    words = shown(advice_paper.pdf(paper())).replace("\u00a0", " ")
    for said in (
        "Acacia Wealth (Pty) Ltd", "Retirement annuity", "Renée O'Brien", "960229 •••••••", "Version 2",
        "27 Nov 2026 09:12", "Thandi Mokoena", "R2 500,00", "Initial, once", "Cumulus", "Page 1 of 2",
        "No, it replaces nothing", "Estate duty was not looked at.", "section 3(1)(a)(vii)",
    ):  # fmt: skip
        assert said.replace(" ", "") in words.replace(" ", ""), said


def test_the_provider_is_named_with_its_fsp_number():
    words = shown(advice_paper.pdf(replace(paper(), fsp_number="12345"))).replace(" ", "")
    assert "Authorisedfinancialservicesprovider,FSP12345" in words
    assert "FSP" not in shown(advice_paper.pdf(paper())), "nothing is said that is not known"


def test_it_is_tagged_for_whoever_listens_to_it():
    pdf = advice_paper.pdf(paper())
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert b"/Lang(en-ZA)" in pdf


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/tablex:0.0.8"',
        "] #panic() [",
        "*not bold* _not leaning_ $x^2$ `code` = heading",
        "\\u{41} \\ \"quoted\" {\"json\": 1}",
        "<label> @reference // comment /* and */",
        "مرحبا",
        "Tshivenḓa Netshiṱuni, ’t Hooft",
    ],
)  # fmt: skip
def test_what_was_written_comes_out_as_text(hostile: str):
    pdf = advice_paper.pdf(paper(needs=hostile, conclusion="The end."))
    words = shown(pdf)
    letters = sorted(hostile.replace(" ", "")) if hostile == "مرحبا" else hostile.replace(" ", "")
    assert "".join(letters) in words.replace(" ", "") or set(letters) <= set(words)
    assert "root:" not in words
    assert "Theend." in words.replace(" ", "")


@pytest.mark.parametrize(
    ("written", "read"),
    [("Happy 😀 with it", "Happy [grinning face] with it"), ("你好", "[cjk unified ideograph-4f60]"), ("\ue000", "")],
)
def test_a_letter_that_no_font_has_is_named_and_not_lost(written: str, read: str):
    pdf = advice_paper.pdf(paper(needs=written))
    assert read.replace(" ", "") in shown(pdf).replace(" ", "")
    assert b"pdfuaid" in pdf


def test_a_word_that_no_line_holds_is_broken_and_whole():
    words = shown(advice_paper.pdf(paper(needs="x" * 10_000)))
    assert words.count("x") >= 10_000
    assert "Page 3 of" in words.replace("\u00a0", " ") or "Page3of" in words.replace(" ", "")


@pytest.mark.parametrize(
    "template", ['#read("/etc/passwd")', '#read("../../base.html")', '#import "@preview/tablex:0.0.8": *']
)
def test_a_template_would_read_no_other_file(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Even one that tried: its root is the folder of templates, and no package is looked for."""
    folder = shutil.copytree(advice_paper.FOLDER, tmp_path / "templates" / "paper")
    (tmp_path / "base.html").write_text("outside")
    (folder / "advice.typ").write_text(template)
    monkeypatch.setattr(advice_paper, "FOLDER", folder)
    with pytest.raises(typst.TypstError):
        advice_paper.pdf(paper())

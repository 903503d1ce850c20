"""A client's advice file: every locked version as one PDF and as one zip, for whoever answers an inspection."""

import csv
import hashlib
import io
import json
import zipfile

import pytest

from clientmanager.errors import Invalid, NotAllowed, NotFound
from clientmanager.services import advice_file
from tests import pdf_text
from tests.advice import signed, written
from tests.world import Database, PracticeWorld


@pytest.fixture
def two(acacia: PracticeWorld) -> None:
    """Two records of the client that are locked, given and signed, and their drafts; another client's too."""
    with acacia.as_(acacia.adviser) as db:
        for name in ("First", "=Second"):
            signed(db, acacia.client.id, name)
        signed(db, acacia.clients[1].id, "Someone else")


@pytest.mark.usefixtures("two")
def test_the_zip_holds_each_paper_and_signature_and_says_what_each_is(acacia: PracticeWorld):
    with acacia.as_(acacia.compliance) as db:
        found = advice_file.export(db, acacia.client.id, "zip")
        held = b"".join(found.pieces)
    with zipfile.ZipFile(io.BytesIO(held)) as parts:
        assert parts.testzip() is None
        names = parts.namelist()
        rows = list(csv.DictReader(io.StringIO(parts.read("index.csv").decode("utf-8-sig"))))
        for row in rows:
            if row["File"]:
                assert hashlib.sha256(parts.read(row["File"])).hexdigest() == row["File SHA-256"]
    assert len(names) == 5
    assert [row["What"] for row in rows] == ["Paper", "Given", "Signed: Scan"] * 2
    assert [row["Note"] for row in rows if row["Note"]] == ["First, by courier", "'=Second, by courier"]
    assert b"Someone else" not in held


@pytest.mark.usefixtures("two")
def test_the_pdf_holds_all_behind_a_cover(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.owner) as db:
        found = advice_file.export(db, acacia.client.id, "pdf")
        pdf = b"".join(found.pieces)
    words = pdf_text.words(pdf).replace(" ", "").replace("\u200b", "")
    assert b"pdfuaid" in pdf
    for said in ("Advicefile", "First,toretireatsixty", "=Second,toretireatsixty", "Renée O'Brien".replace(" ", "")):
        assert said in words
    for (digest,) in database.all(
        "select pdf_sha256 from advice_version v join advice a on a.id = v.advice_id"
        " where v.locked_at is not null and a.client_id = :client",
        client=acacia.client.id,
    ):
        assert digest in words
    assert "Someoneelse" not in words


@pytest.mark.usefixtures("two")
def test_that_it_was_made_is_written_down(acacia: PracticeWorld, database: Database):
    with acacia.as_(acacia.adviser) as db:
        b"".join(advice_file.export(db, acacia.client.id, "pdf").pieces)
    payload = database.one(
        "select p.payload from audit_entry e join audit_payload p on p.entry_id = e.id where e.action = 'export'"
    )
    assert json.loads(payload) == {"format": "pdf", "versions": 2}


def test_nobody_else_gets_it_and_nothing_is_made_of_drafts(acacia: PracticeWorld, baobab: PracticeWorld):
    with acacia.as_(acacia.adviser) as db:
        written(db, acacia.client.id)
        with pytest.raises(NotFound, match="No record of advice is locked"):
            advice_file.export(db, acacia.client.id, "pdf")
        with pytest.raises(Invalid):
            advice_file.export(db, acacia.client.id, "exe")
    with acacia.as_(acacia.assistant) as db, pytest.raises(NotAllowed):
        advice_file.export(db, acacia.client.id, "zip")
    with baobab.as_(baobab.owner) as db, pytest.raises(NotFound):
        advice_file.export(db, acacia.client.id, "zip")

"""What happens to a locked version: it is given to the client and signed, and each is written down once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from clientmanager import clock
from clientmanager.clock import today
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.services import advice, advice_locking, advice_page, advice_signing
from tests.advice import PNG, drawn, png, written
from tests.world import PracticeWorld


@pytest.fixture
def record(acacia: PracticeWorld) -> str:
    with acacia.as_(acacia.adviser) as db:
        made = written(db, acacia.client.id)
        advice_locking.lock(db, made)
    return made


@pytest.fixture
def locked(acacia: PracticeWorld, record: str) -> str:
    with acacia.as_(acacia.adviser) as db:
        return advice_page.page(db, record).version_id


def test_it_is_given_to_the_client(acacia: PracticeWorld, record: str, locked: str):
    with acacia.as_(acacia.assistant) as db:
        advice_signing.deliver(db, locked, {"how": "WhatsApp", "day": "", "note": "To 082 123 4567"})
        ((delivery,),) = (version.deliveries for version in advice_page.page(db, record).versions)
        assert (delivery.how, delivery.who, delivery.note) == ("WhatsApp", "Ayesha Patel", "To 082 123 4567")
        assert advice_page.listed(db, acacia.client.id)[0].given.endswith("WhatsApp")
        for form, field in (
            ({"how": "pigeon"}, "how"),
            ({}, "how"),
            (None, "how"),
            ({"how": "post", "day": "yesterday"}, "day"),
            ({"how": "post", "day": str(today() + timedelta(days=1))}, "day"),
            ({"how": "post", "day": str(today() - timedelta(days=1))}, "day"),
            ({"how": "post", "note": "x" * 501}, "note"),
        ):
            with pytest.raises(Invalid) as refusal:
                advice_signing.deliver(db, locked, form)
            assert refusal.value.field == field


def test_it_is_given_late_on_the_day_that_it_was(acacia: PracticeWorld, locked: str):
    clock.move(timedelta(days=3))
    with acacia.as_(acacia.adviser) as db:
        advice_signing.deliver(db, locked, {"how": "post", "day": str(today() - timedelta(days=1))})


def test_it_is_signed_on_a_tablet(acacia: PracticeWorld, record: str, locked: str):
    with acacia.as_(acacia.adviser) as db:
        made = advice_signing.sign_drawn(db, locked, " Renée O'Brien ", drawn(png()))
        kept = db.execute(
            text("select content from advice_signature_content where id = :id"), {"id": made}
        ).scalar_one()
        assert bytes(kept) == png()
        ((signature,),) = (version.signatures for version in advice_page.page(db, record).versions)
        assert (signature.name, signature.how, signature.who) == ("Renée O'Brien", "Drawn here", "Pieter van der Merwe")


@pytest.mark.parametrize(
    "given",
    [
        None, 3, "", "x", "data:image/svg+xml;base64,AAAA", "data:image/png;base64,###", drawn(b"GIF89a"), drawn(PNG),
        drawn(png(0, 10)), drawn(png(5000, 10)), drawn(png(more=b"x" * 210_000)), drawn(png()[:-12]),
        "data:image/png;base64," + "A" * 2_000_000,
    ],
    ids=lambda given: str(given)[:30],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(acacia: PracticeWorld, locked: str, given: object):
    with acacia.as_(acacia.adviser) as db, pytest.raises(Invalid) as refusal:
        advice_signing.sign_drawn(db, locked, "Renée O'Brien", given)
    assert refusal.value.field == "signature"


def test_a_scan_is_a_pdf_or_a_picture(acacia: PracticeWorld, locked: str):
    with acacia.as_(acacia.adviser) as db:
        for content in (b"%PDF-1.7 signed", b"\xff\xd8\xff signed", png()):
            advice_signing.sign_scanned(db, locked, "Renée O'Brien", content)
        for content in (b"", b"<html>", b"GIF89a", b"%PDF-" + b"x" * 10 * 1024 * 1024):
            with pytest.raises(Invalid):
                advice_signing.sign_scanned(db, locked, "Renée O'Brien", content)
        for name in ("", None, "x" * 121):
            with pytest.raises(Invalid):
                advice_signing.sign_scanned(db, locked, name, b"%PDF-1.7")


def test_only_what_is_locked_is_given_or_signed(acacia: PracticeWorld, record: str):
    with acacia.as_(acacia.adviser) as db:
        advice.new_version(db, record)
        draft = advice_page.page(db, record).version_id
        with pytest.raises(Conflict, match="Lock this version first"):
            advice_signing.deliver(db, draft, {"how": "post"})
        with pytest.raises(Conflict, match="Lock this version first"):
            advice_signing.sign_drawn(db, draft, "Renée O'Brien", drawn(png()))


def test_another_practice_and_whoever_only_looks_write_nothing(
    acacia: PracticeWorld, baobab: PracticeWorld, locked: str
):
    for world, user, refusal in ((baobab, baobab.owner, NotFound), (acacia, acacia.compliance, NotAllowed)):
        with world.as_(user) as db:
            with pytest.raises(refusal):
                advice_signing.deliver(db, locked, {"how": "post"})
            with pytest.raises(refusal):
                advice_signing.sign_drawn(db, locked, "Renée O'Brien", drawn(png()))
            with pytest.raises(refusal):
                advice_signing.sign_scanned(db, locked, "Renée O'Brien", b"%PDF-1.7")

"""What each row of a file becomes: nobody merged who is two, nobody doubled who is one, and no value lost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clientmanager.imports import Draft, RejectedRow
from clientmanager.imports.draft import Labelled
from clientmanager.models.base import new_id
from clientmanager.services.import_known import Known
from clientmanager.services.import_plan import Advisers, Became, Plan

PRACTICE, PIETER, THANDI = new_id(), new_id(), new_id()
ADVISERS = Advisers({"pieter": PIETER, "thandi": THANDI}, {PIETER: "Pieter", THANDI: "Thandi"})
EMPTY: dict[str, Any] = {name: "" for name in Draft.__dataclass_fields__ if name not in ("sheet",)}


def row(row: int = 2, *, emails: Iterable[str] = (), phones: Iterable[str] = (), **said: Any) -> Draft:
    values = EMPTY | {
        "row": row, "kind": "person", "birth_date": None, "addresses": (), "extra": (), "warnings": (),
        "emails": tuple(Labelled("", e) for e in emails), "phones": tuple(Labelled("", p) for p in phones),
    }  # fmt: skip
    return Draft(**values | said)


def plan(known: Iterable[Known] = (), adviser: UUID | None = None) -> Plan:
    return Plan(PRACTICE, known, ADVISERS, adviser)


def became(*rows: Draft | RejectedRow, after: Plan | None = None) -> list[Became]:
    """What the rows become, in a practice that has the clients of `after`."""
    return taken(*rows, after=after)[1]


def taken(*rows: Draft | RejectedRow, after: Plan | None = None) -> tuple[Plan, list[Became]]:
    here = plan(as_stored(after) if after else ())
    return here, [here.take(one) for one in rows]


def as_stored(done: Plan) -> list[Known]:
    """The clients that a plan made, as the next import finds them."""
    return [
        Known(one.client, dict(one.emails), dict(one.phones), dict(one.addresses), dict(one.tags))
        for one in done.touched.values()
    ]


def outcomes(*rows: Draft | RejectedRow, after: Plan | None = None) -> list[str]:
    return [one.outcome for one in became(*rows, after=after)]


RENEE = row(
    first_names="Renée", last_name="O'Brien", id_number="9602290001084", emails=["renee@example.co.za"],
    phones=["082 123 4567"],
)  # fmt: skip


@pytest.mark.parametrize(
    "again",
    [
        row(first_names="Renee", last_name="Smith", id_number="960229 0001 084"),
        row(first_names="RENEE", last_name="O’BRIEN", emails=["RENEE@example.co.za"]),
        row(first_names="Renée", last_name="O'Brien", phones=["+27 82 123 4567"]),
        row(first_names="Renée", last_name="O'Brien", birth_date=date(1996, 2, 29)),
        row(first_names="Renée", last_name="O'Brien"),
    ],
)
def test_a_row_is_the_client_who_is_here_by_number_or_by_name_and_something_in_common(again: Draft):
    first, _ = taken(RENEE)
    (found,) = became(again, after=first)
    assert found.outcome in {"unchanged", "updated"}
    assert found.id == str(next(iter(first.touched)))


@pytest.mark.parametrize(
    "other",
    [
        row(first_names="Renée", last_name="O'Brien", id_number="7506165002089"),
        row(first_names="Renée", last_name="O'Brien", birth_date=date(1950, 1, 1), emails=["renee@example.co.za"]),
        row(first_names="Renée", last_name="O'Brien", phones=["083 999 9999"]),
        row(first_names="Patrick", last_name="O'Brien", emails=["renee@example.co.za"], phones=["082 123 4567"]),
        row(first_names="Patrick", last_name="O'Brien", birth_date=date(1996, 2, 29)),
    ],
)
def test_two_people_of_one_name_and_a_household_that_shares_an_email_stay_two(other: Draft):
    first, _ = taken(RENEE)
    assert outcomes(other, after=first) == ["created"]
    assert outcomes(RENEE, other) == ["created", "created"]
    assert outcomes(other, RENEE) == ["created", "created"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"id_number": "-"}, {"id_number": "-"}),
        ({"id_number": "N/A"}, {"id_number": "n/a"}),
        ({"id_number": "0000000000000"}, {"id_number": "0000000000000"}),
        ({"passport_number": "none"}, {"passport_number": "none"}),
        ({"passport_number": "0000"}, {"passport_number": "0000"}),
        ({"registration_number": "unknown"}, {"registration_number": "unknown"}),
        ({"id_number": "9602290001084"}, {"id_number": "9602290001084"}),  # copied down a column by mistake
    ],
)
def test_a_dash_or_a_copied_number_does_not_make_one_person_of_two(one: dict[str, Any], other: dict[str, Any]):
    found = became(
        row(last_name="Nkosi", first_names="Anna", **one), row(last_name="Botha", first_names="Jan", **other)
    )
    assert [made.outcome for made in found] == ["created", "created"]
    if one.get("id_number", "").isdigit() and one["id_number"] != "0" * 13:
        assert any("Nkosi, Anna has the same" in warning for warning in found[1].warnings)


def test_two_of_one_name_with_a_dash_for_a_number_and_phones_of_their_own_stay_two():
    one, other = (row(last_name="Nkosi", id_number="-", phones=[phone]) for phone in ("082 555 0101", "082 555 0102"))
    assert outcomes(one, other) == ["created", "created"]


def test_a_company_is_itself_whatever_its_switchboard():
    first, _ = taken(row(kind="company", entity_name="Mabaso Civils (Pty) Ltd", phones=["011 555 0100"]))
    assert outcomes(
        row(kind="company", entity_name="MABASO CIVILS (PTY) LTD", phones=["011 555 0199"]), after=first
    ) == ["updated"]
    other = row(kind="company", entity_name="Mabaso Civils (Pty) Ltd", registration_number="2011/034567/07")
    another = row(kind="company", entity_name="Mabaso Civils (Pty) Ltd", registration_number="2015/999999/07")
    assert outcomes(other, another) == ["created", "created"]


def test_whom_a_row_has_something_in_common_with_comes_before_a_bare_namesake():
    first, (bare, known) = taken(
        row(last_name="Smith", first_names="John", id_number="-", category="A"),
        row(last_name="Smith", first_names="John", id_number="7506165002089", phones=["082 555 0101"]),
    )
    assert bare.id == known.id  # there was nothing to tell them apart
    first, (one, two) = taken(
        row(last_name="Smith", first_names="John", phones=["082 555 0101"]),
        row(last_name="Smith", first_names="John", phones=["082 555 0102"]),
    )
    (found,) = became(row(last_name="Smith", first_names="John", phones=["082 555 0102"], category="B"), after=first)
    assert (found.id, one.id != two.id) == (two.id, True)


def test_what_a_row_leaves_empty_stays_and_what_it_says_anew_replaces():
    first, _ = taken(row(last_name="Nkosi", category="A", note="First.", id_number="7506165002089"))
    again, (found,) = taken(
        row(last_name="Nkosi", category="B", note="Second.", id_number="7506165002089"), after=first
    )
    (one,) = again.touched.values()
    assert (one.client.category, one.client.note, f"{one.client.birth_date}") == (
        "B",
        "First.\n\nSecond.",
        "1975-06-16",
    )
    assert found.changes == (("Category", "A", "B"), ("Note", "First.", "First.\n\nSecond."))
    assert one.changed == {"category", "note"}


def test_what_a_file_says_twice_in_two_ways_is_kept_both_ways_and_stays_so():
    rows = [
        row(2, last_name="Nkosi", id_number="7506165002089", category="A", adviser="Pieter", extra=(("Policy", "11"),)),
        row(3, last_name="Nkosi", id_number="7506165002089", category="B", adviser="Thandi", extra=(("Policy", "22"),)),
        row(4, last_name="Nkosi", id_number="7506165002089", extra=(("Policy", "33"), ("Policy", "44"))),
    ]
    first, found = taken(*rows)
    (one,) = first.touched.values()
    assert [made.outcome for made in found] == ["created", "updated", "updated"]
    assert one.client.category == "A"
    assert one.client.adviser_id == PIETER
    assert set(one.client.extra.values()) == {"11", "22", "33", "44", "B", "Thandi"}
    assert "another row says A" in " ".join(found[1].warnings)
    assert outcomes(*rows, after=first) == ["unchanged"] * 3


def test_a_new_value_under_an_old_heading_replaces_the_old_files():
    first, _ = taken(row(last_name="Nkosi", extra=(("Premium", "R100"),)))
    again, _ = taken(row(last_name="Nkosi", extra=(("Premium", "R120"),)), after=first)
    assert next(iter(again.touched.values())).client.extra == {"Premium": "R120"}


def test_new_clients_go_to_the_chosen_adviser_unless_the_row_names_one():
    here = plan(adviser=PIETER)
    for one in (row(last_name="A"), row(last_name="B", adviser="THANDI"), row(last_name="C", adviser="Nobody")):
        here.take(one)
    assert [known.client.adviser_id for known in here.touched.values()] == [PIETER, THANDI, PIETER]
    assert [known.client.extra for known in here.touched.values()] == [{}, {}, {"Adviser": "Nobody"}]


def test_a_row_without_a_name_is_rejected_with_its_number_and_a_reason():
    (found,) = became(row(17, phones=["082 123 4567"]))
    assert (found.row, found.outcome, found.reason) == (17, "rejected", "This row has no name.")
    (found,) = became(RejectedRow(9, "This row is empty."))
    assert (found.row, found.outcome, found.reason) == (9, "rejected", "This row is empty.")


def test_what_does_not_fit_its_field_is_kept_beside_it():
    long = row(
        first_names="x" * 300, last_name="Nkosi", birth_date=None, phones=["12"], emails=["nobody"], status="gone"
    )
    first, (found,) = taken(long)
    (one,) = first.touched.values()
    assert one.client.extra == {"First names": "x" * 300, "Status": "gone", "E-mail": "nobody", "Phone": "12"}
    assert len(found.warnings) == 4
    assert outcomes(long, after=first) == ["unchanged"]


def test_a_file_of_one_name_stays_quick():
    here = plan()
    for number in range(5_000):
        here.take(row(number, last_name="Unknown", emails=["info@example.co.za"], id_number=f"{number:013}"))


def test_tags_gender_language_and_last_contact_come_along_and_tags_only_grow():
    first, _ = taken(replace(RENEE, tags=("Golf day", "VIP"), language="Afrikaans", last_contact_on=date(2026, 3, 9)))
    (made,) = first.touched.values()
    assert made.tags == {"golf day": "Golf day", "vip": "VIP"}
    assert (made.client.gender, made.client.language) == ("female", "Afrikaans")
    assert made.client.last_contact_on == date(2026, 3, 9)
    (found,) = became(replace(RENEE, tags=("golf-day", "Trust")), after=first)
    assert found.changes == (("Tag", "", "Trust"),)

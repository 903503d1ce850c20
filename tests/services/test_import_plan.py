"""What each row of a file becomes: nobody merged who is two, nobody doubled who is one, and no value lost."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from clientmanager.imports import Draft, RejectedRow
from clientmanager.imports.draft import Labelled, PostalAddress
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
    return [Known(one.client, dict(one.emails), dict(one.phones), dict(one.addresses)) for one in done.touched.values()]


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


TEXT = st.text(st.characters(codec=None), max_size=12).map(str.strip)
LABELLED = st.builds(
    Labelled, st.sampled_from(["", "Home"]), TEXT | st.sampled_from(["a@example.co.za", "082 123 4567"])
)
ADDRESSES = st.builds(
    PostalAddress, st.just("Home"), TEXT, TEXT, st.just(""), st.sampled_from(["0181", ""]), st.just("")
)
ROWS = st.builds(
    lambda name, emails, phones, **said: Draft(
        **vars(row(first_names=name[0], last_name=name[1], **said)) | {"emails": emails, "phones": phones}
    ),
    st.sampled_from([("Anna", "Nkosi"), ("Jan", "Botha"), ("Anna", "Botha"), ("", "")]),
    st.lists(LABELLED, max_size=2).map(tuple),
    st.lists(LABELLED, max_size=2).map(tuple),
    id_number=st.sampled_from(["9602290001084", "7506165002089", "-", ""]) | TEXT,
    passport_number=st.sampled_from(["M00012345", ""]) | TEXT,
    category=st.sampled_from(["A", "B", ""]),
    status=st.sampled_from(["active", "prospect", "gone", ""]),
    adviser=st.sampled_from(["Pieter", "Thandi", "Nobody", ""]),
    note=TEXT,
    extra=st.lists(st.tuples(st.sampled_from(["Policy", "Policy (2)", "Category", ""]), TEXT), max_size=3).map(tuple),
    addresses=st.lists(ADDRESSES, max_size=2).map(tuple),
)


def said_by(draft: Draft) -> list[str]:
    """Every value of a row, as it should be findable."""
    plain = [
        getattr(draft, name)
        for name in ("first_names", "last_name", "id_number", "passport_number", "category", "status", "note")
    ]
    plain += [value for _, value in draft.extra]
    plain += [labelled.value for labelled in (*draft.emails, *draft.phones)]
    plain += [part for address in draft.addresses for part in (address.lines, address.city, address.postal_code)]
    return [value for value in plain if value]


def seen_of(one: Known) -> str:
    columns = [str(value) for value in vars(one.client).values()]
    parts = [*one.emails, *one.phones, *(part for address in one.addresses for part in address)]
    return squeezed("\n".join(columns + parts + list(one.client.extra.values())))


def squeezed(text: str) -> str:
    """What is left when spaces, signs, case and what no file may hold are taken out of it."""
    kept = "".join(c for c in text if ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF)
    return "".join(c for c in kept.casefold().replace("+27", "0") if c.isalnum())


@hypothesis(max_examples=100, deadline=None, phases=[Phase.generate, Phase.shrink])
@given(st.lists(ROWS, max_size=6))
def test_no_value_of_any_row_is_lost_and_every_row_ends_once(rows: list[Draft]):
    first, found = taken(*rows)
    assert [one.row for one in found] == [one.row for one in rows]
    clients = {str(key): one for key, one in first.touched.items()}
    for draft, one in zip(rows, found, strict=True):
        if one.outcome == "rejected":
            assert one.reason.endswith(".")
            continue
        seen = seen_of(clients[one.id])
        for value in said_by(draft):
            assert squeezed(value) in seen, (value, vars(clients[one.id].client))


@st.composite
def rows_of_people(draw: st.DrawFn) -> list[Draft]:
    """Rows as practices have them: some people, each on one row or several, with more or less of what is known."""
    rows = []
    for person in draw(st.lists(st.integers(0, 3), min_size=1, max_size=8)):
        known = {
            "id_number": ["9602290001084", "7506165002089", "", ""][person],
            "birth_date": [None, date(1975, 6, 16), None, date(1960, 1, 1)][person],
            "emails": [["home@example.co.za"], ["home@example.co.za"], ["c@example.co.za"], []][person],
            "phones": [["082 555 0100"], [], ["082 555 0102"], ["082 555 0103"]][person],
        }
        always = ["phones", "birth_date", "emails", "phones"][person]  # a row of only a name tells nobody apart
        said = {name: known[name] for name in known if name == always or draw(st.booleans())}
        said["extra"] = tuple((f"Policy {draw(st.integers(0, 2))}", draw(TEXT)) for _ in range(draw(st.integers(0, 2))))
        said["category"] = draw(st.sampled_from(["A", "B", ""]))
        rows.append(
            row(first_names=["Anna", "Jan", "Anna", "Jan"][person], last_name=["Nkosi", "Botha"][person // 2], **said)
        )
    return rows


@hypothesis(max_examples=150, deadline=None, phases=[Phase.generate, Phase.shrink])
@given(rows_of_people())
def test_the_same_rows_again_change_nothing(rows: list[Draft]):
    first, _ = taken(*rows)
    again, found = taken(*rows, after=first)
    assert {one.outcome for one in found} == {"unchanged"}, [one.changes for one in found]
    assert again.touched == {}

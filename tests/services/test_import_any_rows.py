"""Whatever rows a file has: no value is lost, every row ends once, and the same rows again change nothing."""

from datetime import date

from hypothesis import Phase, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from clientmanager.imports import Draft
from clientmanager.imports.draft import Labelled, PostalAddress
from clientmanager.services.import_known import Known
from tests.services.test_import_plan import row, taken

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
    tags=st.lists(TEXT | st.sampled_from(["Golf day", "golf-day"]), max_size=2).map(tuple),
    gender=st.sampled_from(["female", "male", ""]),
)


def said_by(draft: Draft) -> list[str]:
    """Every value of a row, as it should be findable."""
    plain = [
        getattr(draft, name)
        for name in ("first_names", "last_name", "id_number", "passport_number", "category", "status", "note")
    ]
    plain += [value for _, value in draft.extra]
    plain += [draft.gender, *draft.tags]
    plain += [labelled.value for labelled in (*draft.emails, *draft.phones)]
    plain += [part for address in draft.addresses for part in (address.lines, address.city, address.postal_code)]
    return [value for value in plain if value]


def seen_of(one: Known) -> str:
    columns = [str(value) for value in vars(one.client).values()]
    parts = [
        *(f"{tag} {folded}" for folded, tag in one.tags.items()),
        *one.emails,
        *one.phones,
        *(part for address in one.addresses for part in address),
    ]
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

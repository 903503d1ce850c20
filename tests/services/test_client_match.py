"""What was typed is marked where it was found, and named where the list does not show it."""

import pytest

from clientmanager.services import client_filter_choices, client_list, client_parts, clients
from clientmanager.services.client_filter import ClientFilter, read_filter
from clientmanager.services.client_list import ClientRow
from clientmanager.services.filters import any_of
from tests.world import PracticeWorld


def marked(pieces: tuple[str, ...]) -> str:
    return "".join(f"[{piece}]" if place % 2 else piece for place, piece in enumerate(pieces))


def found(world: PracticeWorld, search: str) -> ClientRow:
    with world.as_(world.assistant) as db:
        return client_list.listed(db, ClientFilter(search=search)).rows[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("renee", "O'Brien, [Renée]"),
        ("REN", "O'Brien, [Ren]ée"),
        ("o'b", "[O'B]rien, Renée"),
        ("obrien", "[O'Brien], Renée"),
        ("brien", ""),
        ("obrien ren", "[O'Brien], [Ren]ée"),
        ("netshituni", "[Netshiṱuni], Mulalo"),
        ("mabasociv", "[Mabaso Civ]ils (Pty) Ltd"),
        ("hooft", "'t [Hooft], Gerrit"),
        ("thooft", "'[t Hooft], Gerrit"),
        ("family t", "[T]he O'Brien [Family] [T]rust"),
    ],
)
def test_what_was_typed_is_marked_in_the_name_as_it_is_written(typed: str, name: str, acacia: PracticeWorld):
    if name:
        assert name in marked(found(acacia, typed).name_marks)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("082 123", "[082 123] 4567"),
        ("0821", "[082 1]23 4567"),
        ("+27 82", "0[82] 123 4567"),
        ("27821", "0[82 1]23 4567"),
        ("1234", "082 [123 4]567"),
        ("0821234567", "[082 123 4567]"),
    ],
)
def test_a_phone_is_marked_however_it_was_typed(typed: str, phone: str, acacia: PracticeWorld):
    assert marked(found(acacia, typed).phone_marks) == phone


@pytest.mark.parametrize(
    ("typed", "label", "words"),
    [
        ("960229", "ID", "[960229] •••••••"),
        ("9602290001", "ID", "[960229 ••••]•••"),
        ("012 555", "phone", "[012 555] 0142"),
        ("rini", "called", "[Rini]"),
        ("other@e", "e-mail", "[other@e]xample.org"),
        ("2011/0345", "registration", "[2011/0345]67/07"),
    ],
)
def test_what_the_list_does_not_show_is_named_and_masks_stay(typed: str, label: str, words: str, acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.set_field(db, acacia.client.id, "preferred_name", "Rini")
        client_parts.add(db, acacia.client.id, "email", "other@example.org")
    by = found(acacia, typed).found_by
    assert [one.label for one in by] == [label]
    assert marked(by[0].marks) == words
    assert "0001084" not in repr(found(acacia, typed)), "what the mask hides does not reach the browser"


def test_a_list_without_a_search_has_no_marks(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        rows = client_list.listed(db).rows
    assert not any(row.name_marks or row.phone_marks or row.email_marks or row.found_by for row in rows)


def test_names_of_every_script_and_stray_accents_survive_a_search(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        for name in ("Rene\u0301e-Anne", "بن سعيد", "ﬁnch", "İlker", "ẞchmidt", "𝒩kosi"):
            clients.create(db, {"last_name": name, "even_so": True})
        for typed in ("renee a", "بن", "fin", "ilker", "sschm", "nkosi"):
            row = client_list.listed(db, ClientFilter(search=typed)).rows[0]
            assert "".join(row.name_marks) == row.name


def test_the_menu_counts_what_each_choice_finds(acacia: PracticeWorld):
    with acacia.as_(acacia.assistant) as db:
        for field in client_filter_choices.choices(db):
            for choice in field.choices:
                chosen = read_filter({field.name: [choice.value]})
                assert str(client_list.counted(db, chosen).found) == choice.many, (field.name, choice)


def test_chips_say_people_and_values_in_words(acacia: PracticeWorld, baobab: PracticeWorld):
    chosen = ClientFilter(
        adviser=(str(acacia.adviser.id), "none", str(baobab.owner.id)), category=("A", ""), status=("active",)
    )
    with acacia.as_(acacia.assistant) as db:
        words = {chip.field: chip.words for chip in client_filter_choices.chips(db, chosen)}
    assert words == {
        "Adviser": f"{acacia.adviser.name}, nobody or somebody unknown", "Category": "A or none", "Status": "active"
    }  # fmt: skip
    assert any_of(["a", "b", "c", "d", "e", "f"]) == "a, b, c or 3 others"


def test_who_stands_outside_the_filters_is_named(acacia: PracticeWorld):
    with acacia.as_(acacia.owner) as db:
        clients.archive(db, acacia.client.id)
        outside = client_list.outside(db, ClientFilter(search="obrien", status=("dormant",)))
        assert client_list.outside(db, ClientFilter(search="renee")).only_archived
        assert client_list.outside(db, ClientFilter(search="nobody")).words == ""
    assert outside.words == "Outside these filters there are 2: The O'Brien Family Trust and O'Brien, Renée."

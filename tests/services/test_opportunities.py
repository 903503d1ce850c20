"""What people do with opportunities: added, changed, won, lost for a reason, taken back; told in their history."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clientmanager import clock
from clientmanager.clock import SOUTH_AFRICA
from clientmanager.errors import Conflict, Invalid, NotAllowed, NotFound
from clientmanager.services import (
    audit_list,
    opportunities,
    opportunity_board,
    opportunity_filter_choices,
    opportunity_list,
    opportunity_moves,
    opportunity_page,
    opportunity_stages,
    opportunity_totals,
)
from clientmanager.services.opportunity_filter import OpportunityFilter, as_query, read_filter
from tests.world import Database, PracticeWorld

THURSDAY = datetime(2026, 3, 12, 10, 0, tzinfo=SOUTH_AFRICA)
SPACE = "\u00a0"


def add(world: PracticeWorld, title: str = "Life cover", **values: Any) -> str:
    with world.as_(world.adviser) as db:
        return opportunities.create(db, {"title": title, "client_id": str(world.client.id), **values})


def page(world: PracticeWorld, one: str) -> opportunity_page.OpportunityView:
    with world.as_(world.compliance) as db:
        return opportunity_page.page(db, one)


def stages(world: PracticeWorld) -> dict[str, str]:
    with world.as_(world.owner) as db:
        return {one.name: one.id for one in opportunity_stages.listed(db)}


def plain(words: str) -> str:
    return words.replace(SPACE, " ")


def test_one_is_added_on_top_of_the_first_stage_and_is_the_clients_advisers(acacia: PracticeWorld):
    shown = page(acacia, add(acacia, value="R1 500,50 pm", chance="60 %", expected_on="2026-06-30", product="Myriad"))
    assert (shown.stage, shown.kind, shown.client) == ("Lead", "open", "Renée O'Brien")
    assert plain(shown.value_words) == "R1 500,50 a month"
    assert (shown.how_often, plain(shown.chance), shown.expected_on, shown.who) == (
        "month", "60 %", "2026-06-30", acacia.adviser.name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"value": "1.234"}, "value"),
        ({"value": ["5"]}, "value"),
        ({"value": "R1 000 000 000 000"}, "value"),
        ({"chance": "101"}, "chance"),
        ({"how_often": "weekly"}, "how_often"),
        ({"expected_on": "soon"}, "expected_on"),
        ({"client_id": ""}, "client_id"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(
    acacia: PracticeWorld, database: Database, values: dict[str, Any], field: str
):
    with pytest.raises(Invalid) as refusal:
        add(acacia, **({"title": "Life cover"} | values))
    assert refusal.value.field == field
    assert database.one("select count(*) from opportunity") == 0


def test_another_practices_client_person_and_stage_are_not_here(acacia: PracticeWorld, baobab: PracticeWorld):
    theirs = add(baobab)
    for values in (
        {"client_id": str(baobab.client.id)},
        {"adviser_id": str(baobab.adviser.id)},
        {"stage_id": stages(baobab)["Lead"]},
    ):
        with pytest.raises(NotFound):
            add(acacia, **values)
    with acacia.as_(acacia.owner) as db:
        for act in (opportunity_page.page, opportunities.delete, opportunity_moves.win, opportunities.bring_back):
            with pytest.raises(NotFound):
                act(db, theirs)
    with acacia.as_(acacia.owner) as db:
        assert opportunity_list.listed(db, OpportunityFilter(client=str(baobab.client.id))).rows == ()


def test_every_query_names_the_practice_also_where_the_database_does_not_ask(
    acacia: PracticeWorld, baobab: PracticeWorld, database: Database
):
    add(acacia)
    theirs = add(baobab, "Theirs", value="5000")
    database.owner.exec_driver_sql("alter table opportunity disable row level security")
    try:
        with acacia.as_(acacia.owner) as db:
            everything = OpportunityFilter()
            assert [row.title for row in opportunity_list.listed(db, everything).rows] == ["Life cover"]
            assert opportunity_totals.totals(db, everything).open.number == 1
            assert opportunity_board.board(db, everything).open.number == 1
            counted = [one.many for field in opportunity_filter_choices.choices(db) for one in field.choices]
            assert set(counted) <= {"0", "1"}
            with pytest.raises(NotFound):
                opportunity_page.page(db, theirs)
    finally:
        database.owner.exec_driver_sql("alter table opportunity enable row level security")


def test_compliance_sees_and_changes_nothing(acacia: PracticeWorld):
    one = add(acacia)
    with acacia.as_(acacia.compliance) as db:
        assert opportunity_list.of_client(db, acacia.client.id)[0].title == "Life cover"
        for act in (opportunities.delete, opportunity_moves.win, opportunity_moves.reopen):
            with pytest.raises(NotAllowed):
                act(db, one)
        with pytest.raises(NotAllowed):
            opportunities.set_field(db, one, "title", "Other")


def test_losing_needs_a_reason_and_opening_again_takes_it_off(acacia: PracticeWorld, database: Database):
    one = add(acacia)
    for reason in (None, "", "  "):
        with pytest.raises(Invalid, match="why it was lost"), acacia.as_(acacia.adviser) as db:
            opportunity_moves.lose(db, one, reason)
    with pytest.raises(Invalid, match="why it was lost"), acacia.as_(acacia.adviser) as db:
        opportunity_moves.move(db, one, stages(acacia)["Lost"])
    with acacia.as_(acacia.adviser) as db:
        assert opportunity_moves.lose(db, one, "Too expensive").became == "lost"
    assert (page(acacia, one).reason_lost, page(acacia, one).stage) == ("Too expensive", "Lost")
    with acacia.as_(acacia.adviser) as db:
        assert opportunity_moves.reopen(db, one).to == "Lead"
    assert page(acacia, one).reason_lost == page(acacia, one).closed == ""
    with acacia.as_(acacia.adviser) as db:
        assert opportunity_moves.win(db, one).became == "won"
        assert opportunity_moves.win(db, one).became == ""
    assert database.one("select closed_at is not null from opportunity")
    said = [f"{line.what}: {line.before} → {line.after}" for line in page(acacia, one).history]
    assert "Moved to Won:  → " in said
    assert "Reason lost changed: Too expensive → " in said
    assert said[-1] == "Added:  → "


def test_a_field_that_someone_else_changed_is_not_overwritten_unseen(acacia: PracticeWorld):
    one = add(acacia, value="1000")
    with acacia.as_(acacia.adviser) as db:
        opportunities.set_field(db, one, "value", "1500 pm", "R1 000,00")
    assert plain(page(acacia, one).value_words) == "R1 500,00 a month"
    with pytest.raises(Conflict, match=f"R1{SPACE}500,00"), acacia.as_(acacia.assistant) as db:
        opportunities.set_field(db, one, "value", "2000", "R1 000,00")
    with acacia.as_(acacia.assistant) as db:
        opportunities.set_field(db, one, "value", "", f"R1{SPACE}500,00")
    assert page(acacia, one).value_words == ""
    for field in ("stage_id", "moves", "reason_lost", None, 5):
        with pytest.raises(Invalid, match="no such field"), acacia.as_(acacia.adviser) as db:
            opportunities.set_field(db, one, field, "x")


def test_what_is_deleted_can_be_brought_back(acacia: PracticeWorld):
    one = add(acacia)
    with acacia.as_(acacia.assistant) as db:
        assert opportunities.delete(db, one) == "Life cover"
        assert opportunity_list.of_client(db, acacia.client.id) == ()
    with pytest.raises(NotFound):
        page(acacia, one)
    with acacia.as_(acacia.assistant) as db:
        assert opportunities.bring_back(db, one) == "Life cover"
    assert page(acacia, one).title == "Life cover"


def test_what_they_come_to_is_summed_by_stage_once_and_by_the_year_and_by_chance(acacia: PracticeWorld):
    clock.move(THURSDAY.astimezone(UTC) - clock.now())
    add(acacia, "Lump sum", value="100 000", chance="50")
    add(acacia, "RA", value="1000 pm", chance="25")
    add(acacia, "Fee", value="6 000 pa")
    add(acacia, "Unknown")
    with acacia.as_(acacia.compliance) as db:
        lead = opportunity_board.board(db, OpportunityFilter()).columns[0]
        totals = opportunity_totals.totals(db, OpportunityFilter())
    assert lead.found == totals.open.number == 4
    assert totals.open == lead.sums == totals.stages[0].sums
    assert [plain(words) for words in (lead.sums.once, lead.sums.yearly)] == ["R100 000,00 once", "R18 000,00 a year"]
    likely = [plain(words) for words in (lead.sums.likely_once, lead.sums.likely_yearly)]
    assert likely == ["R50 000,00 once", "R3 000,00 a year"]
    assert totals.stages[1].sums.number == 0
    assert totals.stages[1].sums.once == ""


def test_won_lately_and_lost_by_reason(acacia: PracticeWorld):
    for moment, value in ((datetime(2026, 1, 5), "1"), (datetime(2026, 2, 5), "20"), (datetime(2026, 5, 2), "300")):
        clock.move(moment.replace(hour=10, tzinfo=SOUTH_AFRICA).astimezone(UTC) - clock.now())
        one, other = add(acacia, value=value), add(acacia, value="7")
        with acacia.as_(acacia.adviser) as db:
            opportunity_moves.win(db, one)
            opportunity_moves.lose(db, other, "Too expensive" if value != "20" else "No answer")
    clock.move(datetime(2026, 5, 20, 10, tzinfo=SOUTH_AFRICA).astimezone(UTC) - clock.now())
    with acacia.as_(acacia.adviser) as db:
        totals = opportunity_totals.totals(db, OpportunityFilter())
    assert [(one.words, plain(one.sums.once)) for one in totals.won] == [
        ("This month", "R300,00 once"), ("This quarter", "R300,00 once"), ("This year", "R321,00 once"),
    ]  # fmt: skip
    assert [(one.words, one.sums.number) for one in totals.lost] == [("Too expensive", 2), ("No answer", 1)]
    with acacia.as_(acacia.adviser) as db:
        columns = opportunity_board.board(db, OpportunityFilter()).columns
    # what was closed more than 90 days ago is not on the board any more
    assert [(one.heading, one.found) for one in columns[-2:]] == [("Won, last 90 days", 1), ("Lost, last 90 days", 1)]


def test_filters_find_what_they_say_and_are_said_in_chips(acacia: PracticeWorld):
    clock.move(THURSDAY.astimezone(UTC) - clock.now())
    add(acacia, "Life cover", expected_on="2026-03-20", product="Myriad")
    add(acacia, "Endowment", client_id=str(acacia.clients[1].id), expected_on="2026-03-01")
    add(acacia, "Tax-free savings", adviser_id=str(acacia.owner.id))

    def found(query: str) -> set[str]:
        with acacia.as_(acacia.owner) as db:
            rows = opportunity_list.listed(db, read_filter(query)).rows
            there = {
                card.title for one in opportunity_board.board(db, read_filter(query)).columns for card in one.cards
            }
        assert {one.title for one in rows} == there
        return there

    assert found("q=myr") == {"Life cover"}
    assert found("q=hooft") == {"Endowment"}
    assert found("when=30") == {"Life cover"}
    assert found("when=past") == {"Endowment"}
    assert found("when=none") == {"Tax-free savings"}
    assert found("whose=me") == {"Tax-free savings"}
    assert found(f"client={acacia.clients[1].id}") == {"Endowment"}
    assert found(f"stage={stages(acacia)['Won']}") == set()
    assert found("when=9&whose=x&stage=1&client=2") == found("")
    chosen = read_filter(f"whose=me&when=30&client={acacia.client.id}&stage={stages(acacia)['Lead']}")
    assert read_filter(as_query(chosen)) == chosen
    with acacia.as_(acacia.owner) as db:
        chips = {one.name: one.words for one in opportunity_filter_choices.chips(db, chosen)}
        fields = {one.name: {choice.words: choice.many for choice in one.choices}
                  for one in opportunity_filter_choices.choices(db)}  # fmt: skip
    assert chips == {"whose": "me", "stage": "Lead", "when": "next 30 days", "client": "Renée O'Brien"}
    assert fields["stage"] == {"Lead": "3"}
    assert fields["when"] == {"Before today": "1", "Next 30 days": "1", "Next 90 days": "1", "Next 12 months": "1",
                              "No date": "1"}  # fmt: skip


def test_stages_are_the_practices_own(acacia: PracticeWorld):
    add(acacia)
    with acacia.as_(acacia.owner) as db:
        made = opportunity_stages.add(db, {"name": "Underwriting"})
        assert [one.name for one in opportunity_stages.listed(db)][-3:] == ["Underwriting", "Won", "Lost"]
        opportunity_stages.move(db, made, -1)
        opportunity_stages.rename(db, made, "With the insurer")
        for name in ("", "won", "x" * 41):
            with pytest.raises(Invalid):
                opportunity_stages.rename(db, made, name)
        assert opportunity_stages.remove(db, made) == "With the insurer"
        for name, why in (("Lead", "Move them first"), ("Won", "always one stage of the kind won")):
            with pytest.raises(Invalid, match=why):
                opportunity_stages.remove(db, stages(acacia)[name])
    with acacia.as_(acacia.adviser) as db, pytest.raises(NotAllowed):
        opportunity_stages.add(db, {"name": "Mine"})


def test_the_audit_tells_it_in_sentences(acacia: PracticeWorld):
    one = add(acacia, value="1500 pm")
    for act in (
        lambda db: opportunity_moves.lose(db, one, "Too expensive"),
        lambda db: opportunities.set_field(db, one, "chance", "40"),
        lambda db: opportunities.delete(db, one),
    ):
        with acacia.as_(acacia.adviser) as db:
            act(db)
    with acacia.as_(acacia.compliance) as db:
        said = [f"{row.what}: {row.detail}" for row in audit_list.listed(db).rows[:4]]
    assert said[0] == "deleted the opportunity Life cover: "
    assert said[1] == "changed chance of the opportunity Life cover: from nothing to “40”"
    assert "Stage from “Lead” to “Lost”" in said[2]
    assert "Reason lost from nothing to “Too expensive”" in said[2]
    assert said[3].startswith("added the opportunity Life cover: Title “Life cover”")
    assert "Client “Renée O'Brien”" in said[3]


def test_the_database_keeps_rand_to_the_cent(acacia: PracticeWorld, database: Database):
    add(acacia, value="R999 999 999 999,99", expected_on="12/03/2026")
    assert database.one("select value from opportunity") == Decimal("999999999999.99")
    assert database.one("select expected_on from opportunity") == date(2026, 3, 12)

"""What a record of advice must hold before it can be locked, and how its fees are said."""

from typing import Any

import pytest

from clientmanager.errors import Invalid
from clientmanager.planning import advice
from tests.advice import WHOLE


def test_nothing_written_yet_misses_every_section_and_names_the_code():
    missing = advice.missing(advice.begun())
    assert list(missing) == [section.name for section in advice.SECTIONS]
    for section in advice.SECTIONS:
        assert section.law in missing[section.name]
        assert missing[section.name].endswith(").")


def test_one_that_is_whole_misses_nothing():
    assert advice.missing(WHOLE) == {}


@pytest.mark.parametrize("section", advice.SECTIONS, ids=lambda section: section.name)
def test_each_box_of_each_section_is_needed(section: advice.Section):
    for box in section.boxes:
        assert list(advice.missing({**WHOLE, "replaces": "yes", **_replaced(), box.name: ""})) == [section.name]


def test_a_replacement_is_compared_only_where_there_is_one():
    assert "replacement" in advice.missing({**WHOLE, "replaces": ""})
    assert "tax" in advice.missing({**WHOLE, "replaces": "yes"})["replacement"]
    assert advice.missing({**WHOLE, "replaces": "yes", **_replaced()}) == {}


@pytest.mark.parametrize(
    ("change", "section", "words"),
    [
        ({"products": []}, "products", "at least one product"),
        ({"products": [{"key": "0" * 8, "provider": "Sanlam"}]}, "products", "Product 1 still needs: product and why"),
        ({"charged": "", "fees": []}, "fees", "whether the client pays"),
        ({"charged": "yes", "fees": []}, "fees", "in rand"),
        ({"charged": "no"}, "fees", "one of them is wrong"),
        ({"charged": "yes", "fees": [{"key": "0" * 8, "what": "Advice"}]}, "fees", "amount in rand and paid to"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, Any], section: str, words: str):
    missing = advice.missing({**WHOLE, **change})
    assert list(missing) == [section]
    assert words in missing[section]


def test_advice_that_costs_nothing_says_so():
    assert advice.missing({**WHOLE, "charged": "no", "fees": []}) == {}


@pytest.mark.parametrize(
    ("said", "kept"),
    [("R12 500,00", "12500.00"), ("12,500.00", "12500.00"), ("R1\u00a0234,5", "1234.50"), ("0", "0.00")],
)
def test_a_fee_is_an_amount_of_rand(said: str, kept: str):
    assert advice.read("fees-0a0a0a0a-amount", said) == kept


@pytest.mark.parametrize("said", ["3%", "0,5 %", "3 per cent", "half", "-5", "R", "1e9", "9" * 20])
def test_a_percentage_alone_is_refused(said: str):
    with pytest.raises(Invalid, match=r"section 3\(1\)\(a\)\(vii\)") as refusal:
        advice.read("fees-0a0a0a0a-amount", said)
    assert refusal.value.field == "fees-0a0a0a0a-amount"


def test_an_amount_is_read_as_south_africans_write_it():
    assert advice.rand_words("1234567.50") == "R1\u00a0234\u00a0567,50"
    assert advice.rand_words("") == ""


@pytest.mark.parametrize("field", ["nothing", "key", "products-0a0a0a0a-key", "products-1-why", "fees-0a0a0a0a-why"])
def test_there_is_no_such_field(field: str):
    content = advice.with_line(advice.begun(), "products", advice.new_line("products", "0a0a0a0a"))
    assert advice.value(content, field) is None


def test_a_line_is_written_at_its_own_place():
    content = advice.begun()
    for key in ("0a0a0a0a", "0b0b0b0b"):
        content = advice.with_line(content, "products", advice.new_line("products", key))
    content = advice.written(content, "products-0b0b0b0b-why", "Low cost")
    assert [line.get("why", "") for line in content["products"]] == ["", "Low cost"]
    assert advice.value(content, "products-0b0b0b0b-why") == "Low cost"
    assert advice.value(content, "products-0c0c0c0c-why") is None


def test_there_are_not_endlessly_many():
    content = advice.begun()
    for place in range(advice.MOST_LINES):
        content = advice.with_line(content, "fees", advice.new_line("fees", f"{place:08x}"))
    with pytest.raises(Invalid, match="at most 20 fees"):
        advice.with_line(content, "fees", advice.new_line("fees", "ffffffff"))


@pytest.mark.parametrize("said", [None, 3, {}, ["x"]])
def test_what_is_no_text_is_refused(said: object):
    with pytest.raises(Invalid):
        advice.read("needs", said)


def test_what_is_too_long_is_refused_and_not_cut():
    assert len(advice.read("needs", "x" * advice.LONGEST_TEXT)) == advice.LONGEST_TEXT
    with pytest.raises(Invalid, match="20000 characters"):
        advice.read("needs", "x" * (advice.LONGEST_TEXT + 1))


def _replaced() -> dict[str, str]:
    return {box.name: "Compared" for box in advice.REPLACEMENT_BOXES}

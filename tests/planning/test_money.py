"""Amounts as people write them, and as they are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientmanager.planning import money

AMOUNTS = st.decimals(min_value=0, max_value=money.LARGEST, places=2)


@pytest.mark.parametrize(
    ("words", "rand", "how_often"),
    [
        ("R1 234,56", "1234.56", ""),
        ("R1,234.56", "1234.56", ""),
        ("r 1234.5", "1234.50", ""),
        ("ZAR 1 234 567", "1234567.00", ""),
        ("1,234", "1234.00", ""),
        ("1,23", "1.23", ""),
        ("0", "0.00", ""),
        ("1500 pm", "1500.00", "month"),
        ("R1 500,00 p.m.", "1500.00", "month"),
        ("R1500/month", "1500.00", "month"),
        ("1500 per maand", "1500.00", "month"),
        ("R24 000 p.a.", "24000.00", "year"),
        ("24000 a year", "24000.00", "year"),
        ("R2 000 000 once-off", "2000000.00", "once"),
        ("R1\u00a0234,56", "1234.56", ""),
        ("R1\u202f234", "1234.00", ""),
    ],
)
def test_what_people_write_is_understood(words: str, rand: str, how_often: str):
    assert money.read(words) == money.Amount(Decimal(rand), how_often)


@pytest.mark.parametrize(
    "words",
    [
        "", "R", "-5", "1.234", "1 23", "1 2345", "1,23,456", "1,234,56", "12 34,5", "1 234,567", "1,234 567", "1e9",
        "1500 pw", "1500 m", "about 5", "$5", "R5 or R6", "½", "١٢", "9" * 13, "R1 000 000 000 000", "5 %", "1..5",
    ],
)  # fmt: skip
def test_what_could_mean_two_amounts_or_none_is_refused(words: str):
    assert money.read(words) is None


@given(AMOUNTS)
def test_what_is_shown_is_read_as_the_same_amount(rand: Decimal):
    assert money.read(money.written(rand)) == money.Amount(rand)


@given(AMOUNTS, st.sampled_from(["", " "]), st.sampled_from(["pm", "p.a.", "once"]))
def test_groups_by_commas_and_groups_by_spaces_are_the_same(rand: Decimal, gap: str, often: str):
    by_commas, by_spaces = f"R{gap}{rand:,.2f} {often}", f"{gap}{rand:,.2f} {often}".replace(",", " ")
    assert money.read(by_commas) == money.read(by_spaces)


@given(st.text(max_size=40))
def test_any_text_is_an_amount_that_fits_or_none(words: str):
    found = money.read(words)
    assert found is None or 0 <= found.rand <= money.LARGEST


def test_amounts_are_shown_without_breaks():
    shown = {"0": "R0,00", "1234.5": "R1 234,50", "999999999999.99": "R999 999 999 999,99", "-12": "-R12,00"}
    for rand, words in shown.items():
        assert money.written(Decimal(rand)) == words.replace(" ", "\u00a0")
    assert money.written(None) == ""

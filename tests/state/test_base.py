"""What the error boundary writes down."""

import pytest
import reflex as rx

from clientmanager.errors import Invalid
from clientmanager.state import base


@pytest.fixture(autouse=True)
def _a_new_minute() -> None:
    base._LIMITER.storage.reset()


def said(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    base.browser_said(Exception(text))
    return capsys.readouterr().out


def test_a_browsers_mistake_is_written_down_by_its_kind(capsys: pytest.CaptureFixture[str]):
    assert "TypeError" in said("TypeError: Cannot read properties of Thandi", capsys)
    assert "#185" in said("Minified React error #185; visit Thandi", capsys)


@pytest.mark.parametrize("text", ["Thandi Mokoena 8001015009087", "Thandi: x", "x\nTypeError: Thandi", ""])
def test_what_else_a_browser_reports_is_not_written_down(text: str, capsys: pytest.CaptureFixture[str]):
    written = said(text, capsys)
    assert "unknown" in written
    assert "Thandi" not in written


def test_a_flood_of_reports_leaves_room_in_the_log(capsys: pytest.CaptureFixture[str]):
    for _ in range(3000):
        base.browser_said(Exception("TypeError: x"))
    assert len(capsys.readouterr().out) < 5000


def test_a_name_that_looks_like_an_expression_of_reflexs_is_said_like_any_other():
    name = "<reflex.Var>123</reflex.Var>"
    assert "is archived" in str(rx.toast(base.plain(f"{name} is archived.")))
    assert "is the only owner" in str(base.said(Invalid(f"{name} is the only owner.")))

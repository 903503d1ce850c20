"""What the other components take: words and parts, each plain or a Var."""

from typing import Any, Literal, TypeAlias

import reflex as rx

Words: TypeAlias = str | rx.Var[str] | rx.Var[Any]
Flag: TypeAlias = bool | rx.Var[bool] | rx.Var[Any]
Part: TypeAlias = rx.Component | rx.Var[Any] | str
Meaning = Literal["good", "attention", "trouble", "info"]
Shown = Literal["always", "from-560", "from-1024", "from-1280"]
"""From which width of window a column is shown; narrower ones give it up."""


def column_class(shown: Shown, *others: str) -> str:
    """The class names of something that gives way on narrow windows."""
    return " ".join([*others, *([] if shown == "always" else [f"cm-{shown}"])])

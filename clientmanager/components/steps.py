"""How far something of many steps is, in small segments; the words beside them say the same."""

from typing import Any

import reflex as rx


def segments(states: Any) -> rx.Component:
    """One for each step: done, now, to come or skipped."""
    one = rx.foreach(states, lambda state: rx.el.i(data_state=state))
    return rx.el.span(one, class_name="cm-segments", aria_hidden="true")

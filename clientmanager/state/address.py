"""What a screen shows, said in the browser's address; and what the address says, put where one types it."""

import json

import reflex as rx

from clientmanager.state.base import plain


def say(path: str, query: str, *, step: bool) -> rx.event.EventSpec:
    """Change the address where it stands, or as a `step` of its own, from which back leads here."""
    how = "pushState" if step else "replaceState"
    return rx.call_script(f"history.{how}(history.state, '', {json.dumps(f'{path}?{query}' if query else path)})")


def put(name: str, value: str) -> rx.event.EventSpec:
    """Say one thing more in the address, or not any more where it is empty; a step of its own when it was not said."""
    return rx.call_script(
        "((name, value) => { const to = new URL(location); const before = to.searchParams.get(name) ?? '';"
        " if (before === value) return;"
        " if (value) to.searchParams.set(name, value); else to.searchParams.delete(name);"
        " history[value && !before ? 'pushState' : 'replaceState'](history.state, '', to.pathname + to.search); })"
        f"({json.dumps(name)}, {json.dumps(value)})"
    )


def say_only(names: tuple[str, ...], query: str) -> rx.event.EventSpec:
    """Of these names the address says what stands in the query, where it stands; what else it says stays."""
    return rx.call_script(
        "((names, query) => { const to = new URL(location); names.forEach((name) => to.searchParams.delete(name));"
        " new URLSearchParams(query).forEach((value, name) => to.searchParams.append(name, value));"
        " history.replaceState(history.state, '', to.pathname + to.search); })"
        f"({json.dumps(names)}, {json.dumps(query)})"
    )


def fill_in(field_id: str, words: str, *, even_so: bool = False) -> rx.event.EventSpec:
    """Show these words in a field, unless someone is typing there already.

    What they typed before the page listened is said once more: React takes a value that it has seen for nothing new.
    """
    return rx.call_script(
        "((field, words, evenSo) => { const box = document.getElementById(field); if (!box) return;"
        " if (evenSo || !box.value || box !== document.activeElement) { box.value = words; return; }"
        " const typed = box.value; if (typed === words) return; box.value = words;"
        " Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, typed);"
        " box.dispatchEvent(new Event('input', { bubbles: true })); })"
        f"({json.dumps(field_id)}, {json.dumps(plain(words))}, {json.dumps(even_so)})"
    )


def number(said: str) -> int:
    """A row's number as an address says it; 1 where it is none."""
    return max(1, int(said)) if said.isdecimal() and said.isascii() and len(said) < 10 else 1

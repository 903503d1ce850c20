"""Records of advice on paper: a tagged PDF of each version, set by typst from data alone.

What people wrote goes in as JSON and is shown as text: nothing in it is markup, and the template reads no other file.
"""

import json
import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from clientmanager.planning import advice as planning
from clientmanager.services.audit_words import moment

FOLDER = Path(__file__).parent.parent / "templates" / "paper"
ACCESSIBLE = "ua-1"
"""PDF/UA-1: read aloud in order, with headings and tables. It allows no letter that the fonts lack, as most emoji."""
LETTERS = "letters.typ"
MOST_ASKED = 100
_BREAKABLE = 24
_LONG = re.compile(rf"\S{{{_BREAKABLE + 1},}}")
_ZERO_WIDTH = "\u200b"


@dataclass(frozen=True)
class Locked:
    """All that the paper of one locked version shows."""

    practice: str
    title: str
    number: int
    client: str
    adviser: str
    facts: Mapping[str, str]
    content: Mapping[str, Any]
    locked_at: datetime
    locked_by: str
    digest: str = ""
    """Of the PDF that was made then."""
    fsp_number: str = ""
    """Of the practice: who gave the advice is said with it (General Code, section 4)."""


def pdf(version: Locked) -> bytes:
    """The PDF of one locked version."""
    footer = f"{version.client} · {version.title} · version {version.number}"
    return _set("advice.typ", [version], f"Record of advice: {version.title}", footer, version.locked_at)


def file(versions: Sequence[Locked], at: datetime) -> bytes:
    """All versions in one PDF, behind a cover that says what is in it and what each one's own PDF must hash to."""
    client = versions[-1].client
    return _set("advice.typ", versions, f"Advice file: {client}", f"Advice file of {client}", at, made=moment(at))


def _set(
    template: str, versions: Sequence[Locked], heading: str, footer: str, at: datetime, *, made: str = ""
) -> bytes:
    record = {
        "made": made,
        "client": _soft(versions[-1].client),
        "heading": heading,
        "footer": _soft(footer),
        "practice": versions[0].practice,
        "provider": _provider(versions[0]),
        "records": [_record(version) for version in versions],
    }

    data = json.dumps(record, ensure_ascii=False)
    try:
        return _compiled(FOLDER / template, data, at)
    except typst.TypstError:
        return _compiled(FOLDER / template, _drawable(data), at)


def _compiled(template: Path, data: str, at: datetime) -> bytes:
    return typst.compile(
        str(template),
        root=str(FOLDER),
        font_paths=[],
        ignore_system_fonts=True,
        # No package is ever looked for: not on the network, not on this machine.
        package_path=str(FOLDER),
        package_cache_path=str(FOLDER),
        sys_inputs={"record": data},
        pdf_standards=[ACCESSIBLE],
        timestamp=int(at.timestamp()),
    )


def _drawable(data: str) -> str:
    """With the name of each letter that no font has in its place: "[grinning face]". Otherwise it would be lost."""
    lacking = _lacking(sorted(set(data) - set(string.printable)))
    names = {ord(one): f"[{unicodedata.name(one, f'U+{ord(one):X}').lower()}]" for one in lacking}
    return data.translate(names)


def _lacking(letters: list[str]) -> list[str]:
    try:
        _compiled(FOLDER / LETTERS, "".join(letters), datetime.fromtimestamp(0, UTC))
    except typst.TypstError:
        if len(letters) == 1:
            return letters
        middle = len(letters) // 2
        found = _lacking(letters[:middle])
        # A script that the fonts do not have: all that is left is named, instead of being asked about one by one.
        return found + (letters[middle:] if len(found) > MOST_ASKED else _lacking(letters[middle:]))
    return []


def _record(version: Locked) -> dict[str, Any]:
    return {
        "practice": _soft(version.practice),
        "provider": _provider(version),
        "title": _soft(version.title),
        "client": _soft(version.client),
        "adviser": _soft(version.adviser),
        "version": str(version.number),
        "digest": version.digest,
        "locked": moment(version.locked_at),
        "locked_by": _soft(version.locked_by),
        "facts": [[label, _soft(words)] for label, words in version.facts.items()],
        "sections": [_section(section, place, version.content) for place, section in enumerate(planning.SECTIONS, 1)],
    }


def _provider(version: Locked) -> str:
    return f"Authorised financial services provider, FSP {version.fsp_number}" if version.fsp_number else ""


def _section(section: planning.Section, place: int, content: Mapping[str, Any]) -> dict[str, Any]:
    texts = [(box.label, content.get(box.name, "")) for box in section.boxes]
    if section.name == "replacement":
        texts = [("", dict(planning.CHOICES["replaces"])[content.get("replaces", "")])] + (
            texts if content.get("replaces") == planning.YES else []
        )
    if section.name == "fees" and content.get("charged") == planning.NO:
        texts = [("", "Nothing is charged for this advice.")]
    return {
        "number": str(place),
        "title": section.title,
        "law": section.law,
        "texts": [[label, _soft(words)] for label, words in texts],
        "products": [_line(line, planning.PRODUCT_BOXES) for line in content[planning.PRODUCTS]]
        if section.name == planning.PRODUCTS
        else [],
        "fees": [_fee(line) for line in content[planning.FEES]] if section.name == planning.FEES else [],
    }


def _line(line: Mapping[str, str], boxes: Sequence[planning.Box]) -> list[str]:
    return [_soft(line.get(box.name, "")) for box in boxes]


def _fee(line: Mapping[str, str]) -> list[str]:
    when = f"{dict(planning.KINDS)[line['kind']]}, {dict(planning.OFTEN)[line['often']].lower()}"
    return [
        _soft(line.get("what", "")), when, _soft(line.get("paid_to", "")), planning.rand_words(line.get("amount", "")),
    ]  # fmt: skip


def _soft(words: str) -> str:
    """A word that no line holds may be broken anywhere, instead of running off the paper."""
    return _LONG.sub(
        lambda found: _ZERO_WIDTH.join(
            found[0][start : start + _BREAKABLE] for start in range(0, len(found[0]), _BREAKABLE)
        ),
        words,
    )

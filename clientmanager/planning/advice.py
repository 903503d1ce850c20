"""What a record of advice holds, and what is missing before it can be locked.

The FAIS General Code of Conduct (BN 80/2003): section 8(1) says what advice stands on, section 9(1) what its record
holds, section 3(1)(a)(vii) that fees are said in specific monetary terms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clientmanager.errors import Invalid
from clientmanager.planning.workflow_reading import printable

LONGEST_TEXT = 20_000
"""Characters of one field."""
LONGEST_LINE = 300
MOST_LINES = 20
"""Products, or fees, of one record."""
TITLE = "title"
PRODUCTS, FEES = "products", "fees"
YES, NO = "yes", "no"
OFTEN = (("once", "Once"), ("monthly", "Every month"), ("yearly", "Every year"))
KINDS = (("initial", "Initial"), ("ongoing", "Ongoing"))
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "replaces": (("", "Not said yet"), (NO, "No, it replaces nothing"), (YES, "Yes, it replaces a product")),
    "charged": (("", "Not said yet"), (YES, "Yes, as listed here"), (NO, "No, nothing is charged")),
    "often": OFTEN,
    "kind": KINDS,
}
"""What is chosen and not written: the field's last name to its values, the first of which stands there at first."""
RAND_ONLY = (
    "Say this fee in rand, such as 12 500,00. A percentage alone is not enough: the client must see the amount "
    "(General Code, section 3(1)(a)(vii))."
)
_AMOUNT = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?")
_CENTS = re.compile(r"[.,]([0-9]{1,2})$")
_LINE = re.compile(rf"({PRODUCTS}|{FEES})-([0-9a-f]{{8}})-([a-z_]+)")


@dataclass(frozen=True)
class Box:
    """One thing that is written."""

    name: str
    label: str
    hint: str = ""
    line: bool = False
    """One line, and not as many as it takes."""


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    law: str
    """The section of the General Code that asks for it."""
    hint: str
    boxes: tuple[Box, ...] = ()


PRODUCT_BOXES = (
    Box("provider", "Provider", line=True),
    Box("product", "Product", line=True),
    Box("why", "Why it was considered"),
)
FEE_BOXES = (
    Box("what", "What it is for", line=True),
    Box("amount", "Amount in rand", line=True),
    Box("paid_to", "Paid to", line=True),
)
REPLACEMENT_BOXES = (
    Box("replaced_product", "The product that is replaced", line=True),
    Box("replaced_fees", "Fees and charges of both, compared"),
    Box("replaced_terms", "Special terms, waiting periods, exclusions and penalties"),
    Box("replaced_age_health", "What age and health do to the premium or the cover"),
    Box("replaced_tax", "What it means for tax"),
    Box("replaced_other", "Other differences: risk, guarantees, access to the money"),
    Box("replaced_reasons", "Why the replacement suits the client better"),
)
SECTIONS = (
    Section(
        "needs", "Needs and objectives", "section 8(1)(a)", "What the client wants to reach, and by when.",
        (Box("needs", "Needs and objectives"),),
    ),
    Section(
        "circumstances", "Financial situation", "section 8(1)(a)",
        "Income, what is owned and owed, who depends on the client; and what they chose not to say.",
        (Box("circumstances", "Financial situation"),),
    ),
    Section(
        "risk", "Risk profile", "section 8(1)(a)", "How much risk they can and want to carry, and how you know.",
        (Box("risk", "Risk profile"),),
    ),
    Section(
        "experience", "Knowledge and experience", "section 8(1)(a)",
        "What the client knows of such products, and what they have held before.",
        (Box("experience", "Product knowledge and experience"),),
    ),
    Section(
        "products", "Products considered", "section 9(1)(b)", "Every product that was weighed, chosen or not.",
    ),
    Section(
        "recommendation", "Recommendation", "section 9(1)(c)", "What is recommended, and why it answers their needs.",
        (Box("recommendation", "What is recommended"), Box("suits", "Why it suits this client")),
    ),
    Section(
        "replacement", "Replacement", "sections 8(1)(d) and 9(1)(d)",
        "Whether the advice replaces a product that the client has; if so, both are compared.", REPLACEMENT_BOXES,
    ),
    Section(
        "fees", "Fees", "section 3(1)(a)(vii)", "What the client pays, each amount in rand, and to whom.",
    ),
    Section(
        "warnings", "Warnings and limitations", "section 8(4)",
        "What could go wrong, what the advice does not cover, and what was not known.", (Box("warnings", "Warnings"),),
    ),
    Section(
        "declined", "What the client declined", "section 8(4)",
        "Advice that the client did not take, and the risk of that; or that there was nothing.",
        (Box("declined", "What was declined"),),
    ),
    Section(
        "conclusion", "Conclusion", "section 9(1)(c)", "What was decided, and what happens next.",
        (Box("conclusion", "What was decided"),),
    ),
)  # fmt: skip
OF = {PRODUCTS: PRODUCT_BOXES, FEES: FEE_BOXES}
CHOSEN_OF = {PRODUCTS: (), FEES: ("often", "kind")}
BOXES = {box.name: box for section in SECTIONS for box in section.boxes}


def begun() -> dict[str, Any]:
    return {PRODUCTS: [], FEES: []}


def label_of(field: str) -> str:
    """What a field is called, wherever it stands."""
    if field == TITLE:
        return "Title"
    if line := _LINE.fullmatch(field):
        return next((box.label for box in OF[line[1]] if box.name == line[3]), line[3].capitalize())
    return BOXES[field].label if field in BOXES else field.capitalize()


def value(content: Mapping[str, Any], field: str) -> str | None:
    """What stands in a field; None where there is no such field, or its line was removed."""
    if found := _LINE.fullmatch(field):
        what, key, name = found.groups()
        line = next((line for line in content[what] if line["key"] == key), None)
        known = name in CHOSEN_OF[what] or name in {box.name for box in OF[what]}
        return line.get(name, "") if line and known else None
    return content.get(field, "") if field in BOXES or field in ("replaces", "charged") else None


def written(content: Mapping[str, Any], field: str, said: str) -> dict[str, Any]:
    """The content with a field changed to what `read` made of it."""
    found = _LINE.fullmatch(field)
    if not found:
        return {**content, field: said}
    what, key, name = found.groups()
    return {**content, what: [{**line, name: said} if line["key"] == key else line for line in content[what]]}


def with_line(
    content: Mapping[str, Any], what: str, line: Mapping[str, str], place: int | None = None
) -> dict[str, Any]:
    """With one more product or fee, at its place or the end."""
    if what not in OF:
        raise Invalid("Only products and fees are added.")
    lines = content[what]
    if len(lines) >= MOST_LINES:
        raise Invalid(f"A record of advice has at most {MOST_LINES} {what}. Write another record for the rest.")
    place = len(lines) if place is None else place
    return {**content, what: [*lines[:place], dict(line), *lines[place:]]}


def new_line(what: str, key: str) -> dict[str, str]:
    return {"key": key, **{name: CHOICES[name][0][0] for name in CHOSEN_OF.get(what, ())}}


def read(field: str, said: object) -> str:
    """What was typed, as it is kept.

    Raises:
        Invalid: it is longer than fits, no such choice, or a fee that is no amount of rand.
    """
    if not isinstance(said, str):
        raise Invalid("This must be text.", field=field)
    name = field.rpartition("-")[2]
    if name in CHOICES:
        if said not in {choice for choice, _ in CHOICES[name]}:
            raise Invalid("Choose one of those offered.", field=field)
        return said
    one_line = field == TITLE or _is_line(field)
    most = LONGEST_LINE if one_line else LONGEST_TEXT
    if len(said) > most:
        raise Invalid(f"This is longer than the {most} characters that fit here.", field=field)
    kept = printable(said, lines=not one_line)
    return rand(kept, field) if name == "amount" and kept else kept


def rand(said: str, field: str = "amount") -> str:
    """12500.00; raises Invalid where it is not an amount of rand."""
    bare = re.sub(r"\s", "", said).removeprefix("R").removeprefix("r")
    cents = _CENTS.search(bare)
    whole = re.sub("[.,]", "", bare[: cents.start()] if cents else bare)
    amount = f"{whole}.{cents[1]}" if cents else whole
    if not _AMOUNT.fullmatch(amount):
        raise Invalid(RAND_ONLY, field=field)
    return f"{Decimal(amount):.2f}"


def rand_words(amount: str) -> str:
    """R12 500,00; empty where there is none yet."""
    if not amount:
        return ""
    return f"R{Decimal(amount):,.2f}".replace(",", "\u00a0").replace(".", ",")


def missing(content: Mapping[str, Any]) -> dict[str, str]:
    """Each section that is not there yet, and what it waits for, in a sentence that names the section of the Code."""
    wrong = {section.name: _missing(section, content) for section in SECTIONS}
    return {name: words for name, words in wrong.items() if words}


def _missing(section: Section, content: Mapping[str, Any]) -> str:
    law = f" (General Code, {section.law})."
    match section.name:
        case "products":
            return _products(content[PRODUCTS], law)
        case "fees":
            return _fees(content, law)
        case "replacement":
            return _replacement(section, content, law)
        case "declined":
            lead = "Write what the client declined, or that there was nothing"
        case _:
            lead = f"Still to write: {_and([_small(box.label) for box in section.boxes if not content.get(box.name)])}"
    return lead + law if any(not content.get(box.name) for box in section.boxes) else ""


def _products(lines: list[dict[str, str]], law: str) -> str:
    if not lines:
        return "Add at least one product that was considered" + law
    for place, line in enumerate(lines, 1):
        if gone := [_small(box.label) for box in PRODUCT_BOXES if not line.get(box.name)]:
            return f"Product {place} still needs: {_and(gone)}" + law
    return ""


def _fees(content: Mapping[str, Any], law: str) -> str:
    charged, lines = content.get("charged", ""), content[FEES]
    if not charged:
        return "Say whether the client pays anything" + law
    if charged == NO:
        return "Fees are listed, and it says that nothing is charged: one of them is wrong" + law if lines else ""
    if not lines:
        return "Add each fee that the client pays, in rand" + law
    for place, line in enumerate(lines, 1):
        if gone := [_small(box.label) for box in FEE_BOXES if not line.get(box.name)]:
            return f"Fee {place} still needs: {_and(gone)}" + law
    return ""


def _replacement(section: Section, content: Mapping[str, Any], law: str) -> str:
    if not content.get("replaces"):
        return "Say whether the advice replaces a product that the client has" + law
    if content["replaces"] == NO:
        return ""
    gone = [_small(box.label) for box in section.boxes if not content.get(box.name)]
    return f"The comparison still needs: {_and(gone)}" + law if gone else ""


def _is_line(field: str) -> bool:
    found = _LINE.fullmatch(field)
    box = next((box for box in OF[found[1]] if box.name == found[3]), None) if found else BOXES.get(field)
    return box is not None and box.line


def _small(words: str) -> str:
    return words[0].lower() + words[1:]


def _and(words: list[str]) -> str:
    return f"{'; '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)

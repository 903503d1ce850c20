"""Rand as South Africans write them: "R1 234,56", "R1,234.56", "1500 pm"; nothing that could mean two amounts."""

import re
from dataclasses import dataclass
from decimal import Decimal

NO_BREAK = "\u00a0"
LARGEST = Decimal("999999999999.99")
"""What the database holds: fourteen digits, two of them cents."""
ONCE, MONTH, YEAR = "once", "month", "year"
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_GROUPED = r"[0-9]{1,3}(?:[ ][0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
# The cents follow a comma or a point; after groups apart by commas, only a point.
_AMOUNT = re.compile(rf"({_GROUPED})(?:([.,])([0-9]{{1,2}}))?")
_OFTEN = {
    MONTH: r"p\.?\s?m\.?|p/m|(?:per|a|/)\s?month|/\s?mo?|monthly|per maand",
    YEAR: r"p\.?\s?a\.?|p/a|(?:per|a|/)\s?year|per annum|yearly|annually|per jaar",
    ONCE: r"once(?:[ -]off)?|lump sum",
}
_SAID = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _OFTEN.items()))


@dataclass(frozen=True)
class Amount:
    rand: Decimal
    how_often: str = ""
    """once, month or year, where the words say so."""


def read(words: str) -> Amount | None:
    """What was written; None where it is no amount, is more than fits, or could mean two: "1.234", "1 23", "-5"."""
    said = _SPACES.sub(" ", words).strip().lower()
    said = re.sub(r"^(?:zar|r)\s?", "", said)
    found = _AMOUNT.match(said)
    if not found:
        return None
    whole, mark, cents = found.groups()
    rest = said[found.end() :].strip()
    often = _SAID.fullmatch(rest) if rest else None
    if (rest and not often) or ("," in whole and mark == ","):
        return None
    rand = Decimal(re.sub("[ ,]", "", whole)) + (Decimal(cents.ljust(2, "0")) / 100 if cents else 0)
    if rand > LARGEST:
        return None
    return Amount(rand.quantize(Decimal("0.01")), (often.lastgroup or "") if often else "")


def written(rand: Decimal | None) -> str:
    """R1 234,56, with spaces at which no line breaks; empty for none."""
    if rand is None:
        return ""
    whole, cents = f"{abs(rand):,.2f}".split(".")
    return f"{'-' if rand < 0 else ''}R{whole.replace(',', NO_BREAK)},{cents}"

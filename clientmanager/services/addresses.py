"""Postal addresses: written as lines, kept in parts.

Nine provinces and four-digit postal codes (a text: Pretoria's begin with a zero); other countries' stay as written.
"""

import re
from dataclasses import dataclass

PROVINCES = {
    "EC": "Eastern Cape",
    "FS": "Free State",
    "GP": "Gauteng",
    "KZN": "KwaZulu-Natal",
    "LP": "Limpopo",
    "MP": "Mpumalanga",
    "NC": "Northern Cape",
    "NW": "North West",
    "WC": "Western Cape",
}
_CODES = {name.casefold(): code for code, name in PROVINCES.items()} | {code.casefold(): code for code in PROVINCES}
_CODE = re.compile(r"[0-9]{4}")
_CITY_AND_CODE = re.compile(r"(\D+?),?[ ]+([0-9]{4})")
_BOX = re.compile(r"(p\.? ?o\.? ?box|posbus|private bag|privaatsak)\b", re.I)
_STREET = re.compile(r"\d")


@dataclass(frozen=True)
class Address:
    lines: str = ""
    """Street and suburb."""
    city: str = ""
    province: str = ""
    """A code such as GP, or as it was written."""
    postal_code: str = ""
    country: str = ""

    @property
    def text(self) -> str:
        """As it is read and edited: "12 Jacaranda Street", "Brooklyn", "Pretoria 0181", "Gauteng"."""
        place = " ".join(part for part in (self.city, self.postal_code) if part)
        province = PROVINCES.get(self.province, self.province)
        return "\n".join(part for part in (self.lines, place, province, self.country) if part)


def read_address(written: str, before: Address) -> Address:
    """The parts of an address that was typed as lines.

    Read from its end: country, province, city and postal code, each only where it can be told apart; the rest is
    street and suburb. A country or province that stood there before is known again, whatever it is.
    """
    lines = [line.strip(" ,") for line in written.splitlines() if line.strip(" ,")]
    country = province = city = code = ""
    if len(lines) > 1 and lines[-1].casefold() in {"south africa", "suid-afrika", before.country.casefold()}:
        country = lines.pop()
    if len(lines) > 1 and (known := _province(lines[-1], before)):
        lines.pop()
        province = known
    if len(lines) > 1 and _CODE.fullmatch(lines[-1]):
        code = lines.pop()
    if len(lines) > 1 and not province and (known := _province(lines[-1], before)):
        lines.pop()
        province = known
    if not code and len(lines) > 1 and not _BOX.match(lines[-1]) and (both := _CITY_AND_CODE.fullmatch(lines[-1])):
        lines.pop()
        city, code = both.groups()
    elif len(lines) > 1 and not _STREET.search(lines[-1]) and (code or province or lines[-1] == before.city):
        city = lines.pop()
    return Address("\n".join(lines), city, province, code, country)


def _province(line: str, before: Address) -> str:
    shown = PROVINCES.get(before.province, before.province)
    return before.province if shown and line == shown else _CODES.get(line.casefold(), "")

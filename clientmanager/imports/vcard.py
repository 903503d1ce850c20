"""From a card to a draft."""

import re
from datetime import date

from .draft import Draft, PostalAddress, RejectedRow
from .gathering import Gathering
from .vcard_lines import Card, Property

SINGLE = {"NICKNAME": "preferred_name", "NOTE": "note", "KIND": "kind", "X-PASSPORT": "passport_number"}
TYPES = {
    "cell": "Mobile",
    "mobile": "Mobile",
    "iphone": "iPhone",
    "home": "Home",
    "work": "Work",
    "fax": "Fax",
    "pager": "Pager",
    "car": "Car",
    "main": "Main",
    "other": "Other",
    "postal": "Postal",
}
BINARIES = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "KEY": "key"}
APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
GROUP_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
CONSUMED = frozenset(("VERSION", "PRODID", "BEGIN", "END"))  # said of the whole file by `source`
NO_YEAR = "1604"  # what Apple writes for a birthday without a year, marked as such


def draft(card: Card, row: int, *, today: date) -> Draft | RejectedRow:
    if not card.complete:
        return RejectedRow(row, "This card has no end: the file may have been cut off.")
    if any(one.name in GROUP_KINDS and one.value.casefold() == "group" for one in card.properties):
        return RejectedRow(row, "This card is a group of contacts, not a client.")
    labels = {one.group: _apple_label(one.value) for one in card.properties if one.name == "X-ABLABEL" and one.group}
    labelled = {one.group for one in card.properties if one.name != "X-ABLABEL" and one.group}
    reader = _CardReader(card, labels, Gathering(today=today))
    for one in sorted(card.properties, key=_not_preferred):
        if one.name == "X-ABLABEL" and one.group in labelled:
            continue
        reader.read(one)
    for stray in card.strays:
        reader.one.keep("Unreadable line", stray)
        reader.one.warn("A part of this card is written in no way that is known; it is kept as it is.")
    return reader.one.finish(row)


def source(versions: set[str], products: set[str]) -> str:
    """Who wrote the file, in words."""
    version = " and ".join(sorted(versions)) or "without a version"
    product = " ".join(products).casefold()
    for sign, name in (("apple", "Apple Contacts"), ("iphone", "Apple Contacts"), ("outlook", "Outlook contacts")):
        if sign in product:
            return f"{name} (vCard {version})"
    return f"contact cards (vCard {version})"


class _CardReader:
    def __init__(self, card: Card, labels: dict[str, str], one: Gathering) -> None:
        self.one = one
        self._labels = labels
        self._version = next((p.value for p in card.properties if p.name == "VERSION"), "")
        self._company = any(p.name == "X-ABSHOWAS" and p.value.upper() == "COMPANY" for p in card.properties)

    def read(self, item: Property) -> None:
        name, value = item.name, item.value
        if item.binary:
            what = BINARIES.get(name, "attachment")
            self.one.warn(f"The card's {what} ({max(1, item.binary // 1000):,} kB) was not kept.")
        elif not value.strip(" ;,") or name in CONSUMED:
            return
        elif name in SINGLE:
            self.one.say(SINGLE[name], name, "company" if value.casefold() == "org" else value)
        elif name == "EMAIL":
            self.one.email(self._label(item), "EMAIL", value)
        elif name == "TEL":
            self.one.phone(self._label(item), "TEL", value.removeprefix("tel:").replace(";ext=", " ext "))
        elif reader := getattr(self, f"_read_{name.lower().replace('-', '_')}", None):
            reader(item)
        else:
            self._keep(item)

    def _read_n(self, item: Property) -> None:
        fields = ("last_name", "first_names", "middle_names", "title")
        parts = [" ".join(filter(None, part)) for part in item.lists]
        if self._version == "2.1":
            parts = item.parts  # where a comma separates nothing
        for field, part in zip(fields, parts, strict=False):
            if part:
                self.one.say(field, "N", part)
        for part in filter(None, parts[len(fields) :]):
            self.one.keep("Name suffix", part)

    def _read_fn(self, item: Property) -> None:
        self.one.say("full_name", "FN", item.value)

    def _read_org(self, item: Property) -> None:
        name, *units = [part for part in item.parts if part] or [""]
        self.one.say("entity_name", "ORG", name)
        if self._company:
            self.one.say("kind", "X-ABSHOWAS", "company")
        for unit in units:
            self.one.keep("ORG unit", unit)

    def _read_x_abshowas(self, item: Property) -> None:
        if not self._company:
            self._keep(item)

    def _read_bday(self, item: Property) -> None:
        omitted = item.said("X-APPLE-OMIT-YEAR")
        text = re.sub(r"T[\d:.]+(?:Z|[+-][\d:]+)?$", "", item.value)
        year = omitted[0] if omitted else NO_YEAR
        if text.startswith("--") or text.startswith(f"{year}-"):
            self.one.doubt("BDAY", text.replace(f"{year}-", "--"), "has no year")
        else:
            self.one.say("birth_date", "BDAY", text)

    def _read_categories(self, item: Property) -> None:
        for category in filter(None, item.items):
            self.one.say("category", "CATEGORIES", category)

    def _read_label(self, item: Property) -> None:
        self.one.keep_unless_repeated("LABEL", item.value)

    def _read_adr(self, item: Property) -> None:
        box, extended, street, city, province, code, country = (item.parts + [""] * 7)[:7]
        for part in filter(None, item.parts[7:]):
            self.one.keep("ADR", part)
        box = f"PO Box {box}" if box.isdigit() else box
        lines = "\n".join(line for line in (box, extended, street) if line)
        self.one.address("ADR", PostalAddress(self._label(item), lines, city, province, code, country))
        for name, value in item.parameters:
            if name == "LABEL":
                self.one.keep_unless_repeated("ADR label", value)

    def _keep(self, item: Property) -> None:
        label = self._label(item)
        value = "; ".join(part for part in item.parts if part) if ";" in item.text else item.value
        self.one.keep(f"{item.name} ({label})" if label else item.name, value)

    def _label(self, item: Property) -> str:
        if label := self._labels.get(item.group):
            return label
        types = item.said("TYPE")
        words = [TYPES[word] for word in types if word in TYPES]
        if "Fax" in words:
            where = next((word for word in words if word in ("Home", "Work", "Other")), "")
            return f"{where} fax".strip().capitalize()
        if item.name == "TEL" and "Mobile" in words:
            return "Mobile" if "Work" not in words else "Work mobile"
        own = next((word.removeprefix("x-").capitalize() for word in types if word.startswith("x-")), "")
        return words[0] if words else own


def _apple_label(text: str) -> str:
    match = APPLE_LABEL.fullmatch(text)
    return match[1] if match else text


def _not_preferred(item: Property) -> int:
    """The preferred e-mail address or number comes first; everything else keeps its order."""
    pref = item.said("PREF")
    return 0 if "pref" in item.said("TYPE") or (pref and pref[0] == "1") else 1

"""What one row or card said, piece by piece, until it is a draft or a rejection. Nothing put in gets lost."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from .cells import gender_in, is_blank, is_error, repeats, tags_in
from .contact_points import find_emails, find_phones, same_phone
from .dates import find_date
from .draft import Draft, Kind, Labelled, PostalAddress, RejectedRow
from .identity import find_id_number, looks_like_passport, looks_like_registration, whole_postal_code
from .names import PersonName, entity_kind, is_name, kind_by_word, split_name

NAME_FIELDS = (
    *("title", "initials", "first_names", "middle_names", "last_name", "full_name", "surname_first"),
    *("preferred_name", "entity_name"),
)

OF_PERSONS = ("id_number", "passport_number", "birth_date", "gender")


class Single(NamedTuple):
    """A value of which a client has one, with the cell it was read from."""

    value: str
    heading: str
    cell: str


class Gathering:
    """Values by the field they belong to; `finish` decides what they make together.

    Warnings and reasons never repeat a value: they may be shown, kept or sent where the client's page may not.
    """

    def __init__(self, *, today: date, month_first: bool = False) -> None:
        self.orders: list[str] = []
        """Which way round the dates must have been meant, where only one way is possible."""
        self._today, self._month_first = today, month_first
        self._said: dict[str, list[tuple[str, str]]] = {}
        self._single: dict[str, Single] = {}
        self._emails: dict[str, Labelled] = {}
        self._phones: dict[str, Labelled] = {}
        self._addresses: dict[PostalAddress, None] = {}
        self._repeats: list[tuple[str, str]] = []
        self._extra: list[tuple[str, str]] = []
        self._warnings: dict[str, None] = {}

    def keep(self, heading: str, value: str) -> None:
        """It fits nowhere and is kept as it is."""
        self._extra.append((heading, value))

    def keep_unless_repeated(self, heading: str, value: str) -> None:
        """Whole names and labels often only repeat their parts."""
        self._repeats.append((heading, value))

    def doubt(self, heading: str, value: str, why: str) -> None:
        """It should have fitted: kept, and pointed out."""
        self.keep(heading, value)
        self.warn(f"{heading}: what stands there {why}, so it is kept as it is.")

    def warn(self, sentence: str) -> None:
        self._warnings[sentence] = None

    def say(self, field: str, heading: str, value: str) -> None:
        """Put a value where it belongs, by the name of a field of the draft or of one in `NAME_FIELDS`."""
        if is_error(value):
            self.doubt(heading, value, "is an error of the spreadsheet")
        elif is_blank(value) or (field in NAME_FIELDS and not is_name(value)):
            self.keep(heading, value)
        elif read := _READERS.get(field):
            read(self, heading, value)
        else:
            self._said.setdefault(field, []).append((heading, value))

    def email(self, label: str, heading: str, cell: str) -> None:
        found, rest = find_emails(cell)
        for address in found:
            self._emails.setdefault(address.casefold(), Labelled(label, address))
        if rest and found:
            self.keep_unless_repeated(heading, cell)
        elif rest:
            self.doubt(heading, cell, "is not an e-mail address")

    def phone(self, label: str, heading: str, cell: str) -> None:
        found, rest, restored = find_phones(cell)
        for number in found:
            self._phones.setdefault(same_phone(number), Labelled(label, number))
        if rest and found:
            self.keep_unless_repeated(heading, cell)
        elif rest:
            self.doubt(heading, cell, "is not a phone number")
        if restored:
            self.warn(f"{heading}: the number had lost the zero in front; it is put back.")

    def address(self, heading: str, address: PostalAddress) -> None:
        code = whole_postal_code(address.postal_code, address.country)
        if len(code) > len(address.postal_code):
            self.warn(f"{heading}: the postal code had lost the zeros in front; they are put back.")
        if code != address.postal_code:
            address = replace(address, postal_code=code)
        self._addresses[address] = None

    def finish(self, row: int, sheet: str = "") -> Draft | RejectedRow:
        """Decide who this is."""
        kind, name, entity = self._who()
        if not (name.first_names or name.last_name or entity):
            return RejectedRow(row, self._nameless(), sheet)
        for field in ("registration_number",) if kind == "person" else OF_PERSONS:
            if single := self._single.pop(field, None):
                self.keep(single.heading, single.cell)
        preferred, note = self._take("preferred_name"), self._take_all("note", "\n\n")
        # A fax is nobody's first number, wherever its column stands.
        phones = tuple(sorted(self._phones.values(), key=lambda phone: phone.label.casefold().endswith("fax")))
        return Draft(
            row=row,
            kind=kind,
            title=name.title,
            first_names=name.first_names,
            last_name=name.last_name,
            preferred_name=preferred,
            entity_name=entity,
            registration_number=self._one("registration_number"),
            id_number=self._one("id_number"),
            passport_number=self._one("passport_number"),
            passport_country=self._take("passport_country"),
            status=self._take("status"),
            category=self._take_all("category", "; "),
            adviser=self._take("adviser"),
            note=note,
            birth_date=self._day("birth_date"),
            gender=self._one("gender"),
            language=self._take("language"),
            last_contact_on=self._day("last_contact_on"),
            tags=tags_in(self._take_all("tags", ";")),
            emails=tuple(self._emails.values()),
            phones=phones,
            addresses=tuple(self._addresses),
            extra=(
                *self._extra,
                *(pair for pairs in self._said.values() for pair in pairs),
                *(self._not_repeated(name, entity, preferred, note) if self._repeats else ()),
            ),
            warnings=tuple(self._warnings),
            sheet=sheet,
        )

    def _not_repeated(self, name: PersonName, *texts: str) -> Iterable[tuple[str, str]]:
        known = [name.title, name.first_names, name.last_name, *texts]
        known += [labelled.value for labelled in (*self._emails.values(), *self._phones.values())]
        known += [part for address in self._addresses for part in vars(address).values()]
        known += [value for _, value in self._extra]
        return (pair for pair in self._repeats if not repeats(pair[1], known))

    def _who(self) -> tuple[Kind, PersonName, str]:
        said = self._kind_said()
        parts = " ".join(filter(None, map(self._first, ("first_names", "middle_names", "last_name"))))
        own = parts or self._first("full_name") or self._first("surname_first")
        entity = self._first("entity_name")
        if said in ("company", "trust") and (entity or own):
            return self._entity(said, entity or own)
        if said is None and not self._first("title") and entity_kind(own):
            return self._entity(None, own)
        if entity and not own and not self._first("initials"):
            if said:
                self.warn("This says it is a person, but gives only the name of a company.")
            return self._entity(None, entity)
        return "person", self._person(has_parts=bool(parts)), ""

    def _entity(self, said: Kind | None, name: str) -> tuple[Kind, PersonName, str]:
        """A company or trust; whoever else is named here is kept beside it."""
        for field in NAME_FIELDS:
            for heading, value in self._said.pop(field, []):
                self.keep_unless_repeated(heading, value)
        by_name = entity_kind(name)
        return "trust" if by_name == "trust" else said or by_name or "company", PersonName(), name

    def _person(self, *, has_parts: bool) -> PersonName:
        reversed_names = self._said.pop("surname_first", [])
        whole = [*self._said.pop("full_name", []), *reversed_names]
        title = self._take("title")
        if has_parts or not whole:
            for heading, value in whole:
                self.keep_unless_repeated(heading, value)
            given = " ".join(filter(None, (self._take("first_names"), self._take("middle_names"))))
            return PersonName(title, given or self._take("initials"), self._take("last_name"))
        for heading, value in whole[1:]:
            self.keep_unless_repeated(heading, value)
        name = split_name(whole[0][1], surname_first=whole[0] in reversed_names)
        if name.remark:
            self.warn(name.remark)
        if title and name.title and not repeats(title, (name.title,)):
            self.keep("Title", title)
        return PersonName(name.title or title, name.first_names or self._take("initials"), name.last_name)

    def _kind_said(self) -> Kind | None:
        for pair in (said := self._said.get("kind", [])):
            if kind := kind_by_word(pair[1]):
                said.remove(pair)
                return kind
        return None

    def _nameless(self) -> str:
        if self._emails or self._phones:
            what = "an e-mail address" if self._emails else "a phone number"
            return f"There is {what} here, but no name: add a first name, a surname or a company's name."
        return "There is no name, e-mail address or phone number here, so nothing says whose it is."

    def _first(self, field: str) -> str:
        values = self._said.get(field)
        return values[0][1] if values else ""

    def _one(self, field: str) -> str:
        single = self._single.get(field)
        return single.value if single else ""

    def _day(self, field: str) -> date | None:
        value = self._one(field)
        return date.fromisoformat(value) if value else None

    def _take(self, field: str) -> str:
        """The field's first value, or a later one that says the same and more; the others are kept beside it."""
        values = self._said.pop(field, [])
        if not values:
            return ""
        best = values[0]
        for other in values[1:]:
            if len(other[1]) > len(best[1]) and repeats(best[1], (other[1],)):
                best = other
        for other in values:
            if other is not best and not repeats(other[1], (best[1],)):
                self.keep(*other)
        return best[1]

    def _take_all(self, field: str, between: str) -> str:
        return between.join(dict.fromkeys(value for _, value in self._said.pop(field, [])))

    def _settle(self, field: str, heading: str, cell: str, value: str) -> bool:
        """The first value stands; a different second one is kept beside it."""
        if (first := self._single.get(field)) is None:
            self._single[field] = Single(value, heading, cell)
            return True
        if first.value != value:
            self.keep(heading, cell)
        return False

    def _read_id(self, heading: str, cell: str, *, sure: bool = True) -> None:
        if found := find_id_number(cell):
            if self._settle("id_number", heading, cell, found[0]) and found[1]:
                self.warn(found[1])
        elif looks_like_registration(cell):
            self._settle("registration_number", heading, cell, cell)
        elif sure and looks_like_passport(cell):
            if self._settle("passport_number", heading, cell, cell) and "pas" not in heading.casefold():
                self.warn(f"{heading}: this was read as a passport number.")
        elif sure:
            self.doubt(heading, cell, "is not a South African ID number")
        else:
            self.keep(heading, cell)

    def _read_bare_id(self, heading: str, cell: str) -> None:
        """A column headed only "ID" is as often the other system's own key."""
        self._read_id(heading, cell, sure=False)

    def _read_whole(self, heading: str, cell: str, *, field: str) -> None:
        self._settle(field, heading, cell, cell)

    def _read_gender(self, heading: str, cell: str) -> None:
        if said := gender_in(cell):
            self._settle("gender", heading, cell, said)
        else:
            self.keep(heading, cell)

    def _read_date(self, heading: str, cell: str, *, field: str = "birth_date", otherwise: str = "") -> None:
        found = find_date(cell, today=self._today, month_first=self._month_first)
        if not found:
            self.doubt(heading, cell, otherwise or "is not a date that can be a birth date")
            return
        if not self._settle(field, heading, cell, found.day.isoformat()):
            return
        if found.order:
            self.orders.append(found.order)
        if found.remark:
            self.warn(f"{heading}: {found.remark}")
        if found.order == "month first" and not self._month_first:
            self.warn(f"{heading}: the date was read month first, as it cannot be meant day first.")


_READERS: dict[str, Callable[[Gathering, str, str], None]] = {
    "id_number": Gathering._read_id,
    "bare_id": Gathering._read_bare_id,
    "passport_number": partial(Gathering._read_whole, field="passport_number"),
    "registration_number": partial(Gathering._read_whole, field="registration_number"),
    "birth_date": Gathering._read_date,
    "last_contact_on": partial(Gathering._read_date, field="last_contact_on", otherwise="is not a date that is past"),
    "gender": Gathering._read_gender,
}

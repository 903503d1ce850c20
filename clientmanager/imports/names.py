"""Names as people write them: which part is the title, which the surname, and what is not a person at all."""

import re
from dataclasses import dataclass

from .draft import Kind

TITLES = (
    "mr mrs ms miss mx mnr mev mej me dr prof professor adv advocate rev reverend ds past pastor eerw fr father "
    "sir lady hon judge regter capt kapt col kol maj lt sgt brig gen genl bishop biskop imam rabbi"
)
LONGEST_NAME = 500  # characters; what is longer is no name, and not worth searching
AND = frozenset(("&", "and", "en", "/"))
PARTICLES = "van von der den de du la le ter ten te ver zu zur del della dos da di 't 's 'n ’t ’s ’n"
_TITLES, _PARTICLES = frozenset(TITLES.split()), frozenset(PARTICLES.split())
GENERATION = re.compile(r"(?:jr|jnr|sr|snr|ii|iii|iv)\.?", re.I)
INITIALS = re.compile(r"(?:[^\W\d_]\.?){1,3}")
COMPANY_NAME = re.compile(
    r"\(\s*(?:pty|edms|proprietary|rf|sa)\s*\)|\bpty\b|\bedms\b|\bproprietary limited\b"
    r"|[\s,](?:cc|bk|inc|incorporated|ingelyf|npc|npo|nwm|ltd|limited|bpk|beperk|llc|llp|plc|gmbh)\.?\)?$",
    re.I,
)
TRUST_NAME = re.compile(
    r"\b(?:(?:familie|gesin|belegging|kinder|besigheid|eiendom|boedel|plaas|grond|aandele|studie)s?)?trust\b"
    r"(?=\s*(?:$|[(,–-]|no\b|it\b|reg\b|\d))",
    re.I,
)

PERSON: Kind = "person"
COMPANY: Kind = "company"
TRUST: Kind = "trust"
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("person", "individual", "natural", "naturalperson", "individu", "natuurlikepersoon"), PERSON),
    **dict.fromkeys(("company", "cc", "closecorporation", "business", "corporate", "organisation"), COMPANY),
    **dict.fromkeys(("organization", "maatskappy", "besigheid", "beslotekorporasie"), COMPANY),
    **dict.fromkeys(("trust", "familytrust", "familietrust", "livingtrust", "testamentarytrust"), TRUST),
}


@dataclass(frozen=True)
class PersonName:
    title: str = ""
    first_names: str = ""
    last_name: str = ""
    remark: str = ""


def entity_kind(name: str) -> Kind | None:
    """Company or trust, by what the law makes them write behind their name; None for a person.

    Trust is a first name too: "Trust Moyo" and "Moyo, Trust" are people.
    """
    if len(name) > LONGEST_NAME:
        return None
    if COMPANY_NAME.search(name):
        return "company"
    match = TRUST_NAME.search(name)
    if match and match.start() > 0 and not name[: match.start()].rstrip().endswith(","):
        return "trust"
    return None


def kind_by_word(text: str) -> Kind | None:
    """What a column for the kind of client says, in English or Afrikaans."""
    return KINDS.get("".join(character for character in text.casefold() if character.isalpha()))


def is_name(text: str) -> bool:
    """A name has a letter and is not an e-mail address."""
    return "@" not in text and any(character.isalpha() for character in text)


def split_name(text: str, *, surname_first: bool = False) -> PersonName:
    """Split a person's full name; a single word is a first name."""
    before, comma, after = text.partition(",")
    if comma and after.strip() and not GENERATION.fullmatch(after.strip()):
        return _surname_comma_first(before.split(), after.split())
    title, words = _take_title(text.replace(",", " ").split())
    remark = _remark(title)
    if not words:
        return PersonName(title=title)
    if surname_first or _ends_in_initials(words):
        end = next((i for i, word in enumerate(words) if word.casefold() not in _PARTICLES), len(words) - 1) + 1
        return PersonName(title, " ".join(words[end:]), " ".join(words[:end]), remark)
    start = len(words) - 1
    if start > 0 and GENERATION.fullmatch(words[start]):
        start -= 1
    while start > 0 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    if len(words) == 1 and not title:
        return PersonName(title, words[0], "", remark)
    return PersonName(title, " ".join(words[:start]), " ".join(words[start:]), remark)


def _surname_comma_first(before: list[str], after: list[str]) -> PersonName:
    title, last = _take_title(before)
    later, first = _take_title(after)
    both = " ".join(part for part in (title, later) if part)
    return PersonName(both, " ".join(first), " ".join(last), _remark(both))


def _take_title(words: list[str]) -> tuple[str, list[str]]:
    count = 0
    for word in words:
        bare = word.casefold().rstrip(".")
        if not (bare in _TITLES or (count and bare in AND)):
            break
        count += 1
    while count and words[count - 1].casefold() in AND:
        count -= 1
    return " ".join(words[:count]), words[count:]


def _remark(title: str) -> str:
    if any(word.casefold() in AND for word in title.split()):
        return "The name looks like two people; one client was read."
    return ""


def _ends_in_initials(words: list[str]) -> bool:
    """“Botha JP” and “Van der Merwe J.P.” put the surname first; “Anna Li” and “ANNA LI” do not."""
    tail = [word for word in words if INITIALS.fullmatch(word) and word == word.upper()]
    if not tail or words[-len(tail) :] != tail or len(tail) == len(words):
        return False
    head = words[: -len(tail)]
    if len(head) > 1 and any(word.casefold() not in _PARTICLES for word in head[:-1]):
        return False
    shouted = all(word == word.upper() for word in words)
    plain = [word for word in tail if shouted and len(word) > 1 and "." not in word]
    return len(head[-1]) > 3 and not any(re.search("[AEIOUY]", word) for word in plain)

"""Names and numbers as a search sees them: without accents, capitals and punctuation."""

import re
import unicodedata

# Letters that are no letter plus accent, so that Unicode decomposition leaves them.
_LETTERS = str.maketrans(
    {"ʼ": "", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
# A number with the spaces and signs that people put into it, or anything else up to the next space.
_RUN_OR_WORD = re.compile(r"([+(]?[0-9][0-9\s()+./-]*(?!\S))|(\S+)")
LONGEST_TOKEN = 60


def folded(text: str) -> str:
    """ "Renée O'Brien" becomes "renee obrien"; words are separated by single spaces."""
    plain = _APOSTROPHES.sub("", text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
        plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return _BETWEEN_WORDS.sub(" ", plain).strip()


def alike(name: str) -> str:
    """Names that are the same however written are the same here; one of signs only is itself."""
    return folded(name) or name.casefold()


def words(text: str) -> list[str]:
    return [word[:LONGEST_TOKEN] for word in folded(text).split()]


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal() and c.isascii())


def national_digits(number: str) -> str:
    """A South African number without +27, 0027 or the leading 0; others as their digits."""
    run = digits(number)
    for prefix in ("0027", "27", "0"):
        if run.startswith(prefix) and (prefix != "27" or number.strip().startswith("+") or len(run) == 11):
            return run[len(prefix) :].removeprefix("0")  # as in +27 (0)82
    return run


def search_tokens(*, names: list[str], numbers: list[str], emails: list[str], phones: list[str]) -> set[str]:
    """Every token by whose beginning a client is found.

    Phones are kept from the national number and from its last seven digits on, so that `082 123`, `+27 82`, `0821`
    and the end of a number all find them.
    """
    tokens = {word for name in names for word in words(name)}
    # O'Brien-Smith is also found as one run, and van der Merwe as "vandermerwe"
    tokens |= {folded(name).replace(" ", "")[:LONGEST_TOKEN] for name in names}
    for number in numbers:
        tokens.add(folded(number).replace(" ", "")[:LONGEST_TOKEN])
    for email in emails:
        address = email.casefold()
        tokens.add(address[:LONGEST_TOKEN])
        tokens.update(words(address))
    for phone in phones:
        national = national_digits(phone)
        tokens.update(run[:LONGEST_TOKEN] for run in (f"#{national}", f"#{national[-7:]}", f"#{digits(phone)}"))
    return {token for token in tokens if token and token != "#"}


def search_ranges(text: str) -> list[list[str]]:
    """What was typed, as the beginnings of tokens: every group must be met, by any one of its members."""
    groups: list[list[str]] = []
    for run, word in _RUN_OR_WORD.findall(text):
        compact = digits(run)
        if len(compact) >= 3:
            groups.append([part[:LONGEST_TOKEN] for part in (compact, f"#{national_digits(run)}", f"#{compact}")])
        elif "@" in word.strip("@"):
            groups.append([word.casefold()[:LONGEST_TOKEN]])
        else:
            groups += [[part] for part in words(run or word)]
    return groups

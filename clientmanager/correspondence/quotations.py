"""Where the history begins that a reply carries below its own words."""

import re

_LONGEST_LINE = 400
_MOST_LINES = 20_000
_WROTE = re.compile(r"(?:wrote|writes|schreef|schrieb|skryf|geskryf|a écrit|escribió)\s*:$", re.I)
_BEGINS_ATTRIBUTION = ("on ", "op ", "am ", "le ", "el ")
_NAMES_ITS_WRITER = re.compile(r"[\d@]")
_DIVIDER = re.compile(
    r"[-_* ]*--\s*(?:original message|original appointment|oorspronklike (?:boodskap|e-?pos)|reply message"
    r"|forwarded message|forwarded by .*|aangestuurde boodskap|ursprüngliche nachricht|oorspronkelijk bericht)\b.*"
    r"|begin forwarded message:|begin aangestuurde boodskap:",
    re.I,
)
_FROM = re.compile(r"\*?(?:from|van|von|de)\s*:\*?\s*\S", re.I)
_SENT = re.compile(r"\*?(?:sent|date|gestuur|datum|gesendet|envoyé|verzonden)\s*:", re.I)
_ADDRESSED = re.compile(r"\*?(?:to|cc|aan|subject|onderwerp|an|betreff|objet|à)\s*:", re.I)
_RULE = re.compile(r"[_-]{5,}")


def begins_at(text: str) -> int:
    """An index into `text`; its length where no history is quoted, where words are answered between its lines, or
    where nothing stands above it.
    """
    lines = text.split("\n")
    kept = [line[:_LONGEST_LINE].strip() for line in lines[:_MOST_LINES]]
    whole = len(kept) == len(lines)
    found = (_first_divided(kept), _first_attributed(kept, whole=whole), _trailing(kept, whole=whole))
    starts = [start for start in found if start >= 0]
    if not starts or not any(kept[: min(starts)]):
        return len(text)
    return sum(len(line) + 1 for line in lines[: min(starts)])


def _first_divided(lines: list[str]) -> int:
    for place, line in enumerate(lines):
        bare = line.lstrip("> ")
        if _DIVIDER.fullmatch(bare):
            return place
        following = [other.lstrip("> ") for other in lines[place + 1 : place + 8]]
        if _FROM.match(bare) and any(map(_SENT.match, following)) and any(map(_ADDRESSED.match, following)):
            above = max((at for at in range(max(0, place - 2), place) if lines[at]), default=-1)
            return above if above >= 0 and _RULE.fullmatch(lines[above]) else place
    return -1


def _first_attributed(lines: list[str], *, whole: bool) -> int:
    """`On Friday … wrote:`, which may be broken over three lines, unless own words follow between what it quotes."""
    last_own = max((at for at, line in enumerate(lines) if line and line[0] != ">"), default=-1)
    for end, line in enumerate(lines):
        if not _WROTE.search(line):
            continue
        below = next((lines[at] for at in range(end + 1, len(lines)) if lines[at]), "")
        above = range(end, max(-1, end - 3), -1)
        start = next((at for at in above if lines[at].lower().startswith(_BEGINS_ATTRIBUTION)), -1)
        if start < 0 and _NAMES_ITS_WRITER.search(line):
            start = end
        if start >= 0 and below and (below[0] != ">" or (last_own == end and whole)):
            return start
    return -1


def _trailing(lines: list[str], *, whole: bool) -> int:
    """Quoted lines with nothing below them."""
    place = len(lines)
    while place and (not lines[place - 1] or lines[place - 1][0] == ">"):
        place -= 1
    return next((at for at in range(place, len(lines)) if lines[at]), -1) if whole else -1

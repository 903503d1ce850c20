"""What WhatsApp writes in place of a file, and beside words that were edited or deleted, in English and Afrikaans."""

import re
from dataclasses import dataclass

from .chat_lines import MARK, unmarked
from .visible import lines_of

_ENDING = r"\.[A-Za-z0-9]{1,8}"
_ATTACHED = re.compile(r"<(?:attached|aangeheg): ([^<>\n]{1,250})>", re.I)
_FILE_ATTACHED = re.compile(
    rf"([^\n]{{1,250}}?{_ENDING}) \((?:file attached|lêer aangeheg|leêr aangeheg)\)[ \t]*(?:\n|\Z)", re.I
)
_OMITTED = re.compile(
    r"<(?:media omitted|media weggelaat|media weggelate|media is weggelaat)>"
    r"|(?:image|video|audio|GIF|sticker|document|contact card|video note|beeld|prent|foto|oudio|plakker|dokument"
    r"|kontakkaart) (?:omitted|weggelaat)",
    re.I,
)
# iPhones name a document before they attach it or leave it out: "Statement.pdf • 3 pages"
_ABOUT = rf"([^\n•]{{1,250}}?{_ENDING})(?: • [^\n]{{1,40}}?)?"
_DOCUMENT = re.compile(rf"{_ABOUT}(?: (?:document|dokument) (?:omitted|weggelaat))?", re.I)
_EDITED = re.compile(r"[ \t]*<(?:this message was edited|hierdie boodskap is (?:ge)?redigeer)>[ \t]*\Z", re.I)
_LEFT_OUT = ("omitted", "weggelaat")
_LONGEST_EDITED = 100
_DELETED = re.compile(
    r"(?:you deleted this message|this message was deleted|you deleted this message for everyone"
    r"|this message was deleted by admin [^\n]{1,80}|jy het hierdie boodskap (?:uitgevee|geskrap|verwyder)"
    r"|hierdie boodskap is (?:uitgevee|geskrap|verwyder))\.?",
    re.I,
)


@dataclass(frozen=True)
class Words:
    text: str
    attachments: tuple[str, ...] = ()
    media_left_out: bool = False
    edited: bool = False
    deleted: bool = False


def read(text: str) -> Words:
    bare = unmarked(text).strip()
    if _DELETED.fullmatch(bare):
        return Words("", deleted=True)
    names = [one[1].strip() for one in _ATTACHED.finditer(bare)]
    kept = _ATTACHED.sub("", bare).strip()
    if MARK in text and (document := _DOCUMENT.fullmatch(kept)) and (names or kept.lower().endswith(_LEFT_OUT)):
        return Words("", tuple(names) or (document[1].strip(),), media_left_out=not names)
    if not names and (android := _FILE_ATTACHED.match(kept)):
        names, kept = [android[1].strip()], kept[android.end() :]
    edited = _EDITED.search(kept[-_LONGEST_EDITED:])
    if edited:
        kept = kept[: len(kept) - len(edited[0])]
    # alone on its first line: a person may write the same words within others
    first, _, rest = kept.strip().partition("\n")
    left_out = bool(_OMITTED.fullmatch(first.strip()))
    return Words(lines_of(rest if left_out else kept).strip(), tuple(names), left_out, bool(edited))

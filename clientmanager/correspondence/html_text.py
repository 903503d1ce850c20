"""HTML as plain text: what its reader sees, line by line. Nothing in it runs, and nothing is fetched."""

import re
from html import unescape

_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|<(/?)([a-zA-Z][\w:-]{0,30})([^<>]*)>|<[!?][^<>]*>", re.S)
_ATTRIBUTE = re.compile(r"""\b(href|alt)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
# int() refuses a number of some thousand digits
_LONG_NUMBER = re.compile(r"&#\d{8,};?")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_UNSEEN = ("script", "style", "title", "template")
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_LINES = frozenset(
    {
        "div",
        "tr",
        "table",
        "dl",
        "dt",
        "dd",
        "li",
        "address",
        "section",
        "article",
        "header",
        "footer",
        "form",
        "center",
    }
    | {"blockquote", "pre"}
)
_SEVERAL_EMPTY = re.compile(r"\n(?:[> ]*\n){2,}")
_LINE_BETWEEN = "-" * 20
_DEEPEST = 10
_LONGEST_ADDRESS = 200


def plain(html: str) -> str:
    """The words of a page, quotations marked with `>` as in plain text."""
    writing = _Writing()
    place = 0
    without_end: set[str] = set()
    while match := _TAG.search(html, place):
        writing.words(html[place : match.start()])
        place = match.end()
        name = (match[2] or "").lower()
        if name in _UNSEEN and not match[1] and name not in without_end:
            if ending := re.compile(rf"</{name}\s*>", re.I).search(html, place):
                place = ending.end()
            else:
                without_end.add(name)
        elif name:
            writing.tag(name, match[3], closing=bool(match[1]))
    writing.words(html[place:])
    return writing.text


class _Writing:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._as_written = 0
        self._row = 0
        """The line in which the row of a table begins."""
        self._cell_begins = False
        self._link, self._link_place = "", (0, 0)

    @property
    def text(self) -> str:
        self._end_line()
        return _SEVERAL_EMPTY.sub("\n\n", "\n".join(line.rstrip() for line in self._lines)).strip("\n")

    def words(self, html: str) -> None:
        text = unescape(_LONG_NUMBER.sub("\ufffd", html))
        if self._as_written:
            *whole, last = text.replace("\r\n", "\n").split("\n")
            for line in whole:
                self._line.append(line)
                self._end_line()
            self._line += [last] if last else []
            return
        text = _SPACES.sub(" ", text)
        self._cell_begins = self._cell_begins and not text.strip()
        if not self._line or self._line[-1].endswith(" "):
            text = text.lstrip(" ")
        self._line += [text] if text else []

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name == "a":
            self._end_link() if closing else self._begin_link(attributes)
        elif name == "img" and (described := _attribute(attributes, "alt")):
            self.words(f"[{described}]")
        elif name in ("td", "th"):
            self._end_cell() if closing else self._begin_cell()
        elif name == "br":
            self._end_line()
        elif name == "hr":
            self._new_line()
            self._line.append(_LINE_BETWEEN)
            self._new_line()
        elif name in _LINES or name in _PARAGRAPHS:
            self._block(name, closing=closing)

    def _begin_cell(self) -> None:
        """Beside the one before it, where that is a single line."""
        self._new_line()
        if len(self._lines) == self._row + 1 and self._lines[-1].strip("> "):
            self._line = [self._lines.pop().removeprefix(self._quotation), " "]
        self._cell_begins = True

    def _end_cell(self) -> None:
        self._cell_begins = False
        self._new_line()
        while len(self._lines) > self._row and not self._lines[-1].strip("> "):
            self._lines.pop()

    def _block(self, name: str, *, closing: bool) -> None:
        if not self._cell_begins:
            self._new_line()
            if name in _PARAGRAPHS and self._lines and self._lines[-1].strip("> "):
                self._end_line()
        if name == "tr":
            self._cell_begins = False
            self._new_line()
            self._row = len(self._lines)
        step = -1 if closing else 1
        if name == "pre":
            self._as_written = max(0, self._as_written + step)
        elif name == "blockquote":
            self._depth = max(0, self._depth + step)
        elif name == "li" and not closing:
            self._line.append("- ")

    def _new_line(self) -> None:
        if self._line:
            self._end_line()

    def _end_line(self) -> None:
        self._lines.append(self._quotation + "".join(self._line))
        self._line = []

    @property
    def _quotation(self) -> str:
        return "> " * min(self._depth, _DEEPEST)

    def _begin_link(self, attributes: str) -> None:
        self._link, self._link_place = _attribute(attributes, "href"), (len(self._lines), len(self._line))

    def _end_link(self) -> None:
        """Where a link leads, unless its words say so, or nobody could read it."""
        address, (line, place) = self._link, self._link_place
        self._link = ""
        if not address.lower().startswith(("http://", "https://")) or len(address) > _LONGEST_ADDRESS:
            return
        shown = "".join(self._line[place:]).strip() if line == len(self._lines) else ""
        if shown and shown.rstrip("/") not in address:
            self._line.append(f" <{address}>")


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return _SPACES.sub(" ", unescape(_LONG_NUMBER.sub("\ufffd", match[2].strip("\"'")))).strip()
    return ""

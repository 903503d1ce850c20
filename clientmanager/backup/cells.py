"""COPY's CSV, taken apart: rows into cells, and cells that a spreadsheet would run made harmless.

Python's csv module cannot tell NULL (nothing) from an empty text (`""`), so this reads COPY's own, stricter form.
"""

import re
from collections.abc import Iterable, Iterator

_CELL = re.compile(r'(?:^|,)("[^"]*+(?:""[^"]*+)*+"|[^,]*+)')

# A formula may begin where a cell begins, and also behind `;`, a tab or a line break: a spreadsheet that expects other
# separators than commas (Excel in South Africa expects `;`) cuts a cell there, quotes or not.
_FORMULA = re.compile(r"""(^|[;\t\r\n])([\s"]*)('*)([=+\-@＝＋－＠])""")
_NUMBER = r"[0-9 ]+(?:[.,][0-9]+)?"
_PLAIN_NUMBER = re.compile(rf'{_NUMBER}(?="?\Z|[;\t\r\n])')
# whether a row needs to be taken apart at all: phones such as +27821234567 do not
_SUSPICIOUS = re.compile(rf"""(?:^|[,;\t\r\n])[\s"]*(?:[='@＝＋－＠]|[+\-](?!{_NUMBER}(?:"?,|"?\Z|[;\t\r\n])))""")


def records(lines: Iterable[str]) -> Iterator[str]:
    """Rows of CSV without the line's end; a quoted cell may hold line breaks."""
    waiting: list[str] = []
    inside_quotes = False
    for line in lines:
        inside_quotes ^= line.count('"') % 2 == 1
        waiting.append(line)
        if not inside_quotes:
            yield "".join(waiting).removesuffix("\n")
            waiting.clear()


def raw_cells(record: str) -> list[str]:
    """The cells as they stand in the line, quotes and all."""
    return _CELL.findall(record) if '"' in record else record.split(",")


def value(raw: str) -> str | None:
    """A cell's text, or None for NULL."""
    if raw.startswith('"'):
        return raw[1:-1].replace('""', '"')
    return raw or None


def harmless(record: str) -> str:
    """The row with one apostrophe before each beginning of a formula; `as_it_was` takes them off again."""
    if not _SUSPICIOUS.search(record):
        return record
    return ",".join(_FORMULA.sub(_guard, cell) for cell in raw_cells(record))


def as_it_was(record: str) -> str:
    """The row that `harmless` was given."""
    return ",".join(_FORMULA.sub(_unguard, cell) for cell in raw_cells(record))


def _guard(found: re.Match[str]) -> str:
    start, between, apostrophes, sign = found.groups()
    plain = not apostrophes and sign in "+-" and _PLAIN_NUMBER.match(found.string, found.end())
    return found[0] if plain else f"{start}{between}{apostrophes}'{sign}"


def _unguard(found: re.Match[str]) -> str:
    start, between, apostrophes, sign = found.groups()
    return f"{start}{between}{apostrophes[1:]}{sign}"

"""Bytes to text, for files that do not say how they were written."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
SAMPLE = 65_536


def decode(content: bytes) -> str:
    """UTF-8, UTF-16, UTF-32 or Windows-1252; a line that is not UTF-8 is read as Windows-1252 by itself."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if encoding := _utf16_without_mark(content[:SAMPLE]):
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Exports stitched together by hand mix encodings: one bad byte must not spoil every é in the file.
        return "\n".join(decode_line(line) for line in content.split(b"\n"))


def decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")  # five bytes mean nothing in Windows-1252


def looks_binary(text: str) -> bool:
    """More than a stray control character or two: a picture, a programme, a damaged file."""
    sample = text[:SAMPLE]
    return len(CONTROL.findall(sample)) > max(3, len(sample) // 50)


def _utf16_without_mark(sample: bytes) -> str:
    """Latin text in UTF-16 has a zero byte in every other place."""
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    first, second = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if second > pairs * 0.4 and first < pairs * 0.05:
        return "utf-16-le"
    if first > pairs * 0.4 and second < pairs * 0.05:
        return "utf-16-be"
    return ""

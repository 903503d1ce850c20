"""Bytes to letters, also where what is said about their encoding is wrong, unknown or missing."""

import codecs

from .problems import Problems

UNKNOWN_CHARSET = "The encoding that this e-mail names is not known; another that fits was used."
DAMAGED_LETTERS = "Some letters are damaged and show as �."

# Mailers say these and send Windows-1252 or UTF-8.
_SAID_OF_ANYTHING = {"", "ascii", "iso8859-1", "cp1252", "utf-8", "unknown-8bit", "x-unknown", "default"}
# What Python calls otherwise, or what is only part of what is sent under this name.
_MEANT = {
    **{"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8"},
    **{"utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "ansi": "cp1252", "x-ansi": "cp1252", "cp-1252": "cp1252"},
    **{"windows1252": "cp1252", "ks_c_5601": "euc_kr", "iso-8859-1-windows-1252": "cp1252", "x-mac-roman": "mac-roman"},
}
# Codecs of Python that no mail is written in.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
# A byte that is no UTF-8 is read as Windows-1252, where five bytes mean nothing.
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode(content: bytes, said: str, problems: Problems) -> str:
    """The letters of `content`, whose encoding is said to be `said`."""
    name = _known_name(said)
    if name is None:
        problems.say(UNKNOWN_CHARSET)
    elif name not in _SAID_OF_ANYTHING and not (name.startswith(("utf-16", "utf-32")) and b"\0" not in content):
        try:
            text = content.decode(name, "replace")
        except (LookupError, UnicodeError, ValueError):  # codecs that turn bytes into bytes; those that refuse
            problems.say(UNKNOWN_CHARSET)
        else:
            return _checked(text, problems)
    return _checked(guess(content), problems)


def guess(content: bytes) -> str:
    """UTF-8, with each byte that is none read as Windows-1252."""
    return content.decode("utf-8-sig", "surrogateescape").translate(_WINDOWS)


def _checked(text: str, problems: Problems) -> str:
    if "\ufffd" in text:
        problems.say(DAMAGED_LETTERS)
    return text


def _known_name(said: str) -> str | None:
    """As Python calls it; None when it is not known."""
    name = said.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    if name in _SAID_OF_ANYTHING:
        return name
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else found

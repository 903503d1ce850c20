"""The sheets of an Excel or OpenDocument workbook."""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from ..errors import Invalid
from .table import Row

READER = Path(__file__).with_name("open_workbook.py")
LARGEST_UNPACKED = 1024**3
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
UNREADABLE = (
    "This workbook cannot be opened: it is damaged, or a password protects it. Open it in the program it comes from, "
    "take the password off, save it as .xlsx and import that."
)


@dataclass
class Sheet:
    name: str
    hidden: bool
    damaged: bool = False
    rows: list[Row] = field(default_factory=list)


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLD_EXCEL))


def open_workbook(content: bytes, *, most_rows: int, seconds: int = 90) -> list[Sheet]:
    """Every sheet with its rows; blank rows are left out, and of a longer sheet only one row more than `most_rows`."""
    _refuse_what_is_none(content)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), str(most_rows)], input=content, capture_output=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise Invalid("This workbook takes too long to open. Save the clients' sheet alone and import that.") from None
    if done.returncode:
        raise Invalid(UNREADABLE)
    sheets: list[Sheet] = []
    for line in done.stdout.splitlines():
        said = json.loads(line)
        if isinstance(said, list):
            sheets[-1].rows.append(Row(said[0], said[1]))
        elif said.get("damaged"):
            sheets[-1].damaged = True
        else:
            sheets.append(Sheet(said["sheet"], said["hidden"]))
    return sheets


def _refuse_what_is_none(content: bytes) -> None:
    if content.startswith(OLD_EXCEL):
        if ENCRYPTED in content:
            raise Invalid("A password protects this workbook. Take the password off in Excel, save and import again.")
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Invalid(UNREADABLE) from None
    if not any(part.filename.lower().replace("\\", "/") in WORKBOOK_PARTS for part in parts):
        raise Invalid("This is an archive or a document, not a workbook. Unpack it, and import the files inside.")
    if len(parts) > 10_000 or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Invalid("This workbook unpacks to more than 1 GB. Save the clients' sheet alone and import that.")

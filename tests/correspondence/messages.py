"""E-mails as programs send them, put together byte by byte so that nothing repairs them on the way."""

import base64

PDF = b"%PDF-1.7\n\x00\x01\xfe\xff\r\nstartxref\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
INVITATION = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Review\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
HEAD = (
    "From: Thandi Mokoena <thandi@acacia.example>\r\nTo: piet@example.co.za\r\nSubject: Your policy\r\n"
    "Date: Fri, 05 Jan 2024 10:15:00 +0200\r\nMessage-ID: <one@acacia.example>\r\nMIME-Version: 1.0\r\n"
)


def message(*header: str, body: str | bytes = "", head: str = HEAD) -> bytes:
    """A message with the header that all here have, and more fields."""
    fields = head + "".join(f"{field}\r\n" for field in header)
    return fields.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def plain(words: str = "Good morning") -> bytes:
    return part("text/plain; charset=utf-8", words)


def part(kind: str, body: str | bytes, *header: str) -> bytes:
    fields = "".join(f"{field}\r\n" for field in (f"Content-Type: {kind}", *header))
    return fields.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def file(name: str, content: bytes, kind: str = "application/octet-stream", *header: str) -> bytes:
    return part(
        kind,
        base64.encodebytes(content).replace(b"\n", b"\r\n"),
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
        *header,
    )


def parts(boundary: str, *those: bytes) -> bytes:
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + one + b"\r\n" for one in those) + mark + b"--\r\n"


def multipart(kind: str, boundary: str, *those: bytes) -> bytes:
    """One that stands within another."""
    return part(f'multipart/{kind}; boundary="{boundary}"', parts(boundary, *those))


def whole(kind: str, *those: bytes, head: str = HEAD) -> bytes:
    return message(f'Content-Type: multipart/{kind}; boundary="=_outer"', body=parts("=_outer", *those), head=head)

"""Readers of other programs' exports: bytes in, drafts of clients out. No database, no decisions about who is who."""

from .draft import Draft, Labelled, PostalAddress, Reading, RejectedRow
from .reading import read

__all__ = ["Draft", "Labelled", "PostalAddress", "Reading", "RejectedRow", "read"]

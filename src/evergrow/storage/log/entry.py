"""One request as it arrived: the unit the log keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A request body, or a piece of a file, that a source handed over at `received_at` (aware UTC).

    `dialect` names the decoder in `ingest` ("segment", "clevertap", "records"); `detail` is what that
    decoder needs beside the body, such as the path of the request or the id of the import.
    """

    source_id: str
    dialect: str
    detail: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LoggedEntry(Entry):
    """An entry with the place it took in the log; positions grow, with no promise of no gaps."""

    position: int

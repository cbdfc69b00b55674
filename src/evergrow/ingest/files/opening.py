"""Open a file whatever its packing, tell what it is, and hand its text on as UTF-8, a piece at a time.

Never   holds more than a few pieces in memory, whatever the size of the file.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

from evergrow.ingest.files.encodings import Encoding, as_utf8, sniff_encoding
from evergrow.kernel import Refusal, refuse

Shape = Literal["csv", "ndjson", "parquet"]
PIECE: Final = (
    8 * 1024 * 1024
)  # bytes read at once: large enough for columns, small enough for 5 GB in flat memory
SAMPLE: Final = 256 * 1024
LONGEST_LINE: Final = 4 * PIECE
_GZIP, _PARQUET, _ZIP = b"\x1f\x8b", b"PAR1", b"PK\x03\x04"


@dataclass(frozen=True)
class Opened:
    """A file that can be read. `head` is its first text as UTF-8, without a byte order mark."""

    path: Path
    shape: Shape
    size: int
    is_packed: bool
    encoding: Encoding
    head: bytes
    is_whole: bool  # `head` is all there is
    piece_bytes: int = PIECE


def look_at(path: Path, filename: str | None = None, *, piece_bytes: int = PIECE) -> Opened:
    """What this file is, by its first bytes and then its name. It will be read `piece_bytes` at once.

    Raises:
        Refusal: `file.missing`, `file.empty`, `file.workbook`, `file.not_text` or `file.broken_packing`.
    """
    name = filename or path.name
    start = _start_of(path, name)
    is_packed = start.startswith(_GZIP)
    raw, is_whole = start, len(start) < SAMPLE
    if is_packed:
        with _readable(path, name) as stream:
            raw = stream.read(SAMPLE)
            is_whole = len(raw) < SAMPLE
    if raw.startswith(_PARQUET):
        return Opened(path, "parquet", path.stat().st_size, is_packed, "utf-8", b"", False)
    encoding = sniff_encoding(raw)
    _refuse_what_is_no_text(raw, name, encoding)
    head = as_utf8(raw if is_whole else _whole_lines(raw, encoding), encoding)
    if not head.strip():
        raise refuse(
            "file.empty", f"{name} is empty.", where=name, next_step="Export it again, with a header line."
        )
    size = path.stat().st_size
    return Opened(path, _shape(head, name), size, is_packed, encoding, head, is_whole, piece_bytes)


@contextmanager
def pieces(opened: Opened) -> Iterator[Iterator[tuple[bytes, int]]]:
    """The text in pieces of whole lines, as UTF-8, each with the bytes of the file read so far."""
    with open(opened.path, "rb") as file:
        stream: IO[bytes] = gzip.GzipFile(fileobj=file) if opened.is_packed else file  # type: ignore[assignment]
        yield _pieces(stream, file, opened)


def _pieces(stream: IO[bytes], file: IO[bytes], opened: Opened) -> Iterator[tuple[bytes, int]]:
    rest, is_first, place = b"", True, opened.path.name
    newline = "\n".encode(opened.encoding) if opened.encoding.startswith("utf-16") else b"\n"
    while True:
        try:
            piece = stream.read(opened.piece_bytes)
        except (OSError, EOFError, zlib.error):
            raise _broken_packing(place) from None
        whole = rest + piece
        end = _line_end(whole, newline) if piece else len(whole)
        if end == 0 and len(whole) > LONGEST_LINE:
            raise _endless_line(place)
        rest = whole[end:]
        if end:
            yield as_utf8(whole[:end], opened.encoding, strip_mark=is_first), file.tell()
            is_first = False
        if not piece:
            return


def _line_end(text: bytes, newline: bytes) -> int:
    end = text.rfind(newline)
    while end > 0 and len(newline) == 2 and end % 2:  # half of one letter and half of the next
        end = text.rfind(newline, 0, end + 1)
    return end + len(newline) if end >= 0 else 0


def _whole_lines(raw: bytes, encoding: Encoding) -> bytes:
    newline = "\n".encode(encoding) if encoding.startswith("utf-16") else b"\n"
    return raw[: _line_end(raw, newline) or len(raw)]


def _start_of(path: Path, name: str) -> bytes:
    try:
        with open(path, "rb") as file:
            start = file.read(SAMPLE)
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise refuse(
            "file.missing",
            f"There is no file {path} that can be read.",
            where=name,
            next_step="Check the path.",
        ) from None
    if not start:
        raise refuse(
            "file.empty", f"{name} is empty.", where=name, next_step="Export it again, with a header line."
        )
    if start.startswith(_ZIP):
        raise refuse(
            "file.workbook",
            f"{name} is a workbook or an archive, not a table of text.",
            where=name,
            next_step="Save the sheet as CSV UTF-8, or unpack the archive first.",
        )
    return start


@contextmanager
def _readable(path: Path, name: str) -> Iterator[IO[bytes]]:
    try:
        with gzip.open(path, "rb") as stream:
            yield stream  # type: ignore[misc]
    except (OSError, EOFError, zlib.error):
        raise _broken_packing(name) from None


def _refuse_what_is_no_text(raw: bytes, name: str, encoding: Encoding) -> None:
    if not encoding.startswith("utf-16") and b"\0" in raw:
        raise refuse(
            "file.not_text",
            f"{name} holds no text.",
            where=name,
            next_step="Evergrow reads CSV, NDJSON (both also as .gz) and Parquet.",
        )


def _shape(head: bytes, name: str) -> Shape:
    lower = name.lower().removesuffix(".gz")
    if lower.endswith((".ndjson", ".jsonl")) or head.lstrip().startswith(b"{"):
        return "ndjson"
    if head.lstrip().startswith(b"[") and lower.endswith(".json"):
        raise refuse(
            "file.json_array",
            f"{name} holds one JSON array.",
            where=name,
            next_step="Write one object a line (NDJSON), for example with: jq -c '.[]' FILE > FILE.ndjson",
        )
    return "csv"


def _broken_packing(name: str) -> Refusal:
    return refuse(
        "file.broken_packing",
        f"{name} cannot be unpacked to its end.",
        where=name,
        next_step="Copy it again; what could be read so far is not lost and will not be counted twice.",
    )


def _endless_line(name: str) -> Refusal:
    return refuse(
        "file.endless_line",
        f"{name} has a line of more than {LONGEST_LINE // 1024**2} MB.",
        where=name,
        next_step="Check that its lines end with a line feed, and that it is no JSON array.",
    )

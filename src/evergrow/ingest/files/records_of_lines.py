"""Join the lines of a CSV file to records, and set aside those whose quotes do not close.

A stray quote must cost its own line, not the thousand that follow: CSV readers take everything up to the
next quote for one value (tried: DuckDB and Arrow both do). So a record may span at most LONGEST_RECORD
lines, and where it does not close properly only its first line is given up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LONGEST_RECORD: Final = 500  # lines


@dataclass
class RecordCutter:
    """Fed with pieces of whole lines; keeps the record that the last piece left open."""

    delimiter: str
    _open: bytes = b""
    _patterns: _Patterns = field(init=False)

    def __post_init__(self) -> None:
        self._patterns = _Patterns(self.delimiter)

    def cut(self, piece: bytes, *, is_last: bool) -> tuple[bytes, list[bytes]]:
        """The whole records of this piece, and the lines that are none."""
        text = self._open + piece
        self._open = b""
        if b'"' not in text:
            return text, []
        ends = _line_ends(text)
        doubtful = self._doubtful(text, ends)
        return self._sorted_out(text, ends, doubtful, is_last) if len(doubtful) else (text, [])

    def _doubtful(self, text: bytes, ends: np.ndarray) -> np.ndarray:
        offsets = np.concatenate(([0], ends)).astype(np.int32)
        lines = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(text))
        is_whole = pc.match_substring_regex(lines, pattern=self._patterns.whole)  # pyright: ignore[reportAttributeAccessIssue]
        return np.flatnonzero(~is_whole.to_numpy(zero_copy_only=False))

    def _sorted_out(
        self, text: bytes, ends: np.ndarray, doubtful: np.ndarray, is_last: bool
    ) -> tuple[bytes, list[bytes]]:
        kept: list[bytes] = []
        broken: list[bytes] = []
        start = 0  # of what is not yet handed on
        after = 0  # the first line not yet judged
        for first in doubtful:
            if first < after:
                continue  # inside a record that spans lines
            begin = int(ends[first - 1]) if first else 0
            last = self._last_line(text, ends, int(first))
            if last == len(ends) and not is_last:
                kept.append(text[start:begin])
                self._open = text[begin:]
                return b"".join(kept), broken
            if last is not None and last < len(ends):
                after = last + 1
                continue
            kept.append(text[start:begin])
            broken.append(text[begin : int(ends[first])])
            start, after = int(ends[first]), int(first) + 1
        kept.append(text[start:])
        return b"".join(kept), broken

    def _last_line(self, text: bytes, ends: np.ndarray, first: int) -> int | None:
        """The line that closes the record, the number of lines where that is yet to come, None where it cannot close."""
        begin = int(ends[first - 1]) if first else 0
        if not self._patterns.opens.fullmatch(text, begin, int(ends[first])):
            return None
        for line in range(first + 1, min(len(ends), first + LONGEST_RECORD)):
            begin, end = int(ends[line - 1]), int(ends[line])
            if self._patterns.closes.fullmatch(text, begin, end):
                return line
            if not self._patterns.stays_open.fullmatch(text, begin, end):
                return None
        return len(ends) if len(ends) < first + LONGEST_RECORD else None


@dataclass(frozen=True)
class _Patterns:
    """What one line of a record may look like, for a delimiter."""

    delimiter: str
    whole: str = field(init=False)
    opens: re.Pattern[bytes] = field(init=False)
    closes: re.Pattern[bytes] = field(init=False)
    stays_open: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        mark = re.escape(self.delimiter) if self.delimiter != "\t" else "\\t"
        inside = r'[^"]*(?:""[^"]*)*'
        value = rf'(?:"{inside}"|(?:[^"{mark}\r\n][^{mark}\r\n]*)?)'
        end = r"\r?\n?"
        patterns = {
            "opens": rf'(?:{value}{mark})*"{inside}',
            "closes": rf'{inside}"(?:{mark}{value})*{end}',
            "stays_open": rf'{inside}(?:"{mark}(?:{value}{mark})*"{inside})?',
        }
        object.__setattr__(self, "whole", rf"\A{value}(?:{mark}{value})*{end}\z")
        for name, pattern in patterns.items():
            object.__setattr__(self, name, re.compile(pattern.encode()))


def _line_ends(text: bytes) -> np.ndarray:
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1
    return ends if len(ends) and ends[-1] == len(text) else np.append(ends, len(text))

"""Text of unsure encoding as UTF-8: line by line, so one old system's lines do not spoil the others'."""

from __future__ import annotations

import codecs
import re
from typing import Literal

Encoding = Literal["utf-8", "cp1252", "cp932", "utf-16-le", "utf-16-be"]
_MARK = "\ufeff".encode()
_KANA = re.compile(rb"(?:\x82[\x9f-\xf1]|\x83[\x40-\x96])")


def sniff_encoding(raw: bytes) -> Encoding:
    """The encoding of a file by its first bytes; for mixed files, that of the lines that are not UTF-8.

    Japanese text in Shift JIS (cp932) is told by its kana: their first bytes, 0x82 and 0x83, hardly occur in cp1252.
    """
    if raw.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if raw.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    odd = [line for line in raw.split(b"\n")[:-1] or [raw] if not _is_utf8(line)]
    if not odd:
        return "utf-8"
    return "cp932" if len(_KANA.findall(b"".join(odd))) > len(odd) / 4 else "cp1252"


def as_utf8(text: bytes, encoding: Encoding, *, strip_mark: bool = True) -> bytes:
    """Whole lines as UTF-8. A line that is UTF-8 stays; another is read as `encoding`, else as Latin-1."""
    if encoding.startswith("utf-16"):
        text = text.decode(encoding, errors="replace").encode()
    elif not _is_utf8(text):
        text = b"\n".join(_line_as_utf8(line, encoding) for line in text.split(b"\n"))
    if strip_mark:
        text = text.removeprefix(_MARK)
    if b"\r" in text and b"\n" not in text:  # line ends of old Macs
        text = text.replace(b"\r", b"\n")
    return text


def _line_as_utf8(line: bytes, encoding: Encoding) -> bytes:
    if _is_utf8(line):
        return line
    for guess in (encoding, "cp1252") if encoding != "utf-8" else ("cp1252",):
        try:
            return line.decode(guess).encode()
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1").encode()


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

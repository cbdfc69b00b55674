"""How many pieces a text message is sent, and paid for, in.

Holds   a character is never torn: neither an escaped GSM-7 character (two septets) nor a surrogate pair.
Source:
    3GPP TS 23.038, 6.2.1 (the GSM 7 bit default alphabet and its extension table); TS 23.040, 9.2.3.24.1:
    the header of a piece of a long message takes 7 septets of 160, or 6 bytes (3 units of UCS-2) of 140.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["gsm7", "ucs2"]

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED: Final = frozenset("^{}\\[~]|€\f")
ALONE: Final[dict[Encoding, int]] = {"gsm7": 160, "ucs2": 70}
IN_A_ROW: Final[dict[Encoding, int]] = {"gsm7": 153, "ucs2": 67}


@dataclass(frozen=True)
class TextParts:
    """The pieces of a text. `units` are septets of GSM-7, or 16-bit units of UCS-2."""

    encoding: Encoding
    units: int
    parts: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pieces are paid for."""
        return len(self.parts)


def text_parts(text: str) -> TextParts:
    """Cut a text as the network does. One character outside of GSM-7 makes all of it UCS-2."""
    encoding: Encoding = "gsm7" if set(text) <= BASIC | ESCAPED else "ucs2"
    units = sum(_width(character, encoding) for character in text)
    if units <= ALONE[encoding]:
        return TextParts(encoding, units, (text,))
    return TextParts(encoding, units, tuple(_cut(text, encoding)))


def _cut(text: str, encoding: Encoding) -> list[str]:
    parts: list[str] = []
    start = room = 0
    for place, character in enumerate(text):
        width = _width(character, encoding)
        if width > room:
            if place:
                parts.append(text[start:place])
            start, room = place, IN_A_ROW[encoding]
        room -= width
    return [*parts, text[start:]]


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return 2 if character in ESCAPED else 1
    return 2 if ord(character) > 0xFFFF else 1

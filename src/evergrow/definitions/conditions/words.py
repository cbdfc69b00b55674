"""Cut the text of a condition into words, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evergrow.kernel import Refusal, refuse

_WORD: Final = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![A-Za-z_]))|(?P<text>'(?:[^']|'')*')"
    r"|(?P<operator>>=|<=|!=|>|<|=)|(?P<bracket>[(),])|`(?P<quoted>[^`]+)`|(?P<name>[A-Za-z_][\w.]*))"
)


@dataclass(frozen=True)
class Word:
    """A word of a condition and the place it stands at."""

    kind: str
    text: str
    place: int


def words_of(text: str, where: str) -> list[Word]:
    """The words of the text.

    Raises:
        Refusal: `condition.unreadable`, at what is no word.
    """
    words: list[Word] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        found = _WORD.match(text, place)
        if not found or found.lastgroup is None:
            raise unreadable(text, place, where, "a name, a number or an operator")
        words.append(Word(found.lastgroup, found.group(found.lastgroup), found.start(found.lastgroup)))
        place = found.end()
    return words


def unreadable(text: str, place: int, where: str, expected: str) -> Refusal:
    """What was expected at this place of the text, and what stands there."""
    rest = text[place : place + 20].strip() or "the end"
    shown = text if len(text) <= 200 else f"{text[:200]}..."
    return refuse(
        "condition.unreadable",
        f"Cannot read '{shown}': expected {expected} at character {place + 1}, found '{rest}'.",
        where=where,
        next_step="Write for example: did 'Order Completed' in the last 90 days and trait.country = 'JP'",
    )

"""Read a condition from its text: `orders >= 2 and (referrals or not lapsed)`.

    condition  = part ("or" part)*          part   = claim ("and" claim)*
    claim      = "not" claim | "(" condition ")" | operand [operator value]
    operand    = name ["in the last" days "days"]
    operator   = ">=" "<=" ">" "<" "=" "!="
    value      = number | 'text' | true | false

A name alone means "at least once": `known` is `known >= 1`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

from evergrow.definitions.conditions.spec import (
    Both,
    Comparison,
    Condition,
    Either,
    Not,
    Operand,
    Operator,
    Value,
)
from evergrow.kernel import Refusal, refuse

_WORD: Final = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<text>'(?:[^']|'')*')|(?P<operator>>=|<=|!=|>|<|=)"
    r"|(?P<bracket>[()])|`(?P<quoted>[^`]+)`|(?P<name>[A-Za-z_][\w.]*))"
)
_KEYWORDS: Final = frozenset({"and", "or", "not", "in", "true", "false"})
LONGEST_WINDOW_DAYS: Final = 36_500
DEEPEST: Final = 50


@dataclass(frozen=True)
class _Word:
    kind: str
    text: str
    place: int


def read_condition(text: str, *, where: str = "condition") -> Condition:
    """The condition a text states.

    Raises:
        Refusal: `condition.unreadable`, with the place in the text.
    """
    reader = _Reader(_words(text, where), text, where)
    condition = reader.condition(0)
    if reader.next is not None:
        raise reader.stuck("'and', 'or' or the end")
    return condition


def _words(text: str, where: str) -> list[_Word]:
    words: list[_Word] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        found = _WORD.match(text, place)
        if not found or found.lastgroup is None:
            raise _unreadable(text, place, where, "a name, a number or an operator")
        words.append(_Word(found.lastgroup, found.group(found.lastgroup), found.start(found.lastgroup)))
        place = found.end()
    return words


def _unreadable(text: str, place: int, where: str, expected: str) -> Refusal:
    rest = text[place : place + 20].strip() or "the end"
    return refuse(
        "condition.unreadable",
        f"Cannot read '{text}': expected {expected} at character {place + 1}, found '{rest}'.",
        where=where,
        next_step="Write for example: orders in the last 365 days >= 5 or (orders >= 2 and referrals >= 1)",
    )


class _Reader:
    """Walks over the words once, one method per line of the grammar."""

    def __init__(self, words: list[_Word], text: str, where: str) -> None:
        self._words = words
        self._at = 0
        self._text = text
        self._where = where

    @property
    def next(self) -> _Word | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def stuck(self, expected: str) -> Refusal:
        place = self.next.place if self.next else len(self._text)
        return _unreadable(self._text, place, self._where, expected)

    def condition(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self.stuck(f"at most {DEEPEST} brackets inside each other")
        parts = [self._part(depth)]
        while self._takes("or"):
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _part(self, depth: int) -> Condition:
        claims = [self._claim(depth)]
        while self._takes("and"):
            claims.append(self._claim(depth))
        return claims[0] if len(claims) == 1 else Both(tuple(claims))

    def _claim(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self.stuck(f"at most {DEEPEST} steps inside each other")
        if self._takes("not"):
            return Not(self._claim(depth + 1))
        if self._takes("("):
            inner = self.condition(depth + 1)
            if not self._takes(")"):
                raise self.stuck("')'")
            return inner
        operand = self._operand()
        if self.next and self.next.kind == "operator":
            operator = cast(Operator, self._take().text)
            return Comparison(operand, operator, self._value())
        return Comparison(operand, ">=", 1)

    def _operand(self) -> Operand:
        word = self.next
        if (
            word is None
            or word.kind not in ("name", "quoted")
            or (word.kind == "name" and word.text in _KEYWORDS)
        ):
            raise self.stuck("the name of a metric or field")
        self._take()
        return Operand(word.text, self._window())

    def _window(self) -> int | None:
        if not self._takes("in"):
            return None
        for expected in ("the", "last"):
            if not self._takes(expected):
                raise self.stuck(f"'{expected}', as in 'in the last 365 days'")
        word = self.next
        if word is None or not word.text.isdigit() or not 0 < int(word.text) <= LONGEST_WINDOW_DAYS:
            raise self.stuck(f"a number of days from 1 to {LONGEST_WINDOW_DAYS}")
        self._take()
        if not (self._takes("days") or self._takes("day")):
            raise self.stuck("'days'")
        return int(word.text)

    def _value(self) -> Value:
        word = self.next
        if word is not None and word.kind == "number":
            self._take()
            return float(word.text) if "." in word.text else int(word.text)
        if word is not None and word.kind == "text":
            self._take()
            return word.text[1:-1].replace("''", "'")
        for text, value in (("true", True), ("false", False)):
            if self._takes(text):
                return value
        raise self.stuck("a number, a 'text', true or false")

    def _take(self) -> _Word:
        word = self._words[self._at]
        self._at += 1
        return word

    def _takes(self, text: str) -> bool:
        if self.next and self.next.kind in ("name", "bracket") and self.next.text == text:
            self._at += 1
            return True
        return False

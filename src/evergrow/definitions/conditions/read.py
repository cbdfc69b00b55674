"""Read a condition from its text: `did 'Order Completed' in the last 90 days and not in segment 'staff'`.

    condition  = part ("or" part)*          part   = claim ("and" claim)*
    claim      = "not" claim | "(" condition ")" | "in segment" 'name' | "did" ["not"] events | operand [test]
    test       = operator value | "contains" 'text' | "starts with" 'text' | ["not"] "in" "(" value, ... ")"
                 | "is" ["not"] "known" | "is today"
    operand    = name [window] | ("count" | "sum" name | "first" name | "last" name | ...) "of" events
                 | "time since" ("first" | "last") events | "share of" field test "in" events
    events     = ('name' | "any event") ["where" "(" condition ")"] [window]
    window     = "in the last" number ("days" | "hours" | "minutes")
    operator   = ">=" "<=" ">" "<" "=" "!="
    value      = number | 'text' | true | false | number ("days" | "hours" | "minutes")

A name alone means "at least once": `known` is `known >= 1`. A `where` looks at the fields of one event.
"""

from __future__ import annotations

from typing import Final, cast

from evergrow.definitions.conditions.spec import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Looked,
    Not,
    Operand,
    Operator,
    Plain,
    Reading,
    Share,
    Span,
    Unit,
    Value,
)
from evergrow.definitions.conditions.words import Word, unreadable, words_of
from evergrow.kernel import Refusal

LONGEST_WINDOW_DAYS: Final = 36_500
DEEPEST: Final = 50
_UNITS: Final[dict[str, Unit]] = {
    form: unit for unit in ("minutes", "hours", "days") for form in (unit, unit[:-1])
}
_TAKES_FIELD: Final = ("sum", "average", "highest", "lowest", "first", "last")
_RESERVED: Final = frozenset("and or not in true false did is".split())


def read_condition(text: str, *, where: str = "condition") -> Condition:
    """The condition a text states.

    Raises:
        Refusal: `condition.unreadable`, with the place in the text.
    """
    reader = _Reader(words_of(text, where), text, where)
    condition = reader.condition(0)
    if reader.next is not None:
        raise reader.stuck("'and', 'or' or the end")
    return condition


class _Words:
    """The words, taken one after the other."""

    def __init__(self, words: list[Word], text: str, where: str) -> None:
        self._words = words
        self._at = 0
        self._whole = text
        self._where = where

    @property
    def next(self) -> Word | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def stuck(self, expected: str) -> Refusal:
        place = self.next.place if self.next else len(self._whole)
        return unreadable(self._whole, place, self._where, expected)

    def take(self) -> Word:
        word = self._words[self._at]
        self._at += 1
        return word

    def takes(self, *texts: str) -> bool:
        """Take these words where all of them come next."""
        coming = self._words[self._at : self._at + len(texts)]
        if [word.text if word.kind in ("name", "bracket") else None for word in coming] != list(texts):
            return False
        self._at += len(texts)
        return True

    def needs(self, *texts: str) -> None:
        for text in texts:
            if not self.takes(text):
                raise self.stuck(f"'{text}'")


class _Reader(_Words):
    """Walks over the words once, one method per line of the grammar."""

    def condition(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self.stuck(f"at most {DEEPEST} brackets inside each other")
        parts = [self._part(depth)]
        while self.takes("or"):
            parts.append(self._part(depth))
        return _together(Either, parts)

    def _part(self, depth: int) -> Condition:
        claims = [self._claim(depth)]
        while self.takes("and"):
            claims.append(self._claim(depth))
        return _together(Both, claims)

    def _claim(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise self.stuck(f"at most {DEEPEST} steps inside each other")
        if self.takes("not"):
            return Not(self._claim(depth + 1))
        if self.takes("("):
            inner = self.condition(depth + 1)
            self.needs(")")
            return inner
        if self.takes("in"):
            self.needs("segment")
            return InSegment(self._text("the 'name' of a segment"))
        if self.takes("did"):
            value = 0 if self.takes("not") else 1
            return Comparison(self._events("count", None, depth), "=" if value == 0 else ">=", value)
        return self._test(self._operand(depth))

    def _test(self, operand: Looked) -> Condition:
        if self.next and self.next.kind == "operator":
            operator = cast(Operator, self.take().text)
            return Comparison(operand, operator, self._value())
        if self.takes("contains"):
            return Comparison(operand, "contains", self._text("a 'text'"))
        if self.takes("starts", "with"):
            return Comparison(operand, "starts with", self._text("a 'text'"))
        if self.takes("not", "in", "("):
            return Not(Comparison(operand, "in", self._list()))
        if self.takes("in", "("):
            return Comparison(operand, "in", self._list())
        if self.takes("is", "not", "known"):
            return Not(Comparison(operand, "is known", True))
        for words in (("is", "known"), ("is", "today")):
            if self.takes(*words):
                return Comparison(operand, cast(Operator, " ".join(words)), True)
        if isinstance(operand, Operand):
            return Comparison(operand, ">=", 1)
        raise self.stuck("an operator such as >=")

    def _operand(self, depth: int) -> Looked:
        if self.takes("count", "of"):
            return self._events("count", None, depth)
        if self.takes("share", "of"):
            return self._share(depth)
        if self.takes("time", "since", "first"):
            return self._events("time since first", None, depth)
        if self.takes("time", "since", "last"):
            return self._events("time since last", None, depth)
        for reading in _TAKES_FIELD:
            if self._reads_field(reading):
                field = self._name("the field, as in 'sum of revenue of ...'", may_start="of")
                self.needs("of")
                return self._events(cast(Reading, reading), field, depth)
        return Operand(self._name("the name of a metric or field"), self._window())

    def _reads_field(self, reading: str) -> bool:
        """Take the word where a field follows it; alone it is the name of a metric like any other."""
        coming = self._words[self._at + 1] if self._at + 1 < len(self._words) else None
        if coming is None or coming.kind not in ("name", "quoted"):
            return False
        if coming.kind == "name" and coming.text in _RESERVED:
            return False
        return self.takes(reading)

    def _share(self, depth: int) -> Share:
        of = self._test(Operand(self._name("the field, as in 'share of properties.category = ...'")))
        if not isinstance(of, Comparison):
            raise self.stuck("one plain comparison")
        self.needs("in")
        counted = self._events("count", None, depth)
        return Share(of, counted.event, counted.where, counted.within)

    def _events(self, reading: Reading, of: str | None, depth: int) -> Behaviour:
        event = None if self.takes("any", "event") else self._text("the 'name' of an event or any event")
        where = None
        if self.takes("where"):
            self.needs("(")
            where = self.condition(depth + 1)
            self.needs(")")
        return Behaviour(reading, event, of, where, self._window())

    def _window(self) -> Span | None:
        if not self.takes("in", "the", "last"):
            if self.takes("in", "the") or self.takes("in", "last"):
                raise self.stuck("a window such as 'in the last 365 days'")
            return None
        return self._span("days, hours or minutes")

    def _span(self, expected: str) -> Span:
        word = self.next
        if word is None or not word.text.isdigit() or not word.text.isascii() or int(word.text) < 1:
            raise self.stuck(f"a number of {expected}")
        start = self._at
        self.take()
        unit = _UNITS.get(self.next.text) if self.next is not None else None
        if unit is None:
            raise self.stuck("'days', 'hours' or 'minutes'")
        span = Span(int(word.text), unit)
        if span.seconds > LONGEST_WINDOW_DAYS * 86_400:
            self._at = start
            raise self.stuck(f"at most {LONGEST_WINDOW_DAYS} days")
        self.take()
        return span

    def _list(self) -> tuple[Plain, ...]:
        values = [self._plain()]
        while self.takes(","):
            values.append(self._plain())
        self.needs(")")
        return tuple(values)

    def _value(self) -> Value:
        coming = self._words[self._at + 1] if self._at + 1 < len(self._words) else None
        if coming is not None and coming.kind == "name" and coming.text in _UNITS:
            return self._span("days, hours or minutes")
        return self._plain()

    def _plain(self) -> Plain:
        word = self.next
        if word is not None and word.kind == "number":
            self.take()
            return int(word.text) if word.text.lstrip("-").isdigit() else float(word.text)
        if word is not None and word.kind == "text":
            return self._text("")
        for text, value in (("true", True), ("false", False)):
            if self.takes(text):
                return value
        raise self.stuck("a number, a 'text', true or false")

    def _text(self, expected: str) -> str:
        if self.next is None or self.next.kind != "text":
            raise self.stuck(expected)
        return self.take().text[1:-1].replace("''", "'")

    def _name(self, expected: str, *, may_start: str = "") -> str:
        if may_start:  # `sum of revenue of` reads better than `sum revenue of`; both are taken
            self.takes(may_start)
        word = self.next
        if word is None or word.kind not in ("name", "quoted"):
            raise self.stuck(expected)
        if word.kind == "name" and word.text in _RESERVED:
            raise self.stuck(expected)
        return self.take().text


def _together(kind: type[Both] | type[Either], parts: list[Condition]) -> Condition:
    """The parts as one; what stands in brackets without need is the same without them."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))

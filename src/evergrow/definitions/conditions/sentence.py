"""A condition as a sentence that a marketer reads: "bought at least twice in the last 90 days and lives in Japan"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evergrow.definitions.conditions import english, japanese
from evergrow.definitions.conditions.spec import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Not,
    Operand,
    Share,
    Value,
)
from evergrow.definitions.conditions.wording import Wording

Language = Literal["en", "ja"]
_WORDINGS: dict[Language, Wording] = {"en": english.WORDING, "ja": japanese.WORDING}


Titles = Mapping[tuple[str, str], str]
"""What people call a (kind, name): of segments, topics, messages, journeys and campaigns."""
_TITLED: Final = {f"properties.{kind}": kind for kind in ("message", "journey", "campaign")}


def sentence(condition: Condition, language: Language = "en", titles: Titles | None = None) -> str:
    """The condition in words; no subject, so that it follows "customers who"."""
    return _Teller(_WORDINGS[language], titles or {}).said(condition)


@dataclass(frozen=True)
class _Teller:
    words: Wording
    titles: Titles

    def said(self, condition: Condition) -> str:
        words = self.words
        match condition:
            case Both(parts):
                return words.all_of([self._bracketed(part, Either) for part in parts])
            case Either(parts):
                return words.any_of([self._bracketed(part, Both) for part in parts])
            case Not(InSegment(name)):
                return words.in_segment(self._title("segment", name), False)
            case Not(Comparison() as claim):
                return self._claim(claim, False)
            case Not(part):
                return words.none_of(self.said(part))
            case InSegment(name):
                return words.in_segment(self._title("segment", name), True)
            case Comparison():
                return self._claim(condition, True)

    def _bracketed(self, part: Condition, inner: type) -> str:
        said = self.said(part)
        return f"({said})" if isinstance(part, inner) else said

    def _claim(self, claim: Comparison, is_so: bool) -> str:
        operand, operator, value, words = claim.operand, claim.operator, claim.value, self.words
        match operand:
            case Behaviour("count", event, _, where, within):
                return words.did(event, self._where(where), within, operator, value, is_so)
            case Behaviour(reading, event, of, where, within):
                return words.behaviour(reading, event, of, self._where(where), within, operator, value, is_so)
            case Share(of, event, where, within):
                like = self._claim(of, True)
                return words.share(like, event, self._where(where), within, operator, value, is_so)
            case Operand(name, within):
                name, value = self._named(name), self._valued(name, value)
                if operator == ">=" and value == 1 and within is None:
                    return words.is_so(name, is_so)
                return words.field(name, within, operator, value, is_so)

    def _where(self, where: Condition | None) -> str:
        return "" if where is None else self.words.where(self.said(where))

    def _named(self, name: str) -> str:
        root, _, rest = name.partition(".")
        channel, dot, topic = rest.partition(".")
        return f"{root}.{channel}.{self._title('topic', topic)}" if root == "consent" and dot else name

    def _valued(self, name: str, value: Value) -> Value:
        kind = _TITLED.get(name)
        return self._title(kind, value) if kind and isinstance(value, str) else value

    def _title(self, kind: str, name: str) -> str:
        return self.titles.get((kind, name), name)

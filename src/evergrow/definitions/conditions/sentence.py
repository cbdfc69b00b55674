"""A condition as a sentence that a marketer reads: "bought at least twice in the last 90 days and lives in Japan"."""

from __future__ import annotations

from typing import Literal

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
)
from evergrow.definitions.conditions.wording import Wording

Language = Literal["en", "ja"]
_WORDINGS: dict[Language, Wording] = {"en": english.WORDING, "ja": japanese.WORDING}


def sentence(condition: Condition, language: Language = "en") -> str:
    """The condition in words; no subject, so that it follows "customers who"."""
    return _said(condition, _WORDINGS[language])


def _said(condition: Condition, words: Wording) -> str:
    match condition:
        case Both(parts):
            return words.all_of([_bracketed(part, Either, words) for part in parts])
        case Either(parts):
            return words.any_of([_bracketed(part, Both, words) for part in parts])
        case Not(InSegment(name)):
            return words.in_segment(name, False)
        case Not(Comparison() as claim):
            return _claim(claim, words, False)
        case Not(part):
            return words.none_of(_said(part, words))
        case InSegment(name):
            return words.in_segment(name, True)
        case Comparison():
            return _claim(condition, words, True)


def _bracketed(part: Condition, inner: type, words: Wording) -> str:
    said = _said(part, words)
    return f"({said})" if isinstance(part, inner) else said


def _claim(claim: Comparison, words: Wording, is_so: bool) -> str:
    operand, operator, value = claim.operand, claim.operator, claim.value
    match operand:
        case Behaviour("count", event, _, where, within):
            return words.did(event, _where(where, words), within, operator, value, is_so)
        case Behaviour(reading, event, of, where, within):
            return words.behaviour(reading, event, of, _where(where, words), within, operator, value, is_so)
        case Share(of, event, where, within):
            like = _claim(of, words, True)
            return words.share(like, event, _where(where, words), within, operator, value, is_so)
        case Operand(name, within):
            if operator == ">=" and value == 1 and within is None:
                return words.is_so(name, is_so)
            return words.field(name, within, operator, value, is_so)


def _where(where: Condition | None, words: Wording) -> str:
    return "" if where is None else words.where(_said(where, words))

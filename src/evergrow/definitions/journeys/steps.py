"""Read the steps of a journey, one function per kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from evergrow.definitions.documents import Fields, did_you_mean
from evergrow.definitions.journeys.names import condition_of, event_at, message_at, where_of
from evergrow.definitions.journeys.spec import (
    END,
    Arm,
    Branch,
    CallWebhook,
    Emit,
    EventMatch,
    Known,
    Leave,
    SendMessage,
    SetTrait,
    Split,
    Step,
    Wait,
    WaitBestHour,
    WaitFor,
    WaitUntil,
)
from evergrow.definitions.schedules import read_clock, read_length, read_weekday

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HOUR: Final = timedelta(hours=1)
_EXTRA: Final = {"wait_for": ("then", "on_timeout"), "branch": ("else",)}


def step_of(fields: Fields, known: Known | None) -> Step | None:
    """The step a mapping describes; None, and findings, where it is none."""
    kinds = [kind for kind in _READERS if fields.get(kind)]
    if len(kinds) != 1:
        _no_kind(fields, kinds)
        return None
    kind = kinds[0]
    fields.only(("id", kind, *_EXTRA.get(kind, ()), "next"))
    step_id = fields.text("id")
    if step_id and (not NAME.fullmatch(step_id) or step_id == END):
        fields.note(
            "id",
            "definition.bad_id",
            f"A step cannot be named '{step_id}'.",
            "Use small letters, digits, - and _, at most 40; 'end' is where a journey ends.",
        )
    following = fields.text("next") if fields.get("next") else None
    return _READERS[kind](fields, {"id": step_id, "next": following}, known)


def event_of(fields: Fields) -> EventMatch:
    """The events a mapping with `event` and `where` names."""
    return EventMatch(event=event_at(fields), where=where_of(fields, "where"))


def _no_kind(fields: Fields, kinds: list[str]) -> None:
    if kinds:
        what = f"A step does one thing; this one names {' and '.join(kinds)}."
    else:
        other = next((key for key in fields.node.value if key not in ("id", "next", "then", "else")), "")
        what = f"This step does nothing.{did_you_mean(other, _READERS)}"
    fields.findings.add(
        "journey.no_step",
        what,
        line=fields.node.line,
        path=fields.path,
        next_step=f"Give it one of {', '.join(_READERS)}.",
    )


def _message(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    return SendMessage(**common, message=message_at(fields, "message", known))


def _webhook(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    return CallWebhook(**common, webhook=message_at(fields, "webhook", known))


def _wait(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    return Wait(**common, length=fields.parsed("wait", read_length) or _HOUR)


def _wait_until(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    inner = _inside(fields, "wait_until", ("time", "weekday"))
    clock = inner.parsed("time", read_clock) if inner else None
    if inner and not inner.get("time"):
        inner.text("time")
    weekday = inner.parsed("weekday", read_weekday) if inner else None
    return WaitUntil(**common, clock=clock or read_clock("00:00"), weekday=weekday)


def _wait_best_hour(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    inner = _inside(fields, "wait_best_hour", ("at_most",))
    at_most = inner.parsed("at_most", read_length) if inner else None
    return WaitBestHour(**common, at_most=at_most or timedelta(hours=24))


def _wait_for(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    inner = _inside(fields, "wait_for", ("event", "where", "at_most"))
    if inner and not inner.get("at_most"):
        inner.text("at_most")  # notes that it is missing: nobody may wait for ever
    return WaitFor(
        **common,
        event=event_of(inner) if inner else EventMatch(event=""),
        at_most=(inner.parsed("at_most", read_length) if inner else None) or _HOUR,
        then=fields.text("then") if fields.get("then") else None,
        on_timeout=fields.text("on_timeout") if fields.get("on_timeout") else None,
    )


def _branch(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    arms = []
    for place, node in enumerate(fields.items("branch")):
        inner = Fields.of(node, f"{fields.at('branch')}[{place}]", fields.findings)
        if inner is None:
            continue
        inner.only(("when", "next"))
        if not inner.get("when"):
            inner.text("when")
        when, target = condition_of(inner, "when", known), inner.text("next")
        if when is not None:
            arms.append(Arm(when=when, next=target))
    if not fields.items("branch"):
        fields.note("branch", "journey.no_way", "A branch needs at least one way out.")
    return Branch(**common, arms=tuple(arms), otherwise=fields.text("else") if fields.get("else") else None)


def _split(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    node = fields.get("split")
    inner = Fields.of(node, fields.at("split"), fields.findings) if node else None
    named = {target: inner.share(target) or 0.0 for target in inner.node.value} if inner else {}
    total = sum(named.values())
    if inner and abs(total - 1) > 1e-9:
        fields.note(
            "split",
            "journey.shares",
            f"The shares add up to {100 * total:g} %.",
            "Let them add up to 100 %.",
        )
    return Split(**common, shares=tuple(named.items()))


def _set_trait(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    inner = _inside(fields, "set_trait", ("key", "value"))
    node = inner.get("value") if inner else None
    if inner and node is None:
        inner.note("value", "definition.missing_field", "'value' is missing; write null to forget the trait.")
    return SetTrait(**common, key=inner.text("key") if inner else "", value=node.plain() if node else None)


def _emit(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    inner = _inside(fields, "emit", ("event", "properties"))
    node = inner.get("properties") if inner else None
    if inner and node is not None and not isinstance(node.value, dict):
        inner.note("properties", "definition.wrong_type", "'properties' must be a mapping.")
        node = None
    return Emit(**common, event=event_at(inner) if inner else "", properties=node.plain() if node else {})


def _exit(fields: Fields, common: dict[str, Any], known: Known | None) -> Step:
    fields.flag("exit")
    return Leave(**common)


def _inside(fields: Fields, key: str, known: tuple[str, ...]) -> Fields | None:
    node = fields.get(key)
    inner = Fields.of(node, fields.at(key), fields.findings) if node else None
    if inner:
        inner.only(known)
    return inner


_READERS: Final[dict[str, Callable[[Fields, dict[str, Any], Known | None], Step]]] = {
    "message": _message,
    "wait": _wait,
    "wait_until": _wait_until,
    "wait_best_hour": _wait_best_hour,
    "wait_for": _wait_for,
    "branch": _branch,
    "split": _split,
    "set_trait": _set_trait,
    "emit": _emit,
    "webhook": _webhook,
    "exit": _exit,
}

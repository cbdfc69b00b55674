"""What things are called: their titles and what steps do, beside the names that definitions go by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from evergrow.cli.reach import Place

_WORDS: Final[dict[str, tuple[str, Callable[[Any], str]]]] = {
    "wait": ("Wait", str),
    "wait_until": ("Wait until", lambda until: " ".join(filter(None, (until.get("weekday"), until["time"])))),
    "wait_best_hour": ("Wait for the best hour", lambda _: ""),
    "wait_for": ("Wait for", lambda waits: waits["event"]),
    "branch": ("Branch", lambda _: ""),
    "split": ("Split", lambda _: ""),
    "set_trait": ("Set trait", lambda trait: trait["key"]),
    "emit": ("Emit", lambda emit: emit["event"]),
    "exit": ("Exit", lambda _: ""),
}


def titles_of(place: Place, kind: str) -> dict[str, str]:
    """The titles of all that is saved, by name. `kind`: journeys, campaigns or messages."""
    return {each["name"]: each["title"] for each in place.get(f"/api/{kind}")}


def steps_of(document: Mapping[str, Any], messages: Mapping[str, str]) -> dict[str, str]:
    """What each step of a journey's document does, by its id. `messages`: their titles by name."""
    return {step["id"]: _said(step, messages) for step in document.get("steps", [])}


def _said(step: Mapping[str, Any], messages: Mapping[str, str]) -> str:
    for kind, word in (("message", "Message"), ("webhook", "Webhook")):
        if kind in step:
            return f"{word}: {messages.get(step[kind], step[kind])}"
    for kind, (word, detail) in _WORDS.items():
        if kind in step:
            said = detail(step[kind])
            return f"{word}: {said}" if said and kind != "wait_until" else f"{word} {said}".rstrip()
    return str(step["id"])

"""What a message reads of its customers, by its templates: so that no more is asked for."""

from __future__ import annotations

from typing import Any

from evergrow.definitions.messages import Message
from evergrow.engage.messages.gather import FIRST_NAMES, LAST_NAMES, Needs
from evergrow.engage.messages.render import templates_of
from evergrow.engage.messages.values import LANGUAGES, ZONES

_OWN = frozenset({"customer_id", "name", "email"})


def needs_of(message: Message) -> Needs:
    """What is to be known before it can be written; the language to write in too, where there are several."""
    needed: set[str] = set(LANGUAGES) if len(message.contents) > 1 else set()
    is_any, has_preferences, has_recommended = False, False, False
    for template in templates_of(message):
        analysis = template.bound.analyze(include_partials=False)
        if "date" in analysis.filters or "time_zone" in analysis.globals:
            needed |= set(ZONES)
        has_preferences = has_preferences or "preferences_url" in analysis.globals
        has_recommended = has_recommended or "recommended" in analysis.globals
        for variable in analysis.globals.get("customer", ()):
            leaf: Any = variable.segments[1] if len(variable.segments) > 1 else None
            if isinstance(leaf, str):
                needed.add(leaf)
            else:
                is_any = True  # all of the customer, or a part whose name is looked up
    if "first_name" in needed:
        needed |= set(FIRST_NAMES)
    if "last_name" in needed:
        needed |= set(LAST_NAMES)
    return Needs(
        traits=None if is_any else frozenset(needed - _OWN - {"stage", "metrics"}),
        has_stage=is_any or "stage" in needed,
        has_metrics=is_any or "metrics" in needed,
        has_preferences=has_preferences,
        has_recommended=has_recommended,
    )


def joined_needs(needs: list[Needs]) -> Needs:
    """What several messages need together."""
    is_any = any(one.traits is None for one in needs)
    return Needs(
        traits=None if is_any else frozenset().union(*(one.traits or () for one in needs)),
        has_stage=any(one.has_stage for one in needs),
        has_metrics=any(one.has_metrics for one in needs),
        has_recommended=any(one.has_recommended for one in needs),
    )

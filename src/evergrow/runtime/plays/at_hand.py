"""Plays as an operator meets them: what each needs, and whether it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.messages import read_message
from evergrow.definitions.plays import Play, shipped_play, shipped_plays
from evergrow.definitions.store import document
from evergrow.record import customers, events
from evergrow.runtime.plays.spec import Need, PlayAtHand, PlayNeeds
from evergrow.runtime.workspace import Workspace

SEEN_OVER: Final = timedelta(days=28)


def plays_at_hand(
    workspace: Workspace, now: datetime, *, source: str | None = None, target: str | None = None
) -> list[PlayAtHand]:
    """The plays for a move, the most fitting first; every play, along the lifecycle, where none is named."""
    places = {play.name: _place(play, source, target) for play in shipped_plays()}
    found = _at_hand(workspace, [play for play in shipped_plays() if places[play.name] is not None], now)
    if source or target:
        found.sort(key=lambda one: (places[one.play.name], not one.needs.is_ready))
    return found


def play_at_hand(workspace: Workspace, name: str, now: datetime) -> PlayAtHand:
    """One play.

    Raises:
        Refusal: `play.unknown`.
    """
    return _at_hand(workspace, [shipped_play(name)], now)[0]


def _place(play: Play, source: str | None, target: str | None) -> int | None:
    """Where in the play's moves the asked one stands; None where it is made for others."""
    for place, move in enumerate(play.moves):
        if source in (None, move.source) and target in (None, move.target):
            return place
    return None


def _at_hand(workspace: Workspace, plays: Sequence[Play], now: datetime) -> list[PlayAtHand]:
    seen = _counts(workspace.warehouse.ask(_seen, now - SEEN_OVER))
    stated = _counts(workspace.warehouse.ask(_stated))
    with workspace.state.reading() as tx:
        return [
            PlayAtHand(
                play=play,
                needs=_needs(play, seen, stated),
                channels=_channels(play),
                is_used=document(tx, "journey", play.name) is not None,
            )
            for play in plays
        ]


def _needs(play: Play, seen: dict[str, int], stated: dict[str, int]) -> PlayNeeds:
    needed = [Need(name=name, count=seen.get(name, 0)) for name in play.events]
    traits = [Need(name=name, count=stated.get(name, 0)) for name in play.traits]
    return PlayNeeds(
        events=needed,
        traits=traits,
        better_with=[Need(name=name, count=seen.get(name, 0)) for name in play.better_with],
        is_ready=all(need.count for need in (*needed, *traits)),
    )


def _channels(play: Play) -> list[str]:
    found = [read_message(one.text).channel for one in play.documents if one.kind == "message"]
    return list(dict.fromkeys(found))


def _counts(rows: Any) -> dict[str, int]:
    return dict(zip(rows["name"].to_pylist(), rows["count"].to_pylist(), strict=True))


def _seen(since: Any) -> ir.Table:
    rows = events.EVENTS.rows
    return rows.filter(rows["at"] > since).group_by("name").agg(count=ibis._.count())


def _stated() -> ir.Table:
    """How many identities stated each trait; `email` counts customers who can be written to."""
    traits = customers.TRAITS.rows.filter(customers.TRAITS.rows.key != "email")
    people = customers.CUSTOMERS.rows
    reached = people.filter(people.email.notnull()).aggregate(count=ibis._.count())
    return (
        traits.group_by(name="key")
        .agg(count=ibis._.count())
        .union(reached.select(name=ibis.literal("email"), count="count"))
    )

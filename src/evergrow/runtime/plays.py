"""Plays as an operator meets them: what each needs and whether it is there, and taking one as one's own drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import ibis
import ibis.expr.types as ir

from evergrow.definitions.folders import Document, known_names
from evergrow.definitions.journeys import read_journey
from evergrow.definitions.messages import read_message
from evergrow.definitions.plays import Play, renamed, shipped_play, shipped_plays, with_shop
from evergrow.definitions.store import document, topics_in_force
from evergrow.kernel import refuse
from evergrow.record import customers, events
from evergrow.runtime.documents import save_document
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

SEEN_OVER: Final = timedelta(days=28)
State = Literal["new", "same", "yours"]


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something a play needs. `count`: such events in the last 28 days, or customers with such a trait."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PlayNeeds:
    """What a play needs and how much of it there is; `is_ready` where there is some of everything."""

    events: list[Need]
    traits: list[Need]
    better_with: list[Need]
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class PlayAtHand:
    """A play as it stands here. `is_used`: a journey of its name is kept."""

    play: Play
    needs: PlayNeeds
    channels: list[str]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class TakenDocument:
    """A document of a play that was taken. `yours`: one of its name was there already and stays as it is."""

    kind: str
    name: str
    state: State


@dataclass(frozen=True, kw_only=True)
class TakenPlay:
    """The journeys to look at and launch, the main one first, and everything that was kept."""

    journeys: list[str]
    documents: list[TakenDocument]


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


def use_play(
    workspace: Workspace, name: str, *, own_name: str | None, shop_url: str | None, by: str, now: datetime
) -> TakenPlay:
    """Keep a play's documents as one's own: nothing is launched by it. Using it again changes nothing.

    Segments that several plays share stay as they are where one of that name is kept.

    Args:
        own_name: What its journeys and messages are named instead of its own name.
        shop_url: What its links lead to instead of https://shop.example.

    Raises:
        Refusal: `play.unknown`, `play.bad_name`, `play.bad_shop`; `play.unknown_topic`; `play.taken` where a
            document of that name says something else.
    """
    play = shipped_play(name)
    documents = renamed(play, own_name or play.name)
    if shop_url:
        documents = with_shop(documents, shop_url)
    with workspace.state.reading() as tx:
        _check_topics(tx, documents)
        states: list[State] = [_state(tx, one, play) for one in documents]
    _check(documents)
    for one, state in zip(documents, states, strict=True):
        if state == "new":
            save_document(workspace, one.kind, one.text, file=one.file, by=by, now=now)
    kept = [
        TakenDocument(kind=one.kind, name=one.name, state=state)
        for one, state in zip(documents, states, strict=True)
    ]
    journeys = [one.name for one in documents if one.kind == "journey"]
    return TakenPlay(journeys=sorted(journeys, key=lambda one: (len(one), one)), documents=kept)


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


def _state(tx: Tx, wanted: Document, play: Play) -> State:
    kept = document(tx, wanted.kind, wanted.name)
    if kept is None:
        return "new"
    if kept.text == wanted.text:
        return "same"
    if wanted.kind == "segment":
        return "yours"
    raise refuse(
        "play.taken",
        f"There is a {wanted.kind} '{wanted.name}' already, and it says something else.",
        where=wanted.file,
        next_step=f"Use the play under another name, such as {play.name}-2.",
        status=409,
    )


def _check_topics(tx: Tx, documents: Sequence[Document]) -> None:
    """Every message must be about something that customers here can agree to."""
    topics = topics_in_force(tx)
    for one in documents:
        topic = read_message(one.text).topic if one.kind == "message" else None
        if topic is not None and topics.topic(topic) is None:
            raise refuse(
                "play.unknown_topic",
                f"The message '{one.name}' is about '{topic}', and no topic here is named so.",
                where="topics",
                next_step=f"Add the topic '{topic}' on the Preferences page.",
                status=409,
            )


def _check(documents: Sequence[Document]) -> None:
    """Everything must be readable before anything is kept."""
    names: dict[str, dict[str, str]] = {}
    for one in documents:
        names.setdefault(one.kind, {})[one.name] = one.text
    for one in documents:
        if one.kind == "journey":
            read_journey(one.text, file=one.file, known=known_names(names))


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

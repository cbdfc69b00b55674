"""Plays: ready journeys for each move of the lifecycle, and taking one as one's own drafts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from evergrow.definitions.journeys import journey_document, read_journey
from evergrow.definitions.messages import message_document, read_message
from evergrow.definitions.plays import PlayMove, Words
from evergrow.runtime.plays import (
    PlayAtHand,
    PlayNeeds,
    TakenPlay,
    play_at_hand,
    plays_at_hand,
    use_play,
)
from evergrow.web.access import SignedIn
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/plays", tags=["plays"])


class PlayWords(BaseModel):
    """The same words in the languages that every play speaks."""

    en: str
    ja: str


class PlayRow(BaseModel):
    """A play. `moves` are those of the shop map it is made for, the main one first; `needs` says what is there.

    `adjust` is what to look at before launching it; `is_used` whether a journey of its name is kept.
    """

    name: str
    title: PlayWords
    promise: PlayWords
    goal: PlayWords
    moves: list[PlayMove]
    needs: PlayNeeds
    channels: list[str]
    journeys: list[str]
    messages: list[str]
    adjust: list[PlayWords]
    is_used: bool


class PlayDocument(BaseModel):
    """A document of a play: its file as it would be kept, and its fields."""

    kind: str
    name: str
    title: str
    yaml: str
    document: dict[str, Any] | None


class PlayShown(PlayRow):
    """A play with everything that is in it. `rehearsals` are the scenarios that prove it, as YAML by name."""

    documents: list[PlayDocument]
    rehearsals: dict[str, str]


class PlayRequest(BaseModel):
    """How to take a play: its documents' own name, and the address that its links lead to."""

    name: Annotated[str | None, Field(max_length=40)] = None
    shop_url: Annotated[str | None, Field(max_length=500)] = None


@router.get("", operation_id="listPlays")
def every(
    room: Room,
    now: Now,
    source: Annotated[str | None, Query(alias="from", max_length=40)] = None,
    target: Annotated[str | None, Query(alias="to", max_length=40)] = None,
) -> list[PlayRow]:
    """Every play along the lifecycle; or those for a move, the most fitting first."""
    return [_row(one) for one in plays_at_hand(room, now, source=source, target=target)]


@router.get("/{name}", operation_id="getPlay")
def one(name: str, room: Room, now: Now) -> PlayShown:
    """One play, with its journeys, messages and segments."""
    found = play_at_hand(room, name, now)
    documents = [
        PlayDocument(kind=each.kind, name=each.name, yaml=each.text, **_fields(each.kind, each.text))
        for each in found.play.documents
    ]
    return PlayShown(**_row(found).model_dump(), documents=documents, rehearsals=dict(found.play.rehearsals))


@router.post("/{name}/use", operation_id="usePlay")
def use(name: str, body: PlayRequest, site: Here, operator: SignedIn, now: Now) -> TakenPlay:
    """Keep the play's documents as drafts of one's own. Nothing is launched, and nothing of another text overwritten."""
    taken = use_play(
        site.workspace, name, own_name=body.name, shop_url=body.shop_url, by=operator.name, now=now
    )
    site.answers.forget()
    return taken


def _row(found: PlayAtHand) -> PlayRow:
    play = found.play
    return PlayRow(
        name=play.name,
        title=_words(play.title),
        promise=_words(play.promise),
        goal=_words(play.goal),
        moves=list(play.moves),
        needs=found.needs,
        channels=found.channels,
        journeys=[each.name for each in play.journeys],
        messages=[each.name for each in play.documents if each.kind == "message"],
        adjust=[_words(each) for each in play.adjust],
        is_used=found.is_used,
    )


def _words(words: Words) -> PlayWords:
    return PlayWords(en=words["en"], ja=words["ja"])


def _fields(kind: str, text: str) -> dict[str, Any]:
    if kind == "journey":
        journey = read_journey(text)
        return {"title": journey.title, "document": journey_document(journey)}
    if kind == "message":
        message = read_message(text)
        return {"title": message.title, "document": message_document(message)}
    return {"title": "", "document": None}

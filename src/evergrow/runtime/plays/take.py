"""Take a play: its documents are kept as an operator's own, and nothing is launched by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from evergrow.definitions.folders import Document, known_names
from evergrow.definitions.journeys import read_journey
from evergrow.definitions.messages import read_message
from evergrow.definitions.plays import Play, renamed, shipped_play, with_shop
from evergrow.definitions.store import document, topics_in_force
from evergrow.kernel import refuse
from evergrow.runtime.documents import save_document
from evergrow.runtime.plays.spec import State, TakenDocument, TakenPlay
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx


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
            save_document(workspace, one.kind, one.text, name=one.name, by=by, now=now)
    kept = [
        TakenDocument(kind=one.kind, name=one.name, state=state)
        for one, state in zip(documents, states, strict=True)
    ]
    journeys = [one.name for one in documents if one.kind == "journey"]
    return TakenPlay(journeys=sorted(journeys, key=lambda one: (len(one), one)), documents=kept)


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

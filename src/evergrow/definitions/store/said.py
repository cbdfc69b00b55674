"""Messages and topics as they are kept: read once a version."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from evergrow.definitions.messages import Message, read_message
from evergrow.definitions.store.documents import document
from evergrow.definitions.topics import SHIPPED_TOPICS, Topics, read_topics
from evergrow.storage.state import Tx

TOPICS = "topics"
MESSAGE = "message"


CARRIER: Final = "account"
"""The shipped topic about which the question goes whether a yes is to be confirmed; it needs no consent."""


def topics_in_force(tx: Tx) -> Topics:
    """The topics of the brand: those that ship with Evergrow until others are saved."""
    kept = document(tx, TOPICS, TOPICS)
    return _topics(kept.text if kept else SHIPPED_TOPICS)


def kept_message(tx: Tx, name: str, version: int | None = None) -> Message | None:
    """A message in one version, the newest where none is named; None where there is none, or it was removed."""
    kept = document(tx, MESSAGE, name, version)
    return _message(kept.text, f"messages/{name}.yaml") if kept else None


@lru_cache(maxsize=8)
def _topics(text: str) -> Topics:
    """As they were written; where all of them are marketing, with Evergrow's own for what asks to confirm a yes."""
    found = read_topics(text)
    needs_one = all(topic.is_marketing for topic in found.topics) and found.topic(CARRIER) is None
    own = read_topics(SHIPPED_TOPICS).topic(CARRIER) if needs_one else None
    return Topics(topics=(*found.topics, own)) if own else found


@lru_cache(maxsize=500)
def _message(text: str, file: str) -> Message:
    return read_message(text, file=file)

"""Messages and topics as they are kept: read once a version."""

from __future__ import annotations

from functools import lru_cache

from evergrow.definitions.messages import Message, read_message
from evergrow.definitions.store.documents import document
from evergrow.definitions.topics import SHIPPED_TOPICS, Topics, read_topics
from evergrow.storage.state import Tx

TOPICS = "topics"
MESSAGE = "message"


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
    return read_topics(text)


@lru_cache(maxsize=500)
def _message(text: str, file: str) -> Message:
    return read_message(text, file=file)

"""The shape of Segment's messages, and a glance that tells at once whether a single one is plainly good.

Only what Evergrow reads is decoded; properties, traits and context stay bytes (msgspec.Raw), which is
what makes 1 million events a second possible. Raw is still checked to be JSON, but not to be UTF-8.

See     https://segment.com/docs/connections/spec/common/
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Raw

TYPES: Final = frozenset(("track", "identify", "page", "screen", "group", "alias"))
BATCHES: Final = frozenset(("batch", "import"))
EVENT_BYTES: Final = 32 * 1024
_NOTHING: Final = Raw(b"")

Id = str | int | float | None


class Message(msgspec.Struct, gc=False):
    """One event."""

    type: str | None = None
    messageId: Id = None
    event: str | None = None
    name: str | None = None
    userId: Id = None
    anonymousId: Id = None
    previousId: Id = None
    groupId: Id = None
    timestamp: str | None = None
    sentAt: str | None = None
    properties: Raw = _NOTHING
    traits: Raw = _NOTHING
    context: Raw = _NOTHING


class Batch(msgspec.Struct, gc=False):
    """Many events in one request. `sentAt` and `context` hold for those that have none of their own."""

    batch: list[Message]
    sentAt: str | None = None
    context: Raw = _NOTHING


class RawBatch(msgspec.Struct, gc=False):
    """A batch whose events are not looked into yet."""

    batch: list[Raw]
    sentAt: str | None = None
    context: Raw = _NOTHING


decode_message = msgspec.json.Decoder(Message).decode
decode_batch = msgspec.json.Decoder(Batch).decode
decode_raw_batch = msgspec.json.Decoder(RawBatch).decode

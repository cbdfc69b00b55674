"""Tell at a glance that a single event is plainly good, so that ten thousand a second can be answered.

The sieve judges columns: made for thousands of records, it takes milliseconds for one. A glance takes
microseconds. Where it is in doubt, the caller asks `judge`, which is the sieve itself; so a glance may be
too careful but never too kind (a property test holds it to that).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Raw

from evergrow.ingest.dialects.segment import EVENT_BYTES, TYPES, Id, Message, decode_message
from evergrow.ingest.sieve import COMPLETED, PLACEHOLDERS, REFUNDED, can_read

_SHORT: Final = 128  # characters: at most 512 bytes
_FIRST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_HOURS_AHEAD: Final = timedelta(hours=23)
_NOBODY: Final = frozenset(PLACEHOLDERS)
_BRACE: Final = ord("{")
_NEEDS: Final = {
    "track": lambda message: _is_name(message.event or message.name),
    "group": lambda message: _is_id(message.groupId),
    "alias": lambda message: _is_id(message.userId) and _is_id(message.previousId),
}


def is_plainly_good(kind: str, body: bytes, received_at: datetime) -> bool:
    """True only where the sieve would accept this event, sent to the address of `kind`."""
    try:
        if len(body) > EVENT_BYTES or kind not in TYPES:
            return False
        if not body.isascii():
            body.decode()
        message = decode_message(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    user, device, previous, group = message.userId, message.anonymousId, message.previousId, message.groupId
    return (
        (user is not None or device is not None)
        and (user is None or _is_id(user))
        and (device is None or _is_id(device))
        and (previous is None or _is_id(previous))
        and (group is None or _is_id(group))
        and (message.messageId is None or _is_name(message.messageId))
        and (message.name is None or _is_name(message.name))
        and _is_object(message.properties)
        and _is_object(message.traits)
        and _is_object(message.context)
        and (kind not in _NEEDS or _NEEDS[kind](message))
        and _is_dated(message, received_at)
        and (message.event not in (COMPLETED, REFUNDED) or can_read(message.event, message.properties))
    )


def _is_name(value: Id) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _SHORT and not value[0].isspace()


def _is_id(value: Id) -> bool:
    if isinstance(value, int):
        value = str(value)
    return (
        isinstance(value, str)
        and 0 < len(value) <= _SHORT
        and value.isprintable()
        and value.strip() not in _NOBODY
    )


def _is_object(value: Raw) -> bool:
    if len(value) == 0:
        return True
    text = bytes(value)
    return text[0] == _BRACE or text == b"null"


def _is_dated(message: Message, received_at: datetime) -> bool:
    if message.timestamp is None:
        return True
    try:
        at = datetime.fromisoformat(message.timestamp)
        if message.sentAt is not None:
            at += received_at - datetime.fromisoformat(message.sentAt)
        return _FIRST <= at <= received_at + _HOURS_AHEAD
    except (ValueError, TypeError, OverflowError):  # unreadable, or one without a zone
        return False

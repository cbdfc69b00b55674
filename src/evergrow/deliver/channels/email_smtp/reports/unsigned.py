"""The two ways in which a webhook is turned away, and reading what all of them carry."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from evergrow.kernel import Refusal, refuse

_OURS: Final = re.compile(r"<?([0-9a-f]{16})@[^>\s]+>?")


def unsigned(what: str) -> Refusal:
    """Nobody can tell that it is the provider who says so."""
    return refuse(
        "report.unsigned",
        what,
        where="signature",
        next_step="Compare the webhook secret under Channels with the provider's.",
        status=401,
    )


def unreadable(what: str) -> Refusal:
    """It is signed, and not what the provider documents."""
    return refuse("report.unreadable", what, where="body")


def decoded(body: bytes | str) -> Any:
    """The JSON of a body.

    Raises:
        Refusal: `report.unreadable`.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise unreadable("The body is no JSON.") from None


def our_id(message_id: str) -> str:
    """The message's name in a Message-ID that we gave; empty where it is somebody else's."""
    found = _OURS.fullmatch(message_id.strip())
    return found.group(1) if found else ""


def moment(text: object) -> datetime | None:
    """A provider's ISO time or Unix seconds, aware UTC; None where it is neither."""
    try:
        if isinstance(text, int | float):
            return datetime.fromtimestamp(text, UTC)
        found = datetime.fromisoformat(str(text))
    except (ValueError, OverflowError, OSError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

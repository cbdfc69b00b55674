"""What is noted of handing one message over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec


class Ending(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one try of a message ended: the message's new standing, and the attempt.

    `status` is the message's (sent, ready for another try, failed, unknown, suppressed), `outcome` the attempt's.
    """

    message_key: int
    number: int
    connection_id: str
    begun_at: datetime
    ended_at: datetime
    outcome: str
    status: str
    due_at: datetime
    reason: str | None = None
    code: str | None = None
    detail: str | None = None
    waits_for: str | None = None
    provider_id: str | None = None
    language: str | None = None
    told: dict[str, Any] | None = None  # a record for the log, where an event tells of it
    gone: tuple[str, str] | None = (
        None  # channel and address, where the provider said that there is none such
    )


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try, as an operator sees it."""

    number: int
    connection_id: str
    begun_at: datetime
    ended_at: datetime
    outcome: str
    reason: str | None
    code: str | None
    detail: str | None

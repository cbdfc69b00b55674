"""What the dispatcher takes up, and what it hands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from evergrow.deliver.channels import Outgoing

Suppression = tuple[str, str]
"""A reason of guards.SUPPRESSIONS, and a sentence more."""


class Claimed(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A message of the outbox that is due and ready."""

    message_key: int
    origin: str
    origin_name: str
    origin_version: int
    step: str
    entry_key: int | None
    identity_key: int
    customer_id: str
    channel: str
    topic: str
    template: str
    template_version: int
    trigger: str | None
    address: str | None
    due_at: datetime
    tries: int
    variant: str | None
    language: str | None = None  # asked for, as by a test of one language; else the customer's own


class Prepared(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A claimed message written for its customer, or the reason why it must not go now."""

    claimed: Claimed
    outgoing: Outgoing | None = None
    suppression: Suppression | None = None
    language: str = ""
    told: dict[str, Any] = {}


Prepare = Callable[[Sequence[Claimed], datetime], list[Prepared]]
"""Writes a batch of messages: checks consent and suppression once more, renders, makes the links. Runs in a thread."""


class Withdrawn(Exception):
    """The message is no longer to be sent: it was stopped between its claim and its mark."""

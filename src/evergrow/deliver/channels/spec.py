"""What every channel is: one folder, one way to send, one way to read what its provider reports.

A channel is made from the values of its `FIELDS` and is asked for one message at a time, many at once. It
never touches a database and never decides whether to send: that is done when it is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, Protocol, runtime_checkable

import msgspec

from evergrow.storage.state import State

HandOver = Callable[[], Awaitable[None]]
"""Await it right before the point of no return. When it returns, it is on disk that the message may have gone
out; should the process die from there on, the message is never handed over again."""

Clock = Callable[[], datetime]
"""The moment it is, aware UTC: tokens and signatures carry it. `runtime` gives it, for this room reads no clock."""

OutcomeStatus = Literal["sent", "retry", "failed", "unknown"]

FAILURES: Final = {
    "refused": "The provider refuses the message for good.",
    "bad_address": "The address does not exist, or cannot be reached.",
    "bad_content": "The message cannot be put into the channel's form.",
    "not_connected": "The channel is not connected.",
    "bad_credentials": "The provider does not accept the credentials.",
    "unreachable": "The provider could not be reached, however often it was tried.",
    "rate_limited": "The provider asked to slow down, however often it was tried.",
    "rejected_for_now": "The provider answered 'not now', however often it was tried.",
    "template_missing": "The message was deleted while customers were on their way to it.",
    "unknown": "Handed over, and the answer was lost: unknown, not repeated.",
}
"""Every reason a message can fail for; the guards' reasons are for suppressed ones."""

ReportKind = Literal[
    "delivered",
    "bounced",
    "delayed",
    "complained",
    "opened",
    "clicked",
    "unsubscribed",
    "subscribed",
    "received",
]


class Outgoing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One message, rendered. `content` holds what the channel's kind of message document has, in plain text.

    email: subject, html, text, preheader, headers (a mapping) · sms, messenger: text · push, web_push, in_app: title,
    body, link, image · whatsapp: template, parameters, language · webhook: url, body.
    """

    message_id: str  # unique, safe in a URL and as the left half of a Message-ID
    message_key: int
    address: str
    content: Mapping[str, Any]
    customer_id: str
    topic: str = ""
    language: str = ""
    is_transactional: bool = False
    unsubscribe_url: str = ""  # empty where nothing can be unsubscribed from
    sent_as_of: datetime | None = None  # aware UTC: goes into Date


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of handing a message over.

    `retry` only where the message surely did not go out; `unknown` where nobody can tell (the connection
    broke after the point of no return). `reason` is a key of FAILURES. `retry_after` in seconds, if told.
    """

    status: OutcomeStatus
    provider_id: str = ""
    reason: str = ""
    detail: str = ""
    code: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something to enter when connecting. A secret is kept encrypted and never shown again, unless it is shared: one
    that the channel made, and that the other side needs from the operator.

    Where its provider documents what it looks like, `shape` says so and `pattern` (all of it, a regular expression)
    tells a slip of the hand before anything is kept. `is_usual` is an optional one of which most enter at least one.
    """

    name: str
    title: str
    example: str = ""
    is_secret: bool = False
    is_shared: bool = False
    is_optional: bool = False
    is_usual: bool = False
    choices: Sequence[str] = ()
    hint: str = ""
    default: str = ""
    shape: str = ""
    pattern: str = ""


@dataclass(frozen=True, kw_only=True)
class Health:
    """Whether the provider can be reached with what was entered. `what` is for the operator to read."""

    is_well: bool
    what: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Report:
    """Something a provider said about a message, or that a customer wrote back.

    `message_id` is ours where the provider carries it back, else empty and `provider_id` or `address` tells.
    `is_hard` is for bounces: the address will never work. `text` is an inbound message such as STOP.
    `report_id` makes a repeated report one event.
    """

    kind: ReportKind
    report_id: str
    at: datetime | None = None
    message_id: str = ""
    provider_id: str = ""
    address: str = ""
    is_hard: bool = False
    detail: str = ""
    link: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """A provider's webhook as it came. `url` is the public address it was sent to, `now` when (aware UTC)."""

    headers: Mapping[str, str]  # names in lower case
    body: bytes
    url: str
    query: Mapping[str, str]
    now: datetime


class Channel(Protocol):
    """A connected channel. Made on the dispatcher's event loop and used on it alone."""

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one message; many run at once.

        Awaits `hand_over()` exactly once where it comes to the point of no return, and not at all where the message
        is refused before. Raises nothing but what a bug raises: an answer, whatever it is, is an Outcome.
        """
        ...

    async def check(self) -> Health:
        """Reach the provider without sending anything to a customer."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Flight(Protocol):
    """Messages that one line carries one after the other, and who is told of them."""

    @property
    def outgoings(self) -> Sequence[Outgoing]:
        """The messages, in their order."""
        ...

    async def mark(self) -> Collection[int]:
        """Await it once, before the first message's point of no return: it is on disk then that all may go out.

        Returns the keys of those that must not go any more.
        """
        ...

    def begin(self, message_key: int) -> None:
        """Say it right before the message's point of no return."""
        ...

    def end(self, message_key: int, outcome: Outcome) -> None:
        """Say what became of a message, once."""
        ...


@runtime_checkable
class Carrier(Channel, Protocol):
    """A channel that is quicker with several messages in one go."""

    @property
    def lines(self) -> int:
        """How many flights may be under way at once."""
        ...

    async def carry(self, flight: Flight) -> None:
        """Send the messages of a flight.

        Every message it begins, it ends; the others it may leave to the next flight. It ends one at least.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class ChannelKind:
    """One folder of `deliver.channels`: what it is called, what to enter, how it is made.

    Args:
        kind: The folder's name, such as `sms_twilio`.
        channel: The word in message documents that it carries: email sms push web_push whatsapp ...
        open: Makes the channel from the entered values and the clock. Raises Refusal for values that cannot be.
        read_reports: Checks the signature of a provider's webhook and reads it. Raises Refusal
            `report.unsigned` (401) or `report.unreadable` (400).
        at_once: How many messages may be on their way at the same time.
        complete: Adds what the channel makes itself when it is connected, such as its own keys, to the values.
        open_here: Used instead of `open` by a channel that keeps messages in this workspace's own state.
        greet: The text to answer a provider's GET with, by which it makes sure of the webhook's address. Raises Refusal.
        tidy_address: The address as the provider wants it, or None where it cannot be one.
    """

    kind: str
    channel: str
    title: str
    fields: Sequence[Field]
    open: Callable[[Mapping[str, str], Clock], Channel]
    read_reports: Callable[[Mapping[str, str], ReportRequest], list[Report]] | None = None
    complete: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None
    open_here: Callable[[Mapping[str, str], Clock, State], Channel] | None = None
    greet: Callable[[Mapping[str, str], ReportRequest], str] | None = None
    at_once: int = 16
    tidy_address: Callable[[str], str | None] | None = None

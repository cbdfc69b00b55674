"""What a channel's answer makes of a message: sent, another try later, or the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from evergrow.deliver.addresses import TRAITS
from evergrow.deliver.attempts import Ending
from evergrow.deliver.channels import Outcome
from evergrow.deliver.dispatch.spec import Prepared
from evergrow.deliver.telling import bounced_record, gone_record
from evergrow.kernel import bucket

TOKENS: Final = ("push", "web_push")
MOST_TRIES: Final = 9  # within some eight hours
FIRST_WAIT_SECONDS: Final = 30.0
LONGEST_WAIT_SECONDS: Final = 2 * 3600.0


def wait_before(message_key: int, number: int) -> timedelta:
    """How long to wait after the `number`-th try: doubling, spread by half around it so that a crowd does not come back at once."""
    wait = min(FIRST_WAIT_SECONDS * 2 ** (number - 1), LONGEST_WAIT_SECONDS)
    return timedelta(seconds=wait * (0.5 + bucket("retry", f"{message_key}:{number}")))


def ending_of(
    prepared: Prepared, outcome: Outcome, connection_id: str, *, begun_at: datetime, now: datetime
) -> Ending:
    """The message's new standing after this answer."""
    claimed = prepared.claimed
    number = claimed.tries + 1
    status, due_at, waits_for = outcome.status, claimed.due_at, None
    if outcome.status == "retry":
        if number >= MOST_TRIES:
            status = "failed"
        else:
            asked = timedelta(seconds=min(outcome.retry_after or 0.0, 24 * 3600.0))
            status, waits_for = "ready", "retry"
            due_at = now + max(wait_before(claimed.message_key, number), asked)
    return Ending(
        message_key=claimed.message_key,
        number=number,
        connection_id=connection_id,
        begun_at=begun_at,
        ended_at=now,
        outcome=outcome.status,
        status=status,
        due_at=due_at,
        reason=outcome.reason or None,
        code=outcome.code[:40] or None,
        detail=outcome.detail or None,
        waits_for=waits_for,
        provider_id=outcome.provider_id[:200] or None,
        language=prepared.language or None,
        told=_told(prepared, outcome, begun_at, now),
        gone=_gone(prepared, outcome),
    )


def suppressed(prepared: Prepared, now: datetime) -> Ending:
    """The message ends here: it must not be sent."""
    assert prepared.suppression is not None
    reason, detail = prepared.suppression
    claimed = prepared.claimed
    return Ending(
        message_key=claimed.message_key,
        number=claimed.tries + 1,
        connection_id="",
        begun_at=now,
        ended_at=now,
        outcome="suppressed",
        status="suppressed",
        due_at=claimed.due_at,
        reason=reason,
        detail=detail or None,
    )


def _told(prepared: Prepared, outcome: Outcome, begun_at: datetime, now: datetime) -> dict[str, Any] | None:
    """The record that tells of it: sent, bounced at the door, or a token that is one no longer."""
    if not prepared.told:
        return None
    if outcome.status == "sent":
        return prepared.told | {"timestamp": now}
    if outcome.status == "failed" and outcome.reason == "bad_address":
        channel = prepared.claimed.channel
        if channel in TOKENS:
            return gone_record(prepared.told, TRAITS[channel], begun_at)
        return bounced_record(prepared.told, now, outcome.detail)
    return None


def _gone(prepared: Prepared, outcome: Outcome) -> tuple[str, str] | None:
    """A mailbox or number that is gone is not written to again; a token is forgotten instead."""
    claimed, outgoing = prepared.claimed, prepared.outgoing
    is_gone = outcome.status == "failed" and outcome.reason == "bad_address" and outcome.code != ""
    if not is_gone or outgoing is None or claimed.channel in TOKENS or claimed.origin == "test":
        return None
    return claimed.channel, outgoing.address

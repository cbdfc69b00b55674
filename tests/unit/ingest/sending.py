"""Requests for the tests of the door, and what is read out of them."""

import json
from datetime import UTC, datetime
from typing import Any

from evergrow.ingest import Intake, take_in
from evergrow.storage.log import LoggedEntry

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def entry(
    detail: str, body: Any, *, position: int = 1, dialect: str = "segment", at: datetime = NOW
) -> LoggedEntry:
    """A request as the log keeps it; a body that is not bytes is written as JSON."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return LoggedEntry("src_1", dialect, detail, text, at, position)


def of_batch(*events: Any, **more: Any) -> Intake:
    """What a Segment batch of these events says."""
    return take_in([entry("batch", {"batch": list(events), **more})])


def track(**fields: Any) -> dict[str, Any]:
    """A good track; give a field to change it."""
    return {"type": "track", "event": "Signed Up", "userId": "ana", **fields}


def reasons(intake: Intake) -> list[str]:
    """Why records were set aside, in their order."""
    return [one.reason for one in sorted(intake.quarantined, key=lambda one: (one.position, one.ordinal))]

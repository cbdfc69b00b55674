"""Read what providers report: signatures in constant time, bodies that may hold anything."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from evergrow.deliver.channels.spec import ReportRequest
from evergrow.deliver.phones import reply_of
from evergrow.kernel import Refusal, refuse


def is_signed(expected: str | bytes, given: str) -> bool:
    """Whether two signatures are the same, in constant time."""
    known = expected.encode() if isinstance(expected, str) else expected
    return bool(given) and hmac.compare_digest(known, given.encode())


def unsigned(what: str) -> Refusal:
    """A report that nobody signed, or somebody else."""
    return refuse(
        "report.unsigned",
        what,
        where="signature",
        next_step="Compare the secret entered for this channel with the provider's.",
        status=401,
    )


def unreadable(what: str) -> Refusal:
    """A signed report that has another form than its provider documents."""
    return refuse("report.unreadable", what, where="body", next_step="Look up the provider's webhook format.")


def form_of(request: ReportRequest) -> dict[str, str]:
    """The parameters of a webhook: of its address, and of its body as a form or as JSON.

    Raises:
        Refusal: `report.unreadable`.
    """
    if "json" in request.headers.get("content-type", ""):
        told = {name: _text(value) for name, value in document_of(request).items()}
    else:
        try:
            told = dict(parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=200))
        except ValueError:
            raise unreadable("The body is no form.") from None
    return {**request.query, **told}


def document_of(request: ReportRequest) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Refusal: `report.unreadable`.
    """
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise unreadable("The body is no JSON.") from None
    if not isinstance(found, dict):
        raise unreadable("The body is no JSON object.")
    return found


def moment_of(seconds: object) -> datetime | None:
    """A moment given in seconds since 1970, or None where it is none."""
    try:
        return datetime.fromtimestamp(float(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def inbound_kind(text: str) -> Any:
    """What kind of report an inbound text is."""
    return {"stop": "unsubscribed", "start": "subscribed"}.get(reply_of(text) or "", "received")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

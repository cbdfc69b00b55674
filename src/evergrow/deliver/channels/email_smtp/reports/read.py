"""One door for the webhooks of the providers; which one it is stands in the connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from evergrow.deliver.channels.email_smtp.reports import mailgun, postmark, sendgrid, ses
from evergrow.deliver.channels.email_smtp.reports.unsigned import unsigned
from evergrow.deliver.channels.spec import Report, ReportRequest

LARGEST_BODY: Final = 5_000_000
_READERS: Final[Mapping[str, Callable[[str, ReportRequest], list[Report]]]] = {
    "ses": ses.read,
    "sendgrid": sendgrid.read,
    "mailgun": mailgun.read,
    "postmark": postmark.read,
}


def read_reports(values: Mapping[str, str], request: ReportRequest) -> list[Report]:
    """The reports in a webhook of the connection's provider.

    Raises:
        Refusal: `report.unsigned` (401), `report.unreadable` (400).
    """
    reader, secret = _READERS.get(values.get("reports_from", "")), values.get("reports_secret", "").strip()
    if reader is None or not secret or len(request.body) > LARGEST_BODY:
        raise unsigned("No provider's webhooks are expected here.")
    return reader(secret, request)

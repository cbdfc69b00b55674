"""Read a campaign from its YAML, with every problem found, its line, and what was probably meant."""

from __future__ import annotations

from datetime import datetime

from evergrow.definitions.campaigns.spec import Campaign, Once, Recurring
from evergrow.definitions.documents import Fields, Findings, read_tree
from evergrow.definitions.journeys import Known, condition_of, message_at
from evergrow.definitions.schedules import Schedule, read_schedule
from evergrow.kernel import Refusal, refuse

_NEXT = 'Write { now: true }, { at: 2026-12-01 09:00 } or { every: week, on: monday, time: "09:00" }.'


def read_campaign(text: str, *, file: str = "campaign.yaml", known: Known | None = None) -> Campaign:
    """The campaign a document describes.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _campaign(fields, known) if fields else None
    findings.settle()
    assert found is not None
    return found


def _campaign(fields: Fields, known: Known | None) -> Campaign:
    fields.only(("campaign", "title", "message", "audience", "when"))
    name, message = fields.name("campaign"), message_at(fields, "message", known)
    return Campaign(
        name=name,
        title=fields.text("title", name),
        message=message,
        audience=condition_of(fields, "audience", known),
        when=_when(fields),
    )


def _when(fields: Fields) -> Once | Recurring:
    node = fields.get("when")
    inner = Fields.of(node, "when", fields.findings) if node else None
    if inner is None:
        if node is None:
            fields.note("when", "definition.missing_field", "'when' is missing.", _NEXT)
        return Once()
    inner.only(("now", "at", "every", "on", "time", "local"))
    is_local = inner.flag("local")
    if inner.get("every"):
        schedule = _schedule(inner)
        return Recurring(schedule=schedule, is_local=is_local) if schedule else Once()
    if inner.get("at"):
        return Once(at=inner.parsed("at", _wall), is_local=is_local)
    if not inner.flag("now"):
        inner.note("now", "definition.missing_field", "This campaign has no time.", _NEXT)
    return Once()


def _schedule(fields: Fields) -> Schedule | None:
    on = f" on {fields.parsed('on', str)}" if fields.get("on") else ""
    clock = (
        fields.text("time") or "00:00"
    )  # what is wrong with it is noted; the rest is looked at all the same
    try:
        return read_schedule(f"every {fields.parsed('every', str)}{on} at {clock}")
    except Refusal as refusal:
        line = fields.node.line
        fields.findings.take(refusal, line=line, path=fields.at("every"))
        return None


def _wall(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or len(text.strip()) < 16:
        raise refuse(
            "time.unreadable", f"'{text}' is no date and time.", next_step="Write it as 2026-12-01 09:00."
        )
    return found

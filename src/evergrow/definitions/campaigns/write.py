"""Write a campaign back as the document it is read from."""

from __future__ import annotations

from typing import Any

import yaml

from evergrow.definitions.campaigns.spec import Campaign, Once
from evergrow.definitions.schedules import WEEKDAYS, clock_text


def write_campaign(campaign: Campaign) -> str:
    """The campaign as YAML; reading it gives the same campaign."""
    return yaml.safe_dump(campaign_document(campaign), sort_keys=False, allow_unicode=True, width=10_000)


def campaign_document(campaign: Campaign) -> dict[str, Any]:
    """The campaign as plain values, with the keys of its YAML."""
    audience = {} if campaign.audience is None else {"audience": str(campaign.audience)}
    return {
        "campaign": campaign.name,
        "title": campaign.title,
        "message": campaign.message,
        **audience,
        "when": _when(campaign),
    }


def _when(campaign: Campaign) -> dict[str, Any]:
    when = campaign.when
    local: dict[str, Any] = {"local": True} if when.is_local else {}
    if isinstance(when, Once):
        return ({"now": True} if when.at is None else {"at": f"{when.at:%Y-%m-%d %H:%M}"}) | local
    schedule = when.schedule
    days = {"week": WEEKDAYS[schedule.weekday or 0], "month": schedule.day}
    on = {"on": days[schedule.every]} if schedule.every in days else {}
    return {"every": schedule.every, **on, "time": clock_text(schedule.clock), **local}

"""For whom a campaign's moment comes in a slice of time, and which run it belongs to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from evergrow.definitions.campaigns import Campaign, Once, Recurring
from evergrow.definitions.journeys import Scheduled
from evergrow.engage.facts import Facts, audience, judged, zones_at
from evergrow.engage.journeys import aware, naive, scheduled_for
from evergrow.kernel import local_instant

LAST_ZONE: Final = timedelta(hours=28)
"""After a wall-clock time has come in the account's zone, it has come everywhere on earth."""
_LAST: Final = "Etc/GMT+12"  # twelve hours behind UTC, where every time comes last
_FOUND: Final = pl.Schema({"customer_key": pl.Int64(), "at": pl.Datetime("us"), "run": pl.String()})


def recipients(
    facts: Facts, campaign: Campaign, *, launched_at: datetime, since: datetime, now: datetime
) -> pl.DataFrame:
    """`customer_key`, `at`, `run`: everybody of the audience whose moment lies in (since, now], as of it."""
    since = max(since, launched_at - timedelta(microseconds=1))
    when = campaign.when
    found = (
        _recurring(facts, when, since, now)
        if isinstance(when, Recurring)
        else _once(facts, when, launched_at, since, now)
    )
    if found.is_empty():
        return pl.DataFrame(schema=_FOUND)
    if campaign.audience is not None:
        found = judged(facts, found, [campaign.audience]).filter("holds_0").drop("holds_0")
    return found.select(_FOUND.names()).unique(["customer_key", "run"])


def is_over(campaign: Campaign, zone: str, launched_at: datetime, now: datetime) -> bool:
    """Whether nothing is left to come of a campaign that goes out once."""
    when = campaign.when
    if isinstance(when, Recurring):
        return False
    if when.at is None:
        return now >= launched_at
    last = local_instant(when.at.date(), when.at.time(), zone)
    return now >= max(last, launched_at) + (LAST_ZONE if when.is_local else timedelta())


def has_passed(campaign: Campaign, zone: str, now: datetime) -> bool:
    """Whether the one moment of a campaign has come already, by every clock that it follows."""
    when = campaign.when
    if isinstance(when, Recurring) or when.at is None:
        return False
    last = local_instant(when.at.date(), when.at.time(), _LAST if when.is_local else zone)
    return last <= now


def _once(facts: Facts, when: Once, launched_at: datetime, since: datetime, now: datetime) -> pl.DataFrame:
    """A moment that has passed when the campaign is launched is the launch itself."""
    if when.at is None:
        if not since < launched_at <= now:
            return pl.DataFrame(schema=_FOUND)
        return _everybody(facts, launched_at).with_columns(run=pl.lit(f"now {launched_at:%Y-%m-%d %H:%M:%S}"))
    usual = local_instant(when.at.date(), when.at.time(), facts.world.zone)
    if not when.is_local:
        at = max(usual, launched_at)
        found = _everybody(facts, at) if since < at <= now else pl.DataFrame(schema=_FOUND).drop("run")
    elif since > usual + LAST_ZONE or now < usual - LAST_ZONE:
        return pl.DataFrame(schema=_FOUND)
    else:
        placed = zones_at(facts, _everybody(facts, now))
        moments = {
            zone: naive(max(local_instant(when.at.date(), when.at.time(), zone), launched_at))
            for zone in placed["zone"].unique()
        }
        told = pl.DataFrame(
            {"zone": list(moments), "at": list(moments.values())},
            {"zone": pl.String, "at": pl.Datetime("us")},
        )
        found = (
            placed.drop("at")
            .join(told, on="zone")
            .filter(pl.col("at").is_between(naive(since), naive(now), closed="right"))
        )
    return found.with_columns(run=pl.lit(f"{when.at:%Y-%m-%d %H:%M}"))


def _recurring(facts: Facts, when: Recurring, since: datetime, now: datetime) -> pl.DataFrame:
    """A run is named by the day it is for, so that all zones of a day share one."""
    scheduled = Scheduled(schedule=when.schedule, is_local=when.is_local)
    found = scheduled_for(facts, scheduled, since, now)
    placed = zones_at(facts, found) if when.is_local else found.with_columns(zone=pl.lit(facts.world.zone))
    runs = [
        f"{aware(at).astimezone(ZoneInfo(zone)):%Y-%m-%d} {when.schedule.clock:%H:%M}"
        for at, zone in zip(placed["at"], placed["zone"], strict=True)
    ]
    return placed.with_columns(pl.Series("run", runs, pl.String))


def _everybody(facts: Facts, at: datetime) -> pl.DataFrame:
    """Everybody who is known by an id or address at that moment."""
    known = audience(facts).filter(pl.col("known_at") <= naive(at))
    return known.select("customer_key", at=pl.lit(naive(at), pl.Datetime("us")))

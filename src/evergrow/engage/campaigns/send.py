"""Put the messages of campaigns whose moment has come into the outbox.

Reads   campaigns that run, their audience as of the moment.
Writes  the outbox, `campaign_runs`, `campaign_states`, in the caller's transaction.
Holds   a customer has one message of each run, however often the slice is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import polars as pl
from sqlalchemy import select, update

from evergrow.definitions.campaigns import Campaign, read_campaign
from evergrow.definitions.store import document
from evergrow.engage.campaigns.moments import is_over, recipients
from evergrow.engage.campaigns.tables import KIND, campaign_runs, campaign_states
from evergrow.engage.facts import Facts, placed
from evergrow.engage.journeys import OUTBOX, Template, aware, naive, templates_of
from evergrow.engage.messages import messages
from evergrow.kernel import keys_of
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True)
class CampaignsSent:
    """What a slice brought about: campaigns that went out, and their new messages."""

    campaigns: int
    messages: int


def send_due(tx: Tx, facts: Facts, *, since: datetime, now: datetime) -> CampaignsSent:
    """Let (since, now] happen to every campaign that runs."""
    states = tx.rows(select(campaign_states).where(campaign_states.c.status == "running"))
    sent = [_send(tx, facts, state, since, now) for state in states]
    return CampaignsSent(campaigns=sum(number > 0 for number in sent), messages=sum(sent))


def _send(tx: Tx, facts: Facts, state: Any, since: datetime, now: datetime) -> int:
    kept = document(tx, KIND, state["campaign"], state["version"])
    if kept is None:
        return 0
    campaign, launched_at = _read(kept.text), state["launched_at"]
    found = recipients(facts, campaign, launched_at=launched_at, since=since, now=now)
    template = templates_of(tx, [campaign.message]).get(campaign.message)
    rows = messages_to(facts, campaign, found, template, version=kept.version, now=now)
    written = tx.add_new_table(messages, rows.to_arrow())
    if written:  # a slice told again adds nothing
        _note_runs(tx, campaign.name, kept.version, found)
    if is_over(campaign, facts.world.zone, launched_at, now):
        own = campaign_states.c.campaign == campaign.name
        tx.run(update(campaign_states).where(own).values(status="finished", changed_at=now))
    return written


def messages_to(
    facts: Facts,
    campaign: Campaign,
    found: pl.DataFrame,
    template: Template | None,
    *,
    version: int,
    now: datetime,
) -> pl.DataFrame:
    """The messages for these recipients, as OUTBOX."""
    if found.is_empty():
        return pl.DataFrame(schema=OUTBOX)
    names = placed(facts, found["customer_key"]).select("customer_id", customer_key="identity_key")
    named = found.join(names, on="customer_key")
    rows = zip(named["run"], named["customer_id"], strict=True)
    keys = keys_of(f"{campaign.name}\n{run}\n{customer}" for run, customer in rows)
    made = named.with_columns(
        pl.Series("message_key", keys, pl.Int64),
        origin=pl.lit("campaign"),
        origin_name=pl.lit(campaign.name),
        origin_version=pl.lit(version),
        step=pl.lit(""),
        entry_key=pl.lit(None, pl.Int64),
        identity_key=pl.col("customer_key"),
        channel=pl.lit(template.channel if template else ""),
        topic=pl.lit(template.topic if template else ""),
        template=pl.lit(campaign.message),
        template_version=pl.lit(template.version if template else 0),
        trigger=pl.lit(None, pl.String),
        created_at=pl.lit(naive(now)),
        due_at=pl.col("at"),
        status=pl.lit("waiting" if template else "suppressed"),
        reason=pl.lit(None if template else "template_missing", pl.String),
        tries=pl.lit(0),
    )
    return made.select(OUTBOX.names()).cast(OUTBOX)


def _note_runs(tx: Tx, name: str, version: int, found: pl.DataFrame) -> None:
    runs = found.group_by("run").agg(
        first_at=pl.col("at").min(), last_at=pl.col("at").max(), customers=pl.len().cast(pl.Int64)
    )
    new = runs.select(
        "run", "first_at", "last_at", campaign=pl.lit(name), version=pl.lit(version), customers=pl.lit(0)
    )
    tx.add_new_table(campaign_runs, new.to_arrow())
    for run in runs.iter_rows(named=True):
        own = (campaign_runs.c.campaign == name) & (campaign_runs.c.run == run["run"])
        more = campaign_runs.c.customers + run["customers"]
        tx.run(update(campaign_runs).where(own).values(customers=more, last_at=aware(run["last_at"])))


@lru_cache(maxsize=256)
def _read(text: str) -> Campaign:
    return read_campaign(text)

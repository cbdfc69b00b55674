"""Visits, and what brought each: the first page of a visit tells where its customer came from.

A visit is made of pages and screens with no more than 30 minutes between them, and of clicks in messages.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.attribution.channels import CLICK_IDS, CLICKS, channel, host_of
from evergrow.measure.metrics import json_text, whole_sum
from evergrow.storage.warehouse import Given, Instant, as_table, moment

SILENCE: Final = ibis.interval(minutes=30)
"""After so long without a page, the next one begins another visit."""
PAGES: Final = ("page", "screen")
REST: Final = "*"
"""The campaign that stands for all that are not among the most visited of their channel."""


def touches(events: Given, start: Instant, end: Instant) -> ir.Table:
    """One row per visit that began in [start, end): who came, when, and what brought them.

    Args:
        events: `customer_key`, `at` (UTC), `kind` (page, screen, track ...), `name`, `context` and `properties`
            (JSON as Segment writes it); an Ibis table, or any that speaks Arrow.
        start: Of the time looked at.
        end: Not in it.

    Returns:
        `customer_key`, `at`, `channel`, `source`, `campaign`. Lazy.
    """
    begun = _begun(events, start, end)
    context, search = begun.context, json_text(begun.context, ["page", "search"])
    told = {
        name: ibis.coalesce(_text(json_text(context, ["campaign", key])), _parameter(search, f"utm_{key}"))
        for name, key in (("source", "source"), ("medium", "medium"))
    }
    campaign = ibis.coalesce(
        _text(json_text(context, ["campaign", "name"])), _parameter(search, "utm_campaign")
    )
    from_host = host_of(json_text(context, ["page", "referrer"]))
    own_host = host_of(json_text(context, ["page", "url"]))
    is_own = (from_host == own_host).fill_null(False)
    read = begun.select(
        "customer_key",
        "at",
        "name",
        "properties",
        source=told["source"].lower().fill_null(""),
        medium=told["medium"].lower().fill_null(""),
        campaign=campaign.fill_null(""),
        host=ibis.ifelse(is_own, "", from_host).fill_null(""),
        click_id=ibis.cases(*((_holds(search, f"{one}="), one) for one in CLICK_IDS), else_=""),
    )
    ruled = _ruled(read)
    sent = ibis.coalesce(json_text(ruled.properties, ["journey"]), json_text(ruled.properties, ["campaign"]))
    by_name = ibis.cases(*((ruled.name == name, by) for name, by in CLICKS.items()), else_=ruled.channel)
    return ruled.select(
        "customer_key",
        "at",
        channel=by_name,
        source=ibis.coalesce(_text(ruled.source), _text(ruled.host)),
        campaign=ibis.ifelse(ruled.name.isin(list(CLICKS)), sent, _text(ruled.campaign)),
    )


def labeled(visits: ir.Table, *, by: str, most: int) -> ir.Table:
    """The visits with a `label` to give credit to: the channel, or `channel/campaign` for the `most` visited.

    A campaign is its name, or where it has none, the source. Returns `customer_key`, `at`, `label`. Lazy.
    """
    if by == "channel":
        return visits.select("customer_key", "at", label=visits.channel)
    named = ibis.coalesce(visits.campaign, visits.source).replace("\t", " ")  # what stands between steps
    whole = ibis.ifelse(named.isnull(), visits.channel, visits.channel + "/" + named)
    each = visits.select("customer_key", "at", "channel", label=whole)
    counts = each.group_by("label").agg(visits=each.count())
    kept = counts.order_by(ibis.desc("visits"), "label").limit(most).select(kept="label")
    both = each.left_join(kept, each.label == kept.kept)
    rest = both.channel + f"/{REST}"
    return both.select("customer_key", "at", label=ibis.ifelse(both.kept.isnull(), rest, both.label))


def arrivals(visits: ir.Table) -> ir.Table:
    """How many visits each label brought, and of how many customers: `label`, `visits`, `visitors`. Lazy."""
    each = visits.group_by("label", "customer_key").agg(visits=visits.count())
    return each.group_by("label").agg(visits=whole_sum(each.visits), visitors=each.count())


def is_arrival(events: ir.Table) -> ir.BooleanValue:
    """Whether an event can begin a visit."""
    return events.kind.isin(PAGES) | events.name.isin(list(CLICKS))


def _begun(events: Given, start: Instant, end: Instant) -> ir.Table:
    """The first event of each visit. Read from half an hour before `start`, or a visit that runs there would begin twice."""
    table = as_table(events, "customer_key", "at", "kind", "name", "context", "properties")
    near = table.filter(
        table["at"] >= moment(start) - SILENCE, table["at"] < moment(end), is_arrival(table)
    ).select("customer_key", "at", "name", "context", "properties")
    order = [near["at"], near.name, near.context]  # two at once: always the same one is first
    last = near["at"].lag().over(group_by=near.customer_key, order_by=order)
    each = near.mutate(last_at=last)
    is_first = each.last_at.isnull() | (each["at"] > each.last_at + SILENCE)
    return each.filter(is_first, each["at"] >= moment(start))


def _ruled(read: ir.Table) -> ir.Table:
    """With `channel`. The rules are tried once for each distinct combination, of which there are few, and not for each visit."""
    told = ["source", "medium", "campaign", "host", "click_id"]
    kinds = read.select(*told).distinct()
    by_rule = kinds.mutate(
        channel=channel(kinds.source, kinds.medium, kinds.campaign, kinds.host, kinds.click_id)
    )
    return read.inner_join(by_rule, told)


def _holds(search: ir.Value, part: str) -> ir.BooleanValue:
    return search.contains(part).fill_null(False)


def _text(value: ir.Value) -> ir.StringValue:
    return value.nullif("")


def _parameter(search: ir.Value, name: str) -> ir.StringValue:
    """A parameter of an address's query, as it stands there. By splitting: engines disagree on groups of expressions."""
    after = search.re_replace("^[?]", "&").split(f"&{name}=")[1]
    return after.split("&")[0].re_replace("[+]|%20", " ").nullif("")

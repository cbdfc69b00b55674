"""Landing pages: where visits begin, and how many end there without anything done."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.attribution.touches import PAGES, SILENCE, is_arrival
from evergrow.measure.metrics import json_text, whole_sum
from evergrow.storage.warehouse import Given, Instant, as_table, moment

MOST_PAGES: Final = 200


def landings(events: Given, start: Instant, end: Instant) -> ir.Table:
    """The most visited first pages of visits that began in [start, end).

    A visit bounced when its customer did nothing else, on the page or elsewhere, within half an hour.

    Args:
        events: All events: `customer_key`, `at` (UTC), `kind`, `name`, `properties`; an Ibis table, or any that speaks Arrow.
        start: Of the time looked at.
        end: Not in it.

    Returns:
        `page` (its path), `visits`, `bounces`, and in every row `all_visits`, `all_bounces` of all pages; at most
        MOST_PAGES rows. Lazy.
    """
    table = as_table(events, "customer_key", "at", "kind", "name", "properties")
    near = table.filter(table["at"] >= moment(start) - SILENCE, table["at"] < moment(end) + SILENCE)
    is_page = near.kind.isin(PAGES)
    each = near.select(
        "customer_key",
        "at",
        came_at=ibis.ifelse(is_arrival(near), near["at"], ibis.null()),
        page=ibis.ifelse(
            is_page, ibis.coalesce(json_text(near.properties, ["path"]), near.name, ""), ibis.null("string")
        ),
    )
    order = [each["at"], each.page]
    around = each.mutate(
        last_at=each.came_at.max().over(
            ibis.window(group_by=each.customer_key, order_by=order, preceding=(None, 1))
        ),
        next_at=each["at"].lead().over(group_by=each.customer_key, order_by=order),
    )
    begins = around.last_at.isnull() | (around["at"] > around.last_at + SILENCE)
    first = around.filter(
        around.page.notnull(), begins, around["at"] >= moment(start), around["at"] < moment(end)
    )
    bounced = first.next_at.isnull() | (first.next_at > first["at"] + SILENCE)
    rows = first.select("page", bounced=ibis.ifelse(bounced, 1, 0))
    found = rows.group_by("page").agg(visits=rows.count(), bounces=whole_sum(rows.bounced))
    whole = found.mutate(all_visits=found.visits.sum().over(), all_bounces=found.bounces.sum().over())
    counts = whole.select(
        "page",
        **{
            name: whole[name].cast("decimal(38, 0)").cast("int64")
            for name in ("visits", "bounces", "all_visits", "all_bounces")
        },
    )
    return counts.order_by(ibis.desc("visits"), "page").limit(MOST_PAGES)

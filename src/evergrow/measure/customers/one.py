"""One customer: their stage and its whole history, what they did and bought, and how they score.

Reads   a handful of rows by key; the scores need what everybody bought, because a score is a place among others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import ibis.expr.types as ir

from evergrow.kernel import refuse
from evergrow.measure.lifecycle import StageStay
from evergrow.measure.metrics import Measured, mixed_until
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule, scores_of_one, segment_by_cell


@dataclass(frozen=True, kw_only=True)
class RfmPlace:
    """A customer's scores, each 1 to 5, and the segment of their cell; no `m` where amounts are of several currencies."""

    r: int
    f: int
    m: int | None
    segment: str
    m_unavailable: str | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerMetrics:
    """What a customer did and bought. `rfm` is None for who has not bought."""

    orders: int
    revenue_micros: int
    average_order_value_micros: int | None
    refunds: int
    refunded_micros: int
    events: int
    first_seen_at: datetime
    last_seen_at: datetime
    first_order_at: datetime | None
    last_order_at: datetime | None
    rfm: RfmPlace | None


@dataclass(frozen=True, kw_only=True)
class OneCustomer:
    """A customer as measured. `stays` may end with stays that have not begun: what comes if nothing happens."""

    customer_id: str
    name: str | None
    email: str | None
    stage: str | None
    stage_since: datetime | None
    stays: list[StageStay]
    metrics: CustomerMetrics


def one_customer(
    source: Measured, customer_key: int, *, now: datetime, rules: Sequence[SegmentRule] = DEFAULT_RULES
) -> OneCustomer:
    """The customer with this key at `now`.

    Raises:
        Refusal: `customer.unplaced`, where the tick has yet to place them.
    """
    found = source.ask(_of_customer, source.customers, customer_key)
    if not found:
        raise refuse(
            "customer.unplaced",
            "This customer has only just come in.",
            where="customer_id",
            next_step="Look again in a second.",
            status=404,
        )
    row, stays = found[0], stays_of(source, customer_key)
    here = next((s for s in stays if s.entered_at <= now and (s.left_at is None or s.left_at > now)), None)
    return OneCustomer(
        customer_id=row["customer_id"],
        name=row["name"],
        email=row["email"],
        stage=here.stage if here else None,
        stage_since=here.entered_at if here else None,
        stays=stays,
        metrics=_metrics(row, _place(source, row, now, rules)),
    )


def stays_of(source: Measured, customer_key: int) -> list[StageStay]:
    """Every stay of the customer, the oldest first."""
    rows = source.ask(_of_customer, source.stays, customer_key)
    return [
        StageStay(
            stage=row["stage"],
            entered_at=row["entered_at"].replace(tzinfo=UTC),
            left_at=_aware(row["left_at"]),
        )
        for row in sorted(rows, key=lambda row: row["entered_at"])
    ]


def _of_customer(rows: ir.Table, customer_key: int) -> ir.Table:
    return rows.filter(rows.customer_key == customer_key)


def _metrics(row: dict, place: RfmPlace | None) -> CustomerMetrics:
    orders, revenue = row["orders"], row["revenue_micros"]
    return CustomerMetrics(
        orders=orders,
        revenue_micros=revenue,
        average_order_value_micros=round(revenue / orders) if orders else None,
        refunds=row["refunds"],
        refunded_micros=row["refunded_micros"],
        events=row["events"],
        first_seen_at=row["first_seen_at"].replace(tzinfo=UTC),
        last_seen_at=row["last_seen_at"].replace(tzinfo=UTC),
        first_order_at=_aware(row["first_order_at"]),
        last_order_at=_aware(row["last_order_at"]),
        rfm=place,
    )


def _place(source: Measured, row: dict, now: datetime, rules: Sequence[SegmentRule]) -> RfmPlace | None:
    if not row["orders"]:
        return None
    found = source.ask(scores_of_one, source.customers, source.orders, now, row["customer_key"])
    if not found:  # all of their orders lie in the future
        return None
    score, mixed = found[0], mixed_until(source, now)
    return RfmPlace(
        r=score["r"],
        f=score["f"],
        m=None if mixed else score["m"],
        segment=segment_by_cell(rules)[score["r"], score["f"]],
        m_unavailable=mixed,
    )


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)

"""A customer's running facts: sums, minima and maxima over events, in any order, in any pieces.

`fold` reads events; `combine` puts folded pieces together. combine(fold(a), fold(b)) = fold(a and b) for
any split of the events, which is why late events, replays and merges need no special case.
"""

from __future__ import annotations

import ibis.expr.types as ir

ORDER = "Order Completed"
REFUND = "Order Refunded"


def fold(events: ir.Table, *, by: str = "identity_key") -> ir.Table:
    """Facts of each `by`. One pass over the events; lazy.

    An order counts when it brought revenue: a parcel sent for free is no purchase.
    """
    is_order = (events.name == ORDER) & (events.revenue_micros > 0).fill_null(False)
    is_refund = events.name == REFUND
    return events.group_by(by).agg(
        first_seen_at=events["at"].min(),
        last_seen_at=events["at"].max(),
        known_at=events["at"].min(where=events.is_known),
        events=events.count(),
        orders=events.count(where=is_order),
        revenue_micros=_whole(events.revenue_micros.sum(where=is_order)),
        first_order_at=events["at"].min(where=is_order),
        last_order_at=events["at"].max(where=is_order),
        refunds=events.count(where=is_refund),
        refunded_micros=_whole(events.revenue_micros.sum(where=is_refund)),
    )


def combine(parts: ir.Table, *, by: str = "identity_key") -> ir.Table:
    """Facts of each `by` from rows of facts; associative and commutative."""
    return parts.group_by(by).agg(
        first_seen_at=parts.first_seen_at.min(),
        last_seen_at=parts.last_seen_at.max(),
        known_at=parts.known_at.min(),
        events=_whole(parts.events.sum()),
        orders=_whole(parts.orders.sum()),
        revenue_micros=_whole(parts.revenue_micros.sum()),
        first_order_at=parts.first_order_at.min(),
        last_order_at=parts.last_order_at.max(),
        refunds=_whole(parts.refunds.sum()),
        refunded_micros=_whole(parts.refunded_micros.sum()),
    )


def _whole(total: ir.IntegerValue) -> ir.Value:
    return total.fill_null(0).cast("int64")

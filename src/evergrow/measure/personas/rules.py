"""Which persona a customer is: six rules of which exactly one holds, as expressions and as conditions for segments.

repeat buyer      two paid orders or more
one-time buyer    one paid order; high where its value is above the limit, else low
cart abandoner    no paid order, but something put into the cart, or a checkout begun
bouncer           none of it, no address left, and at most one page or other event and one product looked at
passive browser   everybody else
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import local_day, whole_sum
from evergrow.measure.personas.about import claims_of
from evergrow.measure.personas.spec import Limit, PersonaId
from evergrow.storage.warehouse import Given, Instant, as_table, moment

VIEWED: Final = "Product Viewed"
ADDED: Final = "Product Added"
CHECKOUT: Final = "Checkout Started"
ORDER: Final = "Order Completed"


def conditions(
    limits: Sequence[Limit], *, product: str | None = None, category: str | None = None
) -> dict[PersonaId, str | None]:
    """The rules as conditions. Without limits nobody has ordered, so that no order is high or low.

    Args:
        limits: Above which an order is high.
        product: Only events about it count, and only who did one of them is of any persona; see `about`.
        category: Likewise.
    """
    claims = [str(claim) for claim in claims_of(product, category)]

    def of(event: str, *wanted: str) -> str:
        where = " and ".join([*wanted, *claims])
        return f"{event} where ({where})" if where else event

    paid, viewed = of(f"'{ORDER}'", "revenue > 0"), of(f"'{VIEWED}'")
    others = of("any event", f"name != '{VIEWED}'")
    cart = (of(f"'{ADDED}'"), of(f"'{CHECKOUT}'"))
    none = " and ".join(f"did not {each}" for each in (paid, *cart))
    some = f" and did {of('any event')}" if claims else ""
    once = f"count of {paid} = 1"
    high = [of(f"'{ORDER}'", _above(limit)) for limit in limits]
    any_high = " or ".join(f"did {each}" for each in high)
    return {
        "bouncer": f"{none} and not known and count of {viewed} <= 1 and count of {others} <= 1{some}",
        "passive_browser": f"{none} and (known or count of {viewed} >= 2 or count of {others} >= 2){some}",
        "cart_abandoner": f"did not {paid} and (did {cart[0]} or did {cart[1]})",
        "one_time_low": " and ".join([once, *(f"did not {each}" for each in high)]) if high else None,
        "one_time_high": f"{once} and {any_high if len(high) == 1 else f'({any_high})'}" if high else None,
        "repeat_buyer": f"count of {paid} >= 2",
    }


def _above(limit: Limit) -> str:
    amount = f"revenue > {_amount(limit.micros)}"
    return amount if limit.currency is None else f"{amount} and currency = '{limit.currency}'"


def _amount(micros: int) -> str:
    return f"{micros / 1_000_000:.2f}".rstrip("0").rstrip(".")


def order_limits(orders: ir.Table, as_of: Instant) -> ir.Table:
    """The middle (median) of the paid orders before `as_of` by currency: `currency`, `middle`, `orders`. Lazy."""
    before = orders.filter(orders["at"] < moment(as_of))
    return before.group_by("currency").agg(
        middle=before.revenue_micros.quantile(0.5).cast("float64"), orders=before.count()
    )


def acts(events: Given, known: ir.Table | None, as_of: Instant, *, zone: str = "UTC") -> ir.Table:
    """What each customer had done before `as_of`.

    Args:
        events: `customer_key`, `name`, `at` (UTC), `revenue_micros`, `currency`; an Ibis table, or any that speaks Arrow.
        known: `customer_key`, `known_at` (when an address or id of theirs came in; null: never); None: nobody is known.
        as_of: Events at this very moment are not in.
        zone: IANA name; days begin at its midnight.

    Returns:
        `customer_key`, the counts `viewed`, `others` (all but views), `added`, `checkouts`, `orders` (paid), `days` (with
        an event), `revenue_micros`, `order_micros` and `order_currency` (of the largest order), `first_at`, `last_at`,
        `is_known`. Lazy.
    """
    table = as_table(events, "customer_key", "name", "at", "revenue_micros", "currency")
    seen = table.filter(table["at"] < moment(as_of)).select(
        "customer_key", "name", "at", "revenue_micros", "currency"
    )
    is_view, paid = seen.name == VIEWED, (seen.name == ORDER) & (seen.revenue_micros > 0)
    daily = seen.group_by("customer_key", day=local_day(seen["at"], zone)).agg(
        viewed=seen.count(where=is_view),
        others=seen.count(where=~is_view),
        added=seen.count(where=seen.name == ADDED),
        checkouts=seen.count(where=seen.name == CHECKOUT),
        orders=seen.count(where=paid),
        revenue_micros=whole_sum(ibis.ifelse(paid, seen.revenue_micros, 0)),
        order_micros=seen.revenue_micros.max(where=paid),
        order_currency=seen.currency.max(where=paid),
        first_at=seen["at"].min(),
        last_at=seen["at"].max(),
    )
    counts = ("viewed", "others", "added", "checkouts", "orders", "revenue_micros")
    found = daily.group_by("customer_key").agg(
        **{name: whole_sum(daily[name]) for name in counts},
        days=daily.count(),
        order_micros=daily.order_micros.max(),
        order_currency=daily.order_currency.max(),
        first_at=daily.first_at.min(),
        last_at=daily.last_at.max(),
    )
    return _with_known(found, known, as_of)


def counted_acts(counted: Given, orders: ir.Table, known: ir.Table | None, as_of: Instant) -> ir.Table:
    """The same of what was counted of each customer already.

    Args:
        counted: `customer_key`, `viewed`, `others`, `added`, `checkouts`, `days`, `first_at`, `last_at`; see `counted_in`.
        orders: `customer_key`, `at`, `revenue_micros`, `currency`: the paid orders.
        known: See `acts`.
        as_of: See `acts`.
    """
    done = as_table(counted, "customer_key", what="counted")
    before = orders.filter(orders["at"] < moment(as_of))
    bought = before.group_by(buyer_key=before.customer_key).agg(
        orders=before.count(),
        revenue_micros=whole_sum(before.revenue_micros),
        order_micros=before.revenue_micros.max(),
        order_currency=before.currency.max(),
    )
    both = done.left_join(bought, done.customer_key == bought.buyer_key).drop("buyer_key")
    found = both.mutate(orders=both.orders.fill_null(0), revenue_micros=both.revenue_micros.fill_null(0))
    return _with_known(found, known, as_of)


def _with_known(found: ir.Table, known: ir.Table | None, as_of: Instant) -> ir.Table:
    if known is None:
        return found.mutate(is_known=ibis.literal(False))
    told = known.select(known_key="customer_key", known_at="known_at")
    both = found.left_join(told, found.customer_key == told.known_key)
    is_known = (both.known_at < moment(as_of)).fill_null(False)
    return both.mutate(is_known=is_known).drop("known_key", "known_at")


def classified(
    events: Given,
    known: ir.Table | None,
    as_of: Instant,
    limits: Sequence[ir.IntegerScalar | int] = (),
    *,
    currencies: tuple[str | None, ...] = (),
    zone: str = "UTC",
) -> ir.Table:
    """The columns of `acts` and `persona`; see `with_persona`. Lazy.

    Args:
        events: See `acts`.
        known: See `acts`.
        as_of: See `acts`.
        limits: Orders above so many micros are high, one for each of `currencies`.
        currencies: Of which currency's orders (None: of every order).
        zone: See `acts`.
    """
    return with_persona(acts(events, known, as_of, zone=zone), limits, currencies)


def with_persona(
    done: ir.Table, limits: Sequence[ir.IntegerScalar | int], currencies: tuple[str | None, ...]
) -> ir.Table:
    """The rows of `acts` and `persona`, in exactly one of which each customer is. `limits` as in `classified`. Lazy."""
    pairs = zip(limits, currencies, strict=True)
    above = [
        done.order_micros > limit
        if currency is None
        else (done.order_micros > limit) & (done.order_currency == currency)
        for limit, currency in pairs
    ]
    is_high = reduce(or_, above, ibis.literal(False)).fill_null(False)
    has_left = ~done.is_known & (done.viewed <= 1) & (done.others <= 1)
    persona = ibis.cases(
        (done.orders >= 2, "repeat_buyer"),
        ((done.orders == 1) & is_high, "one_time_high"),
        (done.orders == 1, "one_time_low"),
        ((done.added > 0) | (done.checkouts > 0), "cart_abandoner"),
        (has_left, "bouncer"),
        else_="passive_browser",
    )
    return done.mutate(persona=persona)


def in_persona(
    events: ir.Table,
    known: ir.Table | None,
    as_of: Instant,
    persona: PersonaId,
    limits: Sequence[Limit],
) -> ir.Table:
    """The customers of a persona: `customer_key`. Lazy."""
    found = classified(
        events,
        known,
        as_of,
        [limit.micros for limit in limits],
        currencies=tuple(limit.currency for limit in limits),
    )
    return found.filter(found.persona == persona).select("customer_key")

"""What customers had bought by a date is the same whether folded again or unwound from today."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given

from evergrow.measure.metrics import buyers, revenue_until
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import MICROS, Person, naive, shop


@MANY
@given(crowds(), instants, instants)
def test_buyers_and_revenue_at_a_date_equal_a_sum_over_the_orders_before_it(
    people: list[Person], at: datetime, other: datetime
) -> None:
    source = shop(people, with_stays=False)

    found = buyers(source.customers, source.orders, at).to_pyarrow().to_pylist()
    revenue = revenue_until(source.customers, source.orders, at, other).to_pyarrow().to_pylist()

    bought = {p.key: [o for o in p.orders if o.at < at] for p in people}
    assert {row["customer_key"]: tuple(row.values())[1:] for row in found} == {
        key: (len(orders), sum(o.amount for o in orders) * MICROS, max(naive(o.at) for o in orders))
        for key, orders in bought.items()
        if orders
    }
    assert {row["customer_key"]: (row["until_0_micros"], row["until_1_micros"]) for row in revenue} == {
        p.key: tuple(sum(o.amount for o in p.orders if o.at < date) * MICROS for date in (at, other))
        for p in people
    }

"""What the value part asks of the tables; `test_dialects` compiles it for every engine."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from evergrow.measure import metrics, value
from evergrow.record.customers import CUSTOMERS
from evergrow.record.events import EVENTS
from tests.unit.measure.shop import day

_EVENTS = ibis.table({**EVENTS.schema, "customer_key": "int64"}, name="events")
_CUSTOMERS, _ORDERS = CUSTOMERS.rows, metrics.orders(_EVENTS)
_BUYING = value.activity(_ORDERS, day(90), 20_178, zone="Asia/Tokyo")
_EXPECTED = ibis.table(
    {
        "repeats": "int64",
        "recency_days": "int64",
        "age_days": "int64",
        "probability_active": "float64",
        "purchases": "float64",
        "base_micros": "float64",
        "weight": "float64",
    },
    name="expected",
)
_RENEWING = value.renewals(_ORDERS, day(90), 663, every="month", zone="Asia/Tokyo")
_RENEWALS_EXPECTED = ibis.table(
    {
        "bought": "int64",
        "last": "int64",
        "periods": "int64",
        "probability_active": "float64",
        "purchases": "float64",
        "base_micros": "float64",
        "weight": "float64",
    },
    name="expected",
)
_TODAY = ibis.literal(20_178, type="int64")

EXPRESSIONS: dict[str, Callable[[], ir.Table]] = {
    "value.activity": lambda: _BUYING,
    "value.patterns": lambda: value.patterns(_BUYING),
    "value.spending": lambda: value.spending(_BUYING),
    "value.purchase_patterns": lambda: value.purchase_patterns(_ORDERS, day(90), _TODAY, zone="UTC"),
    "value.spending_patterns": lambda: value.spending_patterns(_ORDERS, day(90), _TODAY, zone="UTC"),
    "value.followed": lambda: value.followed(_ORDERS, day(60), _TODAY, day(90), zone="Europe/Paris"),
    "value.history": lambda: value.history(_ORDERS, day(90)),
    "value.valued": lambda: value.valued(_ORDERS, day(90), _TODAY, _EXPECTED, zone="UTC"),
    "value.with_value": lambda: value.with_value(_BUYING, _EXPECTED, ["repeats", "recency_days", "age_days"]),
    "value.bands": lambda: value.bands(_ORDERS, day(90), _TODAY, _EXPECTED, zone="UTC", count=10),
    "value.renewals": lambda: _RENEWING,
    "value.seasons": lambda: value.seasons(_RENEWING),
    "value.renewal_patterns": lambda: value.renewal_patterns(
        _ORDERS, day(90), _TODAY, every="week", zone="UTC"
    ),
    "value.renewal_spending": lambda: value.renewal_spending(
        _ORDERS, day(90), _TODAY, every="year", zone="UTC"
    ),
    "value.renewals_followed": lambda: value.renewals_followed(
        _ORDERS, day(60), _TODAY, day(90), every="quarter", zone="Europe/Paris"
    ),
    "value.renewals_valued": lambda: value.renewals_valued(
        _ORDERS, day(90), _TODAY, _RENEWALS_EXPECTED, every="month", zone="UTC"
    ),
    "value.renewal_bands": lambda: value.renewal_bands(
        _ORDERS, day(90), _TODAY, _RENEWALS_EXPECTED, every="month", zone="UTC", count=10
    ),
    "value.best_renewing": lambda: value.best_renewing(
        _ORDERS, _CUSTOMERS, day(90), _TODAY, _TODAY, _RENEWALS_EXPECTED, every="month", zone="UTC", count=20
    ),
    "value.best_customers": lambda: value.best_customers(
        _ORDERS, _CUSTOMERS, day(90), _TODAY, _EXPECTED, zone="UTC", count=20
    ),
}

"""The evaluator says what a slow and obvious recomputation says, whatever the history and the condition."""

from __future__ import annotations

from datetime import datetime

import ibis
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from evergrow.definitions.conditions import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    Not,
    Operand,
    Share,
    Span,
)
from evergrow.measure.segments import holds
from tests.unit.measure.people import MANY
from tests.unit.measure.segments.histories import SUBJECTS, WORLD, Happened, Stated, after, grounds_of
from tests.unit.measure.segments.obvious import Obvious

_instants = st.builds(lambda hours: after(hours=hours), st.integers(0, 96))
_names = st.sampled_from(["Order Completed", "Product Viewed", "Signed Up"])
_properties = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["shoes", "hats", "Shoehorns"]),
        "price": st.sampled_from([1, 5, 20, "7", "dear"]),
    },
)


def _happened(customer: int, at: datetime, name: str, amount: int, properties: dict) -> Happened:
    return Happened(customer, at, name, amount if name == "Order Completed" else None, properties)


_events = st.builds(
    _happened, st.integers(1, 3), _instants, _names, st.sampled_from([5, 10, 40]), _properties
)
_traits = st.builds(
    Stated,
    st.integers(1, 3),
    st.just("country"),
    st.sampled_from(["JP", "FR"]),
    _instants,
)
_consents = st.builds(
    Stated,
    st.integers(1, 3),
    st.sampled_from(["email.offers", "email.all", "sms.offers"]),
    st.booleans(),
    _instants,
    st.just(True),
)

_windows = st.none() | st.builds(Span, st.sampled_from([1, 24, 48]), st.just("hours"))
_event = st.none() | _names
_category = st.builds(
    Comparison,
    st.just(Operand("properties.category")),
    st.sampled_from(["=", "!=", "contains"]),
    st.sampled_from(["shoes", "hats", "sho"]),
)
_price = st.builds(
    Comparison,
    st.sampled_from([Operand("properties.price"), Operand("revenue")]),
    st.sampled_from([">=", "<"]),
    st.sampled_from([5, 10]),
)
_where = st.none() | _category | _price | st.builds(lambda a, b: Both((a, b)), _category, _price)
_order = st.sampled_from([">=", "<=", ">", "<", "=", "!="])


def _compared(operands: st.SearchStrategy, operators: st.SearchStrategy, values: st.SearchStrategy):
    return st.builds(Comparison, operands, operators, values)


_claims = st.one_of(
    _compared(
        st.builds(Behaviour, st.just("count"), _event, st.none(), _where, _windows), _order, st.integers(0, 3)
    ),
    _compared(
        st.builds(
            Behaviour,
            st.sampled_from(["sum", "average", "highest", "lowest"]),
            _event,
            st.sampled_from(["revenue", "properties.price"]),
            _where,
            _windows,
        ),
        _order,
        st.sampled_from([0, 5, 12.5, 40]),
    ),
    _compared(
        st.builds(
            Behaviour,
            st.sampled_from(["first", "last"]),
            _event,
            st.just("properties.category"),
            _where,
            _windows,
        ),
        st.sampled_from(["=", "!=", "contains"]),
        st.sampled_from(["shoes", "hats"]),
    ),
    _compared(
        st.builds(
            Behaviour,
            st.sampled_from(["time since first", "time since last"]),
            _event,
            st.none(),
            _where,
            _windows,
        ),
        st.sampled_from([">", ">=", "<", "<="]),
        st.builds(Span, st.sampled_from([1, 24]), st.just("hours")),
    ),
    _compared(
        st.builds(Share, _category, _event, _where, _windows),
        st.sampled_from([">", "<="]),
        st.sampled_from([0.25, 0.5]),
    ),
    _compared(st.just(Operand("trait.country")), st.sampled_from(["=", "!="]), st.just("JP")),
    _compared(st.just(Operand("trait.country")), st.just("in"), st.just(("JP", "IT"))),
    st.just(Comparison(Operand("trait.country"), "is known", True)),
    _compared(st.just(Operand("consent.email.offers")), st.just("="), st.booleans()),
)
_conditions = st.recursive(
    _claims,
    lambda inner: st.one_of(
        st.builds(Both, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)


@MANY
@given(
    st.lists(_events, max_size=14),
    st.lists(_traits | _consents, max_size=6, unique_by=lambda one: (one.customer, one.key[:5], one.at)),
    st.lists(st.tuples(st.integers(1, 3), _instants), min_size=1, max_size=6),
    st.lists(_conditions, min_size=10, max_size=14),
)
def test_what_holds_is_what_a_slow_recomputation_says(
    happened: list[Happened],
    stated: list[Stated],
    subjects: list[tuple[int, datetime]],
    conditions: list[Condition],
) -> None:
    happened = [*happened, *(Happened(key, after(hours=0), "Seen") for key in (1, 2, 3))]
    named = {f"c{place}": condition for place, condition in enumerate(conditions)}
    rows = [{"row_key": place, "customer_key": key, "at": at} for place, (key, at) in enumerate(subjects)]
    asked = ibis.memtable(pa.Table.from_pylist(rows, schema=SUBJECTS))
    found = holds(asked, named, grounds_of(happened, stated), WORLD).to_pyarrow().to_pylist()
    assert len(found) == len(subjects)
    for row in found:
        customer = Obvious(happened, stated, *subjects[row["row_key"]])
        for name, condition in named.items():
            assert row[name] is customer.holds(condition), (str(condition), subjects[row["row_key"]])

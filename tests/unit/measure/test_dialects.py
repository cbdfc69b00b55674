"""Every expression of every report compiles for DuckDB, ClickHouse and Spark."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from ibis.config import Config

import evergrow.measure
from evergrow.definitions.conditions import read_condition
from evergrow.kernel import Period
from evergrow.measure import (
    attribution,
    conformance,
    curves,
    customers,
    funnels,
    groupings,
    lifecycle,
    metrics,
    paths,
    personas,
    predictions,
    recommendations,
    retention,
    rfm,
    segments,
    survival,
)
from evergrow.measure.customers import Wanted
from evergrow.measure.metrics import Measured
from evergrow.measure.segments.turns import CLOCKS, next_turns, turns
from evergrow.record.customers import CUSTOMERS
from evergrow.record.events import EVENTS
from tests.unit.measure.shop import SHOP, STAGES, day
from tests.unit.measure.value import expressions as of_value

DIALECTS = ("duckdb", "clickhouse", "pyspark")
_EVENTS = ibis.table({**EVENTS.schema, "customer_key": "int64"}, name="events")
_CUSTOMERS, _STAYS = CUSTOMERS.rows, lifecycle.STAYS.rows
_BARE_STAYS = _STAYS.select("customer_key", "stage", "entered_at", "left_at")
_ORDERS = metrics.orders(_EVENTS)
_EDGES = [day(0), day(30), day(60), day(90)]


def _never(asked: ir.Table):
    raise AssertionError("compiling reads nothing")


def _nothing(asked: ir.Table) -> pa.Table:
    return asked.schema().to_pyarrow().empty_table()


_SOURCE = Measured(events=_EVENTS, orders=_ORDERS, stays=_STAYS, customers=_CUSTOMERS, fetch=_never)
_ACTIVITY = rfm.activity(_CUSTOMERS, _ORDERS, day(90))
_FOUND = customers.wanted_customers(_SOURCE, Wanted(), day(90))
_EVERYTHING = Wanted(
    q="an'a",
    stage="reach",
    rfm="new",
    moved_from="reach",
    moved_to="acquisition",
    start=day(1),
    is_known=True,
)

CONDITIONS = {
    name: read_condition(text)
    for name, text in {
        "shoes": "share of properties.category = 'shoes' in 'Product Viewed' in the last 90 days > 0.5",
        "spent": "sum of revenue of 'Order Completed' where (currency = 'EUR') in the last 3 hours >= 300",
        "first": "first properties.category of 'Product Viewed' = 'shoes' and highest revenue of any event > 3",
        "silent": "time since last 'Order Completed' > 30 days and not in segment 'staff'",
        "said": "trait.address.city starts with 'o' and trait.birthday is today and consent.email.offers",
        "stands": "stage in ('reach', 'loyalty') and time_in_stage > 3 days and orders in the last 9 days >= 2",
        "scored": "rfm = 'champion' and rfm.m >= 4 and known",
        "foretold": "prediction.churn >= 0.6 and value.expected is known",
        "tea": "did 'Order Completed' where (product = 'Tea' and product.price > 3)",
        "around": "context.hour >= 9 and context.weekday = 'monday' and context.device = 'phone'",
    }.items()
}
"""Every kind of condition there is."""
_SUBJECTS = ibis.table({"row_key": "int64", "customer_key": "int64", "at": "timestamp(6)"}, name="subjects")
_WORLD = segments.World(lifecycle=SHOP, segments=(("staff", read_condition("trait.email contains '@us'")),))
_GROUNDS = segments.live_grounds()
_TRAITS = ibis.table({"customer_key": "int64", "value": "string"}, name="told")
_MONTH = ibis.literal(30 * 86_400, type="int64")
_VISITS = attribution.touches(_EVENTS, day(0), day(60))
_LABELED = attribution.labeled(_VISITS, by="campaign", most=30)
_CONVERTED = attribution.conversions(_ORDERS, day(30), day(60))

_FUNNEL = funnels.read_funnel(
    ["A", "'B' where (properties.x = 'y')", "A"],
    hold="properties.cart",
    without=["X", "Y between 1 and 2"],
)
_ANY_ORDER = funnels.read_funnel(["A", "B"], is_ordered=False, without=["X"])
_LINKS = ibis.table(
    dict.fromkeys(("step", "source", "target", "sessions", "again", "loops"), "int64"), name="links_counted"
)
_NAMES = ibis.table({"name": "string", "number": "int64"}, name="names_counted")
_SPAN = (day(0), day(30), day(60))

_COUNTS = ("viewed", "others", "added", "checkouts", "days")
_ACTS = ibis.table(
    {"customer_key": "int64", "first_at": "timestamp(6)", "last_at": "timestamp(6)"}
    | dict.fromkeys(_COUNTS, "int64"),
    name="counted",
)
_DRAWN = ibis.table({"drawn_key": "int64", "persona": "string"}, name="drawn")
_CHOSEN = ibis.table({"chosen_key": "int64"}, name="chosen")
_ACCOUNT_MEMBERS = personas.in_persona(
    personas.by_account(_SOURCE, _TRAITS).events, None, day(90), "repeat_buyer", []
)

_OWN = predictions.OwnFact(
    "visits",
    "Visits",
    (1.0, 5.0),
    lambda known: known.events.group_by("customer_key").agg(value=known.events.count()),
)

_KEYS = ibis.table({"customer_key": "int64"}, name="asked")

EXPRESSIONS: dict[str, Callable[[], ir.Table]] = {
    **of_value.EXPRESSIONS,
    "metrics.orders": lambda: _ORDERS,
    "metrics.currencies": lambda: metrics.currencies(_ORDERS, day(90)),
    "metrics.buyers": lambda: metrics.buyers(_CUSTOMERS, _ORDERS, day(90)),
    "metrics.revenue_until": lambda: metrics.revenue_until(_CUSTOMERS, _ORDERS, day(30), day(90)),
    "lifecycle.stays": lambda: lifecycle.stays(_CUSTOMERS, _EVENTS, SHOP),
    "lifecycle.standing": lambda: lifecycle.standing(_STAYS, day(90)),
    "lifecycle.standing_in": lambda: lifecycle.standing_in(_STAYS, "reach", day(90)),
    "lifecycle.flowed": lambda: lifecycle.flowed(_STAYS, None, "reach", day(0), day(90)).union(
        lifecycle.flowed(_STAYS, "reach", "acquisition", day(0), day(90))
    ),
    "lifecycle.overdue": lambda: lifecycle.overdue(_STAYS, "reach", day(90), day(80)),
    "lifecycle.counts": lambda: lifecycle.counts(_STAYS, day(90)),
    "lifecycle.positions": lambda: lifecycle.positions(_STAYS, day(0), day(90)),
    "lifecycle.links": lambda: lifecycle.links(_STAYS, _CUSTOMERS, _ORDERS, day(0), day(90)),
    "lifecycle.with_next_stage": lambda: lifecycle.with_next_stage(_BARE_STAYS, day(0), day(90)),
    "lifecycle.spread": lambda: lifecycle.spread(_STAYS, _EDGES),
    "lifecycle.returns": lambda: lifecycle.returns(_BARE_STAYS, SHOP, _EDGES),
    "lifecycle.pace": lambda: lifecycle.pace(_STAYS, SHOP, _EDGES),
    "rfm.activity": lambda: _ACTIVITY,
    "rfm.thresholds": lambda: rfm.thresholds(_ACTIVITY, "orders"),
    "rfm.scored": lambda: rfm.scored(_ACTIVITY, {"f": "orders"}),
    "rfm.rfm_scores": lambda: rfm.rfm_scores(_CUSTOMERS, _ORDERS, day(90)),
    "rfm.rf_scores": lambda: rfm.rf_scores(_CUSTOMERS, _ORDERS, day(90), among=_CUSTOMERS.limit(5)),
    "rfm.scores_of_one": lambda: rfm.scores_of_one(_CUSTOMERS, _ORDERS, day(90), 7),
    "rfm.with_segment": lambda: rfm.with_segment(
        rfm.rfm_scores(_CUSTOMERS, _ORDERS, day(90)), rfm.segment_by_cell(rfm.DEFAULT_RULES)
    ),
    "rfm.in_segment": lambda: rfm.in_segment(_CUSTOMERS, _ORDERS, day(90), [(5, 4), (5, 5)]),
    "rfm.grid": lambda: rfm.grid(_CUSTOMERS, _ORDERS, day(90), day(60)),
    "retention.paying": lambda: retention.paying(_STAYS, STAGES[2:5], _EDGES),
    "retention.purchases": lambda: retention.purchases(_ORDERS, _EDGES),
    "retention.cohort_counts": lambda: retention.cohort_counts(_ORDERS, _EDGES, day(120)),
    "attribution.touches": lambda: _VISITS,
    "attribution.labeled": lambda: _LABELED,
    "attribution.arrivals": lambda: attribution.arrivals(_LABELED),
    "attribution.conversions": lambda: _CONVERTED,
    "attribution.totals": lambda: attribution.totals(_CONVERTED),
    "attribution.by_currency": lambda: attribution.by_currency(_ORDERS, day(30), day(60)),
    "attribution.paths": lambda: attribution.paths(_LABELED, _CONVERTED, day(30), _MONTH),
    "attribution.decayed": lambda: attribution.decayed(_LABELED, _CONVERTED, _MONTH),
    "attribution.landings": lambda: attribution.landings(_EVENTS, day(30), day(60)),
    "attribution.visits_of": lambda: attribution.visits_of(_EVENTS, day(0), day(60), by="campaign"),
    "attribution.ways_of": lambda: attribution.ways_of(_LABELED, _ORDERS, day(30), day(60), _MONTH),
    "attribution.decayed_of": lambda: attribution.decayed_of(_LABELED, _ORDERS, day(30), day(60), _MONTH),
    "attribution.arrivals_of": lambda: attribution.arrivals_of(_LABELED, day(30)),
    "attribution.totals_of": lambda: attribution.totals_of(_ORDERS, day(30), day(60)),
    "funnels.reached": lambda: funnels.reached(_EVENTS, *_SPAN, funnel=_ANY_ORDER),
    "funnels.reached_step": lambda: funnels.reached_step(
        _EVENTS, *_SPAN, funnel=_FUNNEL, step=2, is_lost=True
    ),
    "funnels.funnel_steps": lambda: funnels.funnel_steps(
        _EVENTS, *_SPAN, 7, day(40), _TRAITS, funnel=_FUNNEL, has_open=True
    ),
    "funnels.step_numbers": lambda: funnels.step_numbers(
        funnels.reached(_EVENTS, *_SPAN, funnel=_FUNNEL), day(40), last=3, has_open=True
    ),
    "funnels.lost_customers": lambda: funnels.lost_customers(
        _SOURCE, _FUNNEL, Period(day(0), day(30)), 2, now=day(90)
    ),
    "curves.return_counts": lambda: curves.return_counts(
        _EVENTS, *_SPAN, 20_178, _TRAITS, began=_FUNNEL.steps[1], zone="Asia/Tokyo"
    ),
    "curves.active_days": lambda: curves.active_days(_EVENTS, day(0), day(28), event=_FUNNEL.steps[0]),
    "personas.about": lambda: personas.about(_EVENTS, product="SKU-1", category="tea"),
    "personas.acts": lambda: personas.acts(_EVENTS, _CUSTOMERS, day(90), zone="Europe/Paris"),
    "personas.classified": lambda: personas.classified(
        _EVENTS, None, day(90), [5, 7], currencies=("EUR", "USD")
    ),
    "personas.counted_acts": lambda: personas.counted_acts(_ACTS, _ORDERS, _CUSTOMERS, day(90)),
    "personas.with_persona": lambda: personas.with_persona(
        personas.counted_acts(_ACTS, _ORDERS, _CUSTOMERS, day(90)), [5], (None,)
    ),
    "personas.drawn_counted": lambda: personas.drawn_counted(
        _ACTS, _ORDERS, _CUSTOMERS, day(90), [5], currencies=(None,)
    ),
    "personas.drawn": lambda: personas.drawn(
        _EVENTS, _CUSTOMERS, day(90), [5], currencies=(None,), zone="UTC"
    ),
    "personas.in_persona": lambda: personas.in_persona(
        _EVENTS, _CUSTOMERS, day(90), "one_time_high", [personas.Limit(5)]
    ),
    "personas.persona_customers": lambda: _ACCOUNT_MEMBERS,  # asks for the limits before it answers
    "personas.order_limits": lambda: personas.order_limits(_ORDERS, day(90)),
    "personas.shared": lambda: _union_of(
        personas.shared(_EVENTS, _DRAWN, day(90), kind=kind, zone="Asia/Tokyo")
        for kind in personas.FROM_EVENTS
    ),
    "personas.of_devices": lambda: personas.of_devices(_EVENTS, _DRAWN, day(90), _GROUNDS.traits),
    "personas.channels": lambda: personas.channels(_EVENTS, _DRAWN, day(0), day(90)),
    "personas.stated": lambda: personas.stated(_GROUNDS.traits, _DRAWN, day(90), year=2026),
    "personas.stopped": lambda: personas.stopped(_EVENTS, _DRAWN, day(90)),
    "personas.called": lambda: personas.called(_CUSTOMERS, _CHOSEN),
    "personas.their_events": lambda: personas.their_events(_EVENTS, _CHOSEN, day(90)),
    "personas.account_stages": lambda: personas.account_stages(
        _STAYS, _TRAITS, day(90), order=("reach", "acquisition")
    ),
    "conformance.stage_walks": lambda: conformance.stage_walks(_STAYS, day(90), day(60)),
    "conformance.walk_counts": lambda: conformance.walk_counts(_STAYS, _CUSTOMERS, _ORDERS, day(90)),
    "conformance.walks_paid": lambda: conformance.walks_paid(_STAYS, _CUSTOMERS, _ORDERS, day(90)),
    "conformance.walkers": lambda: conformance.walkers(_STAYS, day(90), ["001reach"]),
    "conformance.times_until_going_on": lambda: conformance.times_until_going_on(
        _STAYS, day(90), ibis.table({"stage": "string", "next_stage": "string"}, name="onward"), 0.95
    ),
    "conformance.standing_counts": lambda: conformance.standing_counts(
        _STAYS,
        _CUSTOMERS,
        _ORDERS,
        day(90),
        ibis.table({"stage": "string", "entered_before": "timestamp(6)"}, name="limits"),
        day(60),
    ),
    "conformance.stuck_in": lambda: conformance.stuck_in(_STAYS, "reach", day(90), day(60), day(30)),
    "conformance.fact_counts": lambda: conformance.fact_counts(_CUSTOMERS, _CUSTOMERS.limit(5), _TRAITS),
    "conformance.deviating_customers": lambda: conformance.deviating_customers(
        replace(_SOURCE, fetch=_nothing), SHOP, Period(day(0), day(30)), "any", now=day(90)
    ),
    "paths.path_links": lambda: paths.path_links(
        _EVENTS, day(0), day(30), 7, "A", direction="before", without=("B",)
    ),
    "paths.told_links": lambda: paths.told_links(_LINKS, _NAMES, most=7),
    "survival.staying_times": lambda: survival.staying_times(
        _STAYS, day(90), _TRAITS, paying=("conversion",)
    ),
    "survival.second_order_times": lambda: survival.second_order_times(_ORDERS, day(90)),
    "groupings.grouping": lambda: groupings.grouping(_SOURCE, "stage:reach", day(9), members=_members),
    "groupings.by_trait": lambda: groupings.by_trait(_GROUNDS.traits, "country"),
    "groupings.by_first_source": lambda: groupings.by_first_source(_EVENTS, _CUSTOMERS),
    "groupings.by_first_product": lambda: groupings.by_first_product(_EVENTS),
    "groupings.by_stage": lambda: groupings.by_stage(_STAYS, day(9)),
    "predictions.facts_of": lambda: predictions.facts_of(
        _EVENTS, _ORDERS, _STAYS, _CUSTOMERS, day(90), zone="Asia/Tokyo", own=(_OWN,)
    ),
    "predictions.alike": lambda: predictions.alike(
        *(_EVENTS, _ORDERS, _STAYS, _CUSTOMERS, day(30), [day(60), day(50), day(90)]),
        zone="UTC",
        paying=("retention",),
        tiers=("loyalty",),
    ),
    "predictions.origins": lambda: predictions.origins(_EVENTS, _CUSTOMERS, day(90)),
    "predictions.first_seen": lambda: predictions.first_seen(_CUSTOMERS),
    "predictions.changed": lambda: predictions.changed(
        _EVENTS, _ORDERS, _STAYS, _CUSTOMERS, day(30), fact=_OWN
    ),
    "predictions.foretold_of": lambda: predictions.foretold_of(7),
    "predictions.above": lambda: predictions.above(_CUSTOMERS, "prediction.churn", 60, 50, 0),
    "recommendations.order_lines": lambda: recommendations.order_lines(_EVENTS, day(30), day(60)),
    "recommendations.frequent_lines": lambda: recommendations.frequent_lines(_EVENTS, day(30), day(60), 5),
    "recommendations.order_sizes": lambda: recommendations.order_sizes(_EVENTS, day(30), day(60)),
    "recommendations.deeds": lambda: recommendations.deeds(_EVENTS, day(60)),
    "recommendations.interests": lambda: recommendations.interests(_EVENTS, day(60)),
    "recommendations.order_interests": lambda: recommendations.order_interests(_EVENTS, day(60)),
    "recommendations.seen_products": lambda: recommendations.seen_products(_EVENTS, day(60)),
    "recommendations.kept_interests": lambda: recommendations.kept_interests(_KEYS),
    "recommendations.deeds_since": lambda: recommendations.deeds_since(_KEYS, 7, day(60)),
    "recommendations.product_names": lambda: recommendations.product_names(
        _EVENTS, day(30), day(60), ibis.table({"item": "string"}, name="wanted")
    ),
    "segments.arrivals": lambda: segments.arrivals(5, 9),
    "segments.holds": lambda: segments.holds(_SUBJECTS, CONDITIONS, _GROUNDS, _WORLD),
    "segments.instants": lambda: segments.instants(_GROUNDS),
    "segments.matching": lambda: segments.matching(
        CONDITIONS["shoes"], _GROUNDS, _WORLD, ibis.literal(day(90).replace(tzinfo=None))
    ),
    "segments.members": lambda: _told(segments.members(_SOURCE, SHOP, "rfm:champion", day(90))),
    "customers.wanted_customers": lambda: customers.wanted_customers(_SOURCE, _EVERYTHING, day(90)),
    "customers.how_many": lambda: customers.how_many(_FOUND),
    "customers.page": lambda: customers.page(_FOUND, "name", "asc", 50, 50),
    "customers.page_of_customers": lambda: customers.page_of_customers(
        _SOURCE, _EVERYTHING, day(90), rfm.DEFAULT_RULES, customers.Part("name", "asc", 50, 50)
    ),
    "customers.places": lambda: customers.places(_CUSTOMERS.limit(5), _STAYS, _CUSTOMERS, _ORDERS, day(90)),
    "customers.known_by_stage": lambda: customers.known_by_stage(_CUSTOMERS, _STAYS, day(90)),
    "customers.bought": lambda: customers.bought(_CUSTOMERS, _ORDERS, day(90)),
    "customers.refunded": lambda: customers.refunded(_EVENTS, day(90)),
}


def _union_of(tables: Iterator[ir.Table]) -> ir.Table:
    return reduce(ir.Table.union, tables)


def _members(segment: str) -> ir.Table | None:
    return segments.members(_SOURCE, SHOP, segment, day(9))


def _told(table: ir.Table | None) -> ir.Table:
    assert table is not None
    return table


def _offered() -> Iterator[str]:
    """Every function at a door of `measure` that answers with a table."""
    for found in pkgutil.iter_modules(evergrow.measure.__path__):
        part = importlib.import_module(f"evergrow.measure.{found.name}")
        for name, offered in inspect.getmembers(part, inspect.isfunction):
            if name in part.__all__ and "ir.Table" in str(offered.__annotations__.get("return", "")):
                yield f"{found.name}.{name}"


class _SparkOptions(Config):
    """The options that Ibis's Spark backend registers when it connects; compiling alone needs them too."""

    treat_nan_as_null: bool = False


@pytest.fixture(autouse=True)
def _spark_options(monkeypatch: pytest.MonkeyPatch) -> None:
    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", _SparkOptions())


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_every_expression_compiles_for_every_engine_and_counts_exactly(name: str) -> None:
    """Ibis turns `nunique` into ClickHouse's `uniq`, which estimates; a number that can be checked may not."""
    expression = EXPRESSIONS[name]()

    texts = {dialect: str(ibis.to_sql(expression, dialect=dialect)) for dialect in DIALECTS}

    assert all(text.startswith(("SELECT", "WITH")) for text in texts.values())
    assert "uniq" not in texts["clickhouse"]


def test_no_expression_is_missing_from_the_list() -> None:
    assert set(_offered()) == set(EXPRESSIONS)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", [turns, next_turns])
def test_when_to_look_again_compiles_for_every_engine(
    question: Callable[..., ir.Table], dialect: str
) -> None:
    keys = ibis.table(
        {"customer_key": "int64", "since": "timestamp(6)", "until": "timestamp(6)"}, name="keys"
    )
    expression = question(keys, CLOCKS.rows, _GROUNDS)
    assert str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH"))

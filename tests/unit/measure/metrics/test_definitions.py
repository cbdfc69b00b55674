"""Every figure of every report names a definition, and every definition is used, by a figure or by a table's column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta

import ibis
import pyarrow as pa

from evergrow.kernel import Period
from evergrow.measure.attribution import sources
from evergrow.measure.curves import CurvesAsked, retention_curves
from evergrow.measure.funnels import funnel, read_funnel
from evergrow.measure.lifecycle import board
from evergrow.measure.metrics import DEFINITIONS, Figure
from evergrow.measure.metrics.definitions_columns import COLUMNS
from evergrow.measure.paths import paths, read_paths
from evergrow.measure.personas import Asking, personas
from evergrow.measure.recommendations import bought_together, evaluate
from evergrow.measure.retention import retention
from evergrow.measure.rfm import rfm
from evergrow.measure.survival import survival
from evergrow.measure.value import held_against, renewals_held_against, value
from tests.unit.measure.baskets import baskets, tastes
from tests.unit.measure.conformance.walked import deviating
from tests.unit.measure.predictions.foretold import a_model
from tests.unit.measure.shop import SHOP, Order, Person, day, shop
from tests.unit.measure.value.truth import bg_nbd_lives, renewing


def _figures(value: object) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _figures(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def _held_against() -> object:
    """What a model of a thousand customers told, and what happened."""
    lives = bg_nbd_lives(1, 1_000, r=0.8, alpha_days=40.0, a=1.2, b=4.0, ahead_days=90)
    seen = lives.patterns()
    columns = {field.name: getattr(seen, field.name) for field in fields(seen)}
    return held_against(pa.table(columns | {"later": lives.bought_in(90)}), timedelta(days=90), day(0))


def _renewals_held_against() -> object:
    seen, later = renewing(1, 500, ahead=3)
    columns = {name: getattr(seen, name) for name in ("bought", "last", "periods", "customers")}
    return renewals_held_against(pa.table(columns | {"later": later}), 3, day(0))


def _personas() -> object:
    """Organizations of one member each, of two kinds: a few small orders lately, and many large ones long ago."""
    few = [
        Person(key, day(0), day(0), (Order(day(80), 5), Order(day(81 + key % 7), 6))) for key in range(130)
    ]
    many = tuple(Order(day(each), 900) for each in range(9))
    people = [*few, *(Person(key, day(0), day(0), many[: 8 + key % 2]) for key in range(130, 260))]
    accounts = ibis.memtable(
        pa.table({"customer_key": range(260), "value": [f"a{key}" for key in range(260)]})
    )
    found = personas(
        shop(people, with_stays=False), SHOP, day(90), now=day(90), asking=Asking(accounts=accounts)
    )
    assert len(found.cards[-1].clusters) == 2
    return found


def test_figures_and_definitions_match() -> None:
    source = shop([Person(1, day(0), day(0), (Order(day(10)),)), Person(2, day(0), None)])
    period, before, now = Period(day(30), day(60)), Period(day(0), day(30)), day(90)

    figures = [
        *_figures(board(source, SHOP, period, before, now=now)),
        *_figures(rfm(source, period.end, period.start, now=now)),
        *_figures(retention(source, SHOP, period, before, now=now)),
        *_figures(value(source, SHOP, period.end, now=now)),
        *_figures(value(source, SHOP, period.end, now=now, renewals="month")),
        *_figures(_held_against()),
        *_figures(_renewals_held_against()),
        *_figures(
            funnel(source, read_funnel(["Page Viewed", "Order Completed"]), Period(day(0), day(60)), now=now)
        ),
        *_figures(retention_curves(source, CurvesAsked(), Period(day(0), day(60)), now=now)),
        *_figures(deviating()),
        *_figures(paths(source, read_paths(without=[""]), Period(day(0), day(60)), now=now)),
        *_figures(bought_together(baskets([["a", "b"]] * 60), Period(day(0), day(60)), now=now)),
        *_figures(evaluate(tastes(), Period(day(30), day(60)), now=now)),
        *_figures(survival(source, SHOP, now, now=now)),
        *_figures(_personas()),
        *_figures(a_model()),
        *_figures(sources(source, Period(day(0), day(60)), now=now)),
    ]

    # The dashboard's own tests see to it that these are used.
    of_columns = {definition.key for definition in COLUMNS}
    assert {figure.definition for figure in figures} == set(DEFINITIONS) - of_columns
    assert all((figure.value is None) == (figure.unavailable is not None) for figure in figures)

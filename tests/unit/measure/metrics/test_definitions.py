"""Every figure of every report names a definition, and every definition is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from evergrow.kernel import Period
from evergrow.measure.lifecycle import board
from evergrow.measure.metrics import DEFINITIONS, Figure
from evergrow.measure.retention import retention
from evergrow.measure.rfm import rfm
from tests.unit.measure.shop import SHOP, Order, Person, day, shop


def _figures(value: object) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _figures(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def test_figures_and_definitions_match() -> None:
    source = shop([Person(1, day(0), day(0), (Order(day(10)),)), Person(2, day(0), None)])
    period, before, now = Period(day(30), day(60)), Period(day(0), day(30)), day(90)

    figures = [
        *_figures(board(source, SHOP, period, before, now=now)),
        *_figures(rfm(source, period.end, period.start, now=now)),
        *_figures(retention(source, SHOP, period, before, now=now)),
    ]

    assert {figure.definition for figure in figures} == set(DEFINITIONS)
    assert all((figure.value is None) == (figure.unavailable is not None) for figure in figures)

"""Funnels, survival and personas as a terminal shows them."""

from __future__ import annotations

from io import StringIO
from typing import Any

from rich.console import Console

from evergrow.cli.report_tables import show


def figure(value: float | None, unit: str = "share", reason: str | None = None) -> dict[str, Any]:
    return {
        "definition": "x", "unit": unit, "value": value, "previous": None, "low": None, "high": None,
        "unavailable": reason, "is_small_sample": False,
    }  # fmt: skip


def step(number: int, event: str, customers: int, rate: float | None, days: float | None) -> dict[str, Any]:
    return {
        "number": number, "event": event, "text": f"'{event}'", "customers": figure(customers, "customers"),
        "share": figure(customers / 100), "rate": figure(rate), "lost": figure(61, "customers"),
        "days": figure(days, "days", None if days else "Nobody came so far."),
    }  # fmt: skip


FUNNEL: dict[str, Any] = {
    "start": "2026-10-01T00:00:00Z", "end": "2026-11-01T00:00:00Z", "window": "30 days", "is_ordered": True,
    "unavailable": None, "began": figure(100, "customers"), "converted": figure(39, "customers"),
    "conversion": figure(0.39), "still_open": figure(7, "customers"), "worst_step": 2,
    "steps": [step(1, "Viewed", 100, None, None), step(2, "Added", 39, 0.39, 0.5 / 24)],
    "by": "source", "groups": [{"value": None, "customers": [100, 39], "conversion": figure(0.39), "days": figure(2, "days")}],
    "groups_left_out": 3,
}  # fmt: skip
CURVE = {
    "observed_days": 100,
    "points": [
        {"days": 0, "share": 1.0, "low": None, "high": None, "at_risk": 9},
        {"days": 40, "share": 0.5, "low": 0.2, "high": 0.8, "at_risk": 8},
    ],
}
SURVIVAL: dict[str, Any] = {
    "as_of": "2026-11-01T00:00:00Z",
    **{name: figure(0.5) for name in ("stay_year", "again_90", "again_year")},
    "median_stay": figure(None, "days", "It does not tell yet."),
    "staying": None, "staying_unavailable": "Nobody had become a paying customer by then.", "second_order": CURVE,
}  # fmt: skip


def shown(name: str, report: dict[str, Any]) -> str:
    console = Console(width=120, file=StringIO())
    show(console, name, report, None)
    return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


def test_a_funnel_says_where_most_are_lost() -> None:
    text = shown("funnel", FUNNEL)
    assert (
        "39 of 100 converted: 39.0 %. Most are lost before step 2, Added: 61.0 %. 7 may yet convert." in text
    )
    assert "30.0 min" in text
    assert "and 3 more" in text
    assert shown("funnel", FUNNEL | {"unavailable": "Nobody began."}).startswith("Nobody began.")


def test_survival_reads_its_curves_at_some_days() -> None:
    text = shown("survival", SURVIVAL)
    assert "Nobody had become a paying customer by then." in text
    lines = [line.split() for line in text.splitlines()]
    assert ["60", "50.0", "%", "20.0", "%", "to", "80.0", "%", "8"] in lines
    assert ["30", "100.0", "%", "–", "9"] in lines


def test_personas_tell_what_sets_each_apart() -> None:
    money = figure(67_000_000, "money_micros")
    row = {"value": "Tea", "share": figure(0.4), "rest": 0.2, "difference_low": 0.1, "is_telling": True}
    card = {
        "id": "repeat_buyer", "customers": figure(12, "customers"), "share": figure(0.25), "revenue": money,
        "revenue_share": figure(0.8), "revenue_per_customer": money, "average_order": money,
        "groups": [{"kind": "category", "name": "category", "rows": [row, row | {"value": "Pots", "is_telling": False}]}],
        "stops": [row | {"value": "cart_left"}],
        "clusters": [{
            "number": 1, "share": figure(0.5), "stability": 0.91, "middles": [{"feature": "quiet_days", "cluster": 3.0}],
        }],
        "typical": {"customer_id": "user:ana"}, "play": "upsell",
    }  # fmt: skip
    nobody = card | {"id": "bouncer", "customers": figure(0, "customers")}
    stage = {
        "title": "Reach",
        "reached": figure(1.0),
        "now": figure(4, "customers"),
        "days": figure(0, "days"),
    }
    text = shown(
        "personas",
        {
            "unavailable": None,
            "by": "account",
            "product": "SKU-1",
            "category": None,
            "currency": "USD",
            "limit": money,
            "as_of": "2026-11-01T00:00:00Z",
            "customers": figure(48, "customers"),
            "cards": [nobody, card],
            "accounts": {"accounts": figure(4, "customers"), "stages": [stage]},
        },
    )
    assert "Personas of 48 organizations as of 2026-11-01, product SKU-1" in text
    assert "An order above USD 67.00, the middle of all orders, is high." in text
    assert "more often category Tea: 40.0 %, the others 20.0 %" in text
    assert "Pots" not in text
    assert "cluster 1: 50.0 %, stability 0.91; quiet days 3" in text
    assert "typical: user:ana; next: the play upsell" in text
    assert text.count("Bouncers") == 1
    assert "The journey of 4 organizations" in text

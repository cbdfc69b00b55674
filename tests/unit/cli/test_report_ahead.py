"""Funnels and survival as a terminal shows them."""

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

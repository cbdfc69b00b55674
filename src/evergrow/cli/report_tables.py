"""The reports as tables on a terminal. Takes the API's JSON, so it can say nothing the API does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.text import Text

from evergrow.cli.report_conformance import conformance
from evergrow.cli.report_curves import curves
from evergrow.cli.report_funnel import funnel
from evergrow.cli.report_paths import paths
from evergrow.cli.report_personas import personas
from evergrow.cli.report_predictions import foretold
from evergrow.cli.report_recommendations import worth
from evergrow.cli.report_sources import came_from
from evergrow.cli.report_survival import survival
from evergrow.cli.report_together import together
from evergrow.cli.report_value import forecast
from evergrow.cli.written import NOTHING, change, day, days, figure, money, quantity, share, table

Report = dict[str, Any]
WIDE: Final = 110  # columns from which on intervals and last things fit


def _span(report: Report) -> str:
    text = f"{day(report['start'])} to {day(report['end'])}"
    return f"{text}, against {day(report['previous_start'])} to {day(report['previous_end'])}"


def lifecycle(report: Report, *, is_wide: bool) -> RenderableType:
    """The board: stages, moves and the leak."""
    titles = {stage["id"]: stage["title"] for stage in report["stages"]}
    stages = table(
        f"Lifecycle, map {report['map_name']}: {_span(report)}",
        *("Stage", "Customers", "Change", "Entered", "Left", "Median days", "Value each"),
    )
    for stage in report["stages"]:
        stages.add_row(
            stage["title"],
            figure(stage["customers"]),
            change(stage["customers"]),
            quantity(stage["entered"], "count"),
            quantity(stage["left"], "count"),
            days(stage["median_days_in_stage"]),
            figure(stage["value_per_customer"]),
        )
    moves = table("Moves", "Move", "Stood there", "Moved", "Rate", "Target", "Median days")
    for move in report["moves"]:
        moves.add_row(
            f"{'back: ' if move['is_backward'] else ''}{titles[move['source']]} → {titles[move['target']]}",
            quantity(move["at_risk"], "count"),
            quantity(move["moved"], "count"),
            figure(move["rate"], has_interval=is_wide),
            Text(share(move["target_rate"]), style="bold red" if move["is_below_target"] else ""),
            days(move["median_days"]),
        )
    return Group(stages, "", moves, "", _leak(report, titles))


def _leak(report: Report, titles: dict[str, str]) -> Text:
    leak = report["leak"]
    if leak is None:
        return Text(report["no_leak_reason"] or "No leak was found.", style="dim")
    if leak["recoverable_micros"]["value"] is None:
        return Text(
            f"Most is lost between {titles[leak['source']]} and {titles[leak['target']]}: "
            f"{quantity(leak['customers'], 'customers')} customers are overdue.",
            style="bold",
        )
    return Text(
        f"Most value is waiting between {titles[leak['source']]} and {titles[leak['target']]}: "
        f"{quantity(leak['customers'], 'customers')} customers are overdue, worth "
        f"{figure(leak['recoverable_micros'], report['currency'])} at the target rate.",
        style="bold",
    )


def rfm(report: Report, *, is_wide: bool) -> RenderableType:
    """The grid of customers by recency and frequency, and the ten segments."""
    if report["unavailable"]:
        return Text(report["unavailable"])
    heading = Text(
        f"RFM as of {day(report['as_of'])}, against {day(report['versus'])}: "
        f"{report['customers']:,} customers, {report['orders']:,} orders, "
        f"{money(report['revenue_micros'], report['currency'])}",
        style="bold",
    )
    cells = {(cell["r"], cell["f"]): cell["customers"] for cell in report["cells"]}
    grid = table("Customers by score", "R \\ F", *(str(f) for f in range(1, 6)))
    for r in range(5, 0, -1):
        grid.add_row(str(r), *(f"{cells.get((r, f), 0):,}" for f in range(1, 6)))
    segments = table(
        "Segments",
        "Segment",
        "Customers",
        "Change",
        "Share",
        "Revenue",
        "Average",
        "Orders",
        "Days ago",
    )
    for segment in report["segments"]:
        segments.add_row(
            segment["title"],
            figure(segment["customers"]),
            change(segment["customers"]),
            share(segment["share"]),
            money(segment["revenue_micros"]),
            money(segment["average_revenue_micros"]),
            _or_dash(segment["average_orders"], lambda orders: f"{orders:,.1f}"),
            _or_dash(segment["average_recency_days"], lambda silence: f"{silence:,.0f}"),
        )
    parts = [heading, "", grid, "", segments]
    if report["revenue_unavailable"]:
        parts.append(Text(f"{NOTHING}  {report['revenue_unavailable']}", style="dim"))
    return Group(*parts)


def retention(report: Report, *, is_wide: bool) -> RenderableType:
    """The figures with their change, and the trend."""
    figures = table(f"Retention: {_span(report)}", "Figure", "Value", "Before", "Change")
    for name, given in report.items():
        if isinstance(given, dict) and "definition" in given:
            before = given["previous"]
            figures.add_row(
                name.replace("_", " ").capitalize(),
                figure(given, report["currency"], has_interval=is_wide),
                NOTHING if before is None else quantity(before, given["unit"], report["currency"]),
                change(given),
            )
    trend = table("Trend", "From", "Retention", "Churn", "Average order", "Orders each", "At start")
    for point in report["trend"]:
        trend.add_row(
            day(point["start"]) + ("" if point["is_over"] else " (running)"),
            share(point["retention_rate"]),
            share(point["churn_rate"]),
            money(point["average_order_value_micros"]),
            _or_dash(point["orders_per_customer"], lambda orders: f"{orders:,.2f}"),
            f"{point['customers_at_start']:,}",
        )
    note = Text(report["benchmark"]["text"], style="dim")
    return Group(figures, note, "", trend)


def customers(report: Report, *, is_wide: bool) -> RenderableType:
    """How many there are in each stage, what they bought, and the best of them."""
    currency = report["currency"]
    stages = table(f"Customers as of {day(report['as_of'])}", "Stage", "Customers", "Known")
    for stage in report["stages"]:
        stages.add_row(stage["title"], f"{stage['customers']:,}", f"{stage['known']:,}")
    stages.add_section()
    stages.add_row("All", f"{report['total']:,}", f"{report['known']:,}")
    bought = table("Bought until then", "", "")
    bought.show_header = False
    for title, value in (
        ("Paying customers", f"{report['buyers']:,}"),
        ("Orders", f"{report['orders']:,}"),
        ("Revenue", money(report["revenue_micros"], currency)),
        ("Refunds", f"{report['refunds']:,}"),
        ("Refunded", money(report["refunded_micros"], currency)),
    ):
        bought.add_row(title, value)
    columns = ["Customer", "Name", "Stage", "Segment", "Orders", "Revenue", "Last seen"]
    best = table("Best customers", *columns[: None if is_wide else -1], texts=4)
    for row in report["rows"]:
        cells = [
            row["customer_id"],
            row["name"] or NOTHING,
            row["stage"] or NOTHING,
            row["rfm_segment"] or NOTHING,
            f"{row['orders']:,}",
            money(row["revenue_micros"]),
            day(row["last_seen_at"]),
        ]
        best.add_row(*cells[: len(best.columns)])
    return Group(stages, "", bought, "", best)


def explained(report: Report, definitions: dict[str, Report]) -> RenderableType:
    """What each number of the report means, as a formula and in words."""
    rows = table("What the numbers mean", "Number", "Formula", "In words")
    for column in rows.columns:
        column.justify, column.no_wrap = "left", False
    for definition in defined_in(report, definitions).values():
        source = f" ({definition['source']})" if definition["source"] else ""
        rows.add_row(definition["title"], definition["formula"], definition["text"] + source)
        rows.add_section()
    return rows


def defined_in(report: Report, definitions: dict[str, Report]) -> dict[str, Report]:
    """The definitions of the numbers that the report has, of all there are."""
    return {key: definitions[key] for key in sorted(set(_definitions_in(report)) & set(definitions))}


def notes(report: Report) -> Iterator[str]:
    """Why numbers are missing, and what the star means."""
    yield from sorted(
        {f"{NOTHING}  {found['unavailable']}" for found in _figures_in(report) if found["unavailable"]}
    )
    if any(found["is_small_sample"] for found in _figures_in(report)):
        yield "*  fewer than 30 customers stand behind this number"


def _figures_in(value: object) -> Iterator[Report]:
    if isinstance(value, dict):
        if "definition" in value and "unit" in value:
            yield value
        for inner in value.values():
            yield from _figures_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _figures_in(inner)


def _definitions_in(report: Report) -> Iterator[str]:
    return (found["definition"] for found in _figures_in(report))


def _or_dash(value: float | None, written: Callable[[float], str]) -> str:
    return NOTHING if value is None else written(value)


TABLES: dict[str, Callable[..., RenderableType]] = {
    "lifecycle": lifecycle,
    "rfm": rfm,
    "retention": retention,
    "customers": customers,
    "value": forecast,
    "sources": came_from,
    "bought-together": together,
    "recommendations": worth,
    "funnel": funnel,
    "paths": paths,
    "conformance": conformance,
    "survival": survival,
    "predictions": foretold,
    "personas": personas,
    "retention-curves": curves,
}


def show(console: Console, name: str, report: Report, definitions: dict[str, Report] | None) -> None:
    """Print the report and, with definitions, what its numbers mean."""
    console.print(TABLES[name](report, is_wide=console.width >= WIDE))
    for note in notes(report):
        console.print(note, style="dim")
    if definitions is not None:
        console.print()
        console.print(explained(report, definitions))

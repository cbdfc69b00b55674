"""The predictions report as tables on a terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, share, table

Report = dict[str, Any]
TITLES: Final = {
    "churn": "Will lapse",
    "conversion": "Will order for the first time",
    "next_purchase": "Will order again",
    "tier": "Will come up to",
}
FIGURES: Final = {
    "customers": "Customers asked about",
    "expected": "Expected to do it",
    "base_rate": "Base rate",
    "auc": "Area under the curve, out of time",
    "brier": "Brier score",
    "base_brier": "  of the base rate",
    "log_loss": "Log loss",
    "base_log_loss": "  of the base rate",
    "foretold": "Foretold a period ago",
    "happened": "  happened",
}
SHOWN: Final = 10
FACTS: Final = 5


class ModelName(StrEnum):
    """What can be foretold."""

    churn = "churn"
    conversion = "conversion"
    next_purchase = "next_purchase"
    tier = "tier"


@asks("predictions", takes_segment=False)
def predictions_command(
    of: Annotated[ModelName | None, typer.Option(help="Only this model.")] = None,
    stage: Annotated[
        str | None, typer.Option(help="tier: the stage; the highest paying one when left out.")
    ] = None,
) -> Query:
    """Who will lapse, order first, order again or come up to a stage, and how good that was so far."""
    return {"of": of.value if of else None, "stage": stage}


def foretold(report: Report, *, is_wide: bool) -> RenderableType:
    """Each model: how good it is, what it goes by, and whom it names first."""
    parts: list[RenderableType] = []
    for model in report["models"]:
        parts += [*_model(model, report, is_wide=is_wide), ""]
    return Group(*parts[:-1])


def _model(model: Report, report: Report, *, is_wide: bool) -> list[RenderableType]:
    stage = f" {model['stage']}" if model["stage"] else ""
    heading = (
        f"{TITLES[model['model']]}{stage} within {model['horizon_days']} days, as of {day(report['as_of'])}"
    )
    if model["unavailable"]:
        return [Text(heading, style="bold"), Text(model["unavailable"], style="dim")]
    figures = table(heading, "Figure", "Value")
    for name, title in FIGURES.items():
        figures.add_row(title, figure(model[name]))
    return [figures, "", _curve(model), "", _facts(model), "", _likeliest(model, is_wide=is_wide)]


def _curve(model: Report) -> RenderableType:
    span = model["judged"]
    rows = table(
        f"Judged from {day(span['start'])} to {day(span['end'])}, the lowest probabilities first",
        *("Foretold", "Happened", "95 % interval", "Customers"),
        texts=0,
    )
    for row in model["curve"]:
        between = f"{share(row['low'])} to {share(row['high'])}"
        rows.add_row(share(row["predicted"]), share(row["actual"]), between, f"{row['customers']:,}")
    return rows


def _facts(model: Report) -> RenderableType:
    rows = table("What it goes by", "Fact", "Share", "Most likely", "Least likely")
    for fact in model["facts"][:FACTS]:
        groups = sorted(fact["groups"], key=lambda group: group["weight"])
        rows.add_row(fact["title"], share(fact["strength"]), groups[-1]["text"], groups[0]["text"])
    return rows


def _likeliest(model: Report, *, is_wide: bool) -> RenderableType:
    """Customers alike in every fact have one probability: how many stands beside it."""
    rows = table("Most likely", "Customer", "Probability", "Alike", "Because of", texts=1)
    for row in model["likeliest"][:SHOWN]:
        reasons = [reason["text"] for reason in row["reasons"]]
        why = "; ".join(reasons if is_wide else reasons[:1])
        rows.add_row(row["name"] or row["customer_id"], share(row["probability"]), f"{row['alike']:,}", why)
    return rows

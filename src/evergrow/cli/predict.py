"""`evergrow predict`: foretell now instead of tonight."""

from __future__ import annotations

import typer

from evergrow.cli.flags import DATA, Data
from evergrow.cli.report_predictions import TITLES


def predict(data: Data = DATA) -> None:
    """Fit every model, score every customer, and let the segments that ask for it follow. Done every night by itself."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.post("/api/predictions/refresh")
    for model in found["models"]:
        title = f"{TITLES[model['model']]}{' ' + model['stage'] if model['stage'] else ''}"
        heading = f"{title} within {model['horizon_days']} days"
        if model["unavailable"]:
            typer.echo(f"{heading}: not foretold. {model['unavailable']}")
            continue
        expected, auc = model["expected"], model["auc"]
        typer.echo(
            f"{heading}: {model['customers']['value']:,.0f} customers scored, {expected['value']:,.0f} expected; "
            f"area under the curve {auc['value']:.2f} ({auc['low']:.2f} to {auc['high']:.2f})."
        )

"""`evergrow report`: the dashboard's numbers on a terminal, or as JSON for another program."""

from __future__ import annotations

import json
from typing import Final

import typer
from rich.console import Console

from evergrow.cli.report_asking import AskedReport, Format
from evergrow.cli.report_conformance import conformance_command
from evergrow.cli.report_curves import curves_command
from evergrow.cli.report_funnel import funnel_command
from evergrow.cli.report_paths import paths_command
from evergrow.cli.report_personas import personas_command
from evergrow.cli.report_plain import customers, lifecycle, retention, rfm
from evergrow.cli.report_predictions import predictions_command
from evergrow.cli.report_recommendations import recommendations_command
from evergrow.cli.report_sources import sources_command
from evergrow.cli.report_survival import survival_command
from evergrow.cli.report_tables import defined_in, show
from evergrow.cli.report_together import together_command
from evergrow.cli.report_value import value_command


def _print(asked: AskedReport) -> None:
    """Ask it, with none of its own parameters without loading the application, and write the answer."""
    from evergrow.cli.reach import reach

    flags, query = asked.flags, asked.query
    with reach(flags["data"], only_reads=True) as place:
        when = {"as_of": flags["as_of"], "period": flags["period"]}
        address = f"/api/reports/{asked.name}"
        found = place.get(address, **when, **query) if query else place.report(asked.name, **when)
        definitions = place.get("/api/definitions") if flags["explain"] else None
    if flags["format"] is Format.json:
        explained = found if definitions is None else found | {"definitions": defined_in(found, definitions)}
        typer.echo(json.dumps(explained, ensure_ascii=False, indent=2))
        return
    console = Console()
    if not console.is_terminal:  # a file or a pipe is as wide as it has to be
        console.width = 120
    show(console, asked.name, found, definitions)


report: Final = typer.Typer(
    help="Print a report. Works whether a server runs on the data directory or not.",
    no_args_is_help=True,
    result_callback=_print,
)
report.command("lifecycle")(lifecycle)
report.command("rfm")(rfm)
report.command("retention")(retention)
report.command("customers")(customers)
report.command("value")(value_command)
report.command("sources")(sources_command)
report.command("bought-together")(together_command)
report.command("recommendations")(recommendations_command)
report.command("funnel")(funnel_command)
report.command("paths")(paths_command)
report.command("conformance")(conformance_command)
report.command("retention-curves")(curves_command)
report.command("survival")(survival_command)
report.command("predictions")(predictions_command)
report.command("personas")(personas_command)

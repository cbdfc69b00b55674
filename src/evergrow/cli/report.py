"""`evergrow report`: the dashboard's numbers on a terminal, or as JSON for another program."""

from __future__ import annotations

from typing import Final

import typer

from evergrow.cli.report_curves import curves_command
from evergrow.cli.report_funnel import funnel_command
from evergrow.cli.report_personas import personas_command
from evergrow.cli.report_paths import paths_command
from evergrow.cli.report_plain import customers, lifecycle, retention, rfm
from evergrow.cli.report_predictions import predictions_command
from evergrow.cli.report_sources import sources_command
from evergrow.cli.report_survival import survival_command
from evergrow.cli.report_together import together_command
from evergrow.cli.report_value import value_command

report: Final = typer.Typer(
    help="Print a report. Works whether a server runs on the data directory or not.", no_args_is_help=True
)
report.command("lifecycle")(lifecycle)
report.command("rfm")(rfm)
report.command("retention")(retention)
report.command("customers")(customers)
report.command("value")(value_command)
report.command("sources")(sources_command)
report.command("bought-together")(together_command)
report.command("funnel")(funnel_command)
report.command("paths")(paths_command)
report.command("retention-curves")(curves_command)
report.command("survival")(survival_command)
report.command("predictions")(predictions_command)
report.command("personas")(personas_command)

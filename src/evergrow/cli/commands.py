"""The commands together, and what happens when one is refused.

A command imports what it works with when it runs, not when it is declared: the engine, the dataframes and
the server take seconds to load, and `evergrow --help` needs none of them.
"""

from __future__ import annotations

from typing import Annotated

import typer

from evergrow.cli.audiences import audiences
from evergrow.cli.backtest import backtest
from evergrow.cli.definitions import definitions
from evergrow.cli.demo import demo
from evergrow.cli.import_command import import_file
from evergrow.cli.lean import leave_out_pandas
from evergrow.cli.plays import plays
from evergrow.cli.predict import predict
from evergrow.cli.quarantine import quarantine
from evergrow.cli.refusals import end_refused
from evergrow.cli.rehearse import rehearse
from evergrow.cli.report import report
from evergrow.cli.segments import segments
from evergrow.cli.serve import serve
from evergrow.cli.sources import sources
from evergrow.cli.why import bounces, why
from evergrow.kernel import Refusal

cli = typer.Typer(
    name="evergrow",
    help="Evergrow, the open customer lifecycle platform.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # an unexpected error is a bug: the plain traceback is what helps
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.command("serve")(serve)
cli.command("demo")(demo)
cli.command("import")(import_file)
cli.command("predict")(predict)
cli.command("backtest")(backtest)
cli.command("rehearse")(rehearse)
cli.command("why")(why)
cli.command("bounces")(bounces)
cli.add_typer(report, name="report")
cli.add_typer(sources, name="sources")
cli.add_typer(quarantine, name="quarantine")
cli.add_typer(segments, name="segments")
cli.add_typer(audiences, name="audiences")
cli.add_typer(plays, name="plays")
cli.add_typer(definitions, name="definitions")


def _say_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version as version_of

        typer.echo(f"evergrow {version_of('evergrow')}")
        raise typer.Exit


@cli.callback()
def _evergrow(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line. A refusal ends it with exit code 2; anything unexpected crashes."""
    leave_out_pandas()
    try:
        cli()
    except Refusal as refusal:
        end_refused(refusal)

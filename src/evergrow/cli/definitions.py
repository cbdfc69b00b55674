"""`evergrow definitions`: maps as files in a folder, under version control."""

from __future__ import annotations

import typer

definitions = typer.Typer(
    help="Definitions as code: check, compare, apply and pull them.", no_args_is_help=True
)

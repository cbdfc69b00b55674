"""Flags that several commands share, described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

Data = Annotated[
    Path,
    typer.Option(help="The data directory.", envvar="EVERGROW_DATA", file_okay=False, resolve_path=True),
]

DATA: Final = Path("evergrow-data")
"""Where the data is when nothing is said."""

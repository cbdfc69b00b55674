"""`evergrow serve`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from evergrow.cli.flags import DATA, Data


def serve(
    data: Data = DATA,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on; this machine only by default.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Serve a data directory: take events in and show the dashboard. Ctrl-C stops it."""
    from evergrow.cli.serving import serve_directory
    from evergrow.runtime import settings_from

    serve_directory(settings_from(os.environ, data=data, host=host, port=port))

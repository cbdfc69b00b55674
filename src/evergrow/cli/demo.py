"""`evergrow demo`: a shop with a past, made once, and with customers who go on buying while it is served."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated, Final

import typer

from evergrow.kernel import refuse

DATA: Final = Path("evergrow-demo")


def demo(
    data: Annotated[
        Path, typer.Option(help="Where the shop is kept.", file_okay=False, resolve_path=True)
    ] = DATA,
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 8000,
    customers: Annotated[
        int | None, typer.Option(help="How many people have come by; 20,000 by default.", min=10)
    ] = None,
    is_live: Annotated[
        bool, typer.Option("--live/--no-live", help="Whether customers go on browsing and buying.")
    ] = True,
    is_quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but the address.")] = False,
) -> None:
    """Serve an example shop, made up but complete, at http://127.0.0.1:8000. Ctrl-C stops it."""
    from rich.console import Console

    from evergrow.cli.demo_live import keep_alive
    from evergrow.cli.demo_mail import take_mails
    from evergrow.cli.demo_shop import make_demo
    from evergrow.cli.serving import serve_directory
    from evergrow.runtime import settings_from

    settings = settings_from(os.environ, data=data, port=port, host="127.0.0.1", is_demo=True)
    _refuse_taken_port(port)
    console = Console(highlight=False, soft_wrap=True)
    try:
        shop = make_demo(data, customers, Console(quiet=True) if is_quiet else console)
    except KeyboardInterrupt:
        console.print("\nStopped. The next start goes on from here.")
        return

    def say_ready(url: str) -> None:
        console.print(f"The demo is at [bold]{url}[/bold]", "Ctrl-C stops it.", sep="\n")

    alongside = [take_mails(shop), *([keep_alive(shop)] if is_live else [])]
    serve_directory(settings, alongside=alongside, on_ready=say_ready)
    if not is_quiet:
        console.print("\nStopped. The next start takes seconds.")


def _refuse_taken_port(port: int) -> None:
    """Say so before the shop is made, not after."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise refuse(
                "serve.port",
                f"Cannot listen on 127.0.0.1 port {port}: {error.strerror}.",
                where="--port",
                next_step="Choose another with --port, or --port 0 for any that is free.",
            ) from error

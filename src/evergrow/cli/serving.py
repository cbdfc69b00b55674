"""One process that takes events in, keeps the numbers current and shows the dashboard, until it is asked to stop."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import uvicorn
from rich.console import Console

from evergrow.cli.presence import Server, announce, held, withdraw
from evergrow.ingest.files import fail_unfinished_imports
from evergrow.kernel import refuse
from evergrow.runtime import Sender, Settings, Worker, Workspace, open_workspace
from evergrow.runtime.accounts import needs_owner
from evergrow.runtime.predictions import foreteller
from evergrow.runtime.recommending import learner
from evergrow.storage.warehouse import give_back_what_is_freed
from evergrow.web import Application, app

Alongside = Callable[[Workspace, threading.Event], None]
_GRACE_SECONDS: Final = 10


def serve_directory(
    settings: Settings,
    *,
    alongside: Sequence[Alongside] = (),
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM, then finish the tick and close.

    Args:
        settings: Where and how.
        alongside: Work that runs beside the server, each in its own thread, until its event is set.
        on_ready: Called with the address once it answers, instead of printing it.

    Raises:
        Refusal: `data.in_use` or `serve.port` where somebody else has the directory or the port.
    """
    give_back_what_is_freed()
    settings.data.mkdir(parents=True, exist_ok=True)
    with held(settings.data) as is_ours:
        if not is_ours:
            raise refuse(
                "data.in_use",
                "Another process has this data directory open.",
                where=str(settings.data),
                next_step="Stop it first; one process serves a data directory.",
            )
        listener = _listener(settings)
        workspace = open_workspace(settings)
        with workspace.state.transaction() as tx:
            fail_unfinished_imports(tx, datetime.now(UTC))
        try:
            _serve(workspace, listener, alongside, on_ready or _say_ready)
        finally:
            workspace.close()


class _Server(uvicorn.Server):
    """Says when it answers, and ends the open streams when it stops: they would never end by themselves."""

    def __init__(self, config: uvicorn.Config, application: Application, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._application = application
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await asyncio.to_thread(self._ready)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._application.live.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM ask for a clean stop. Uvicorn's own way raises them again after it."""
        before = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _serve(
    workspace: Workspace, listener: socket.socket, alongside: Sequence[Alongside], say: Callable[[str], None]
) -> None:
    settings, token = workspace.settings, secrets.token_urlsafe(32)
    workspace.settings = settings = replace(settings, port=listener.getsockname()[1])
    url = settings.url()
    setup_token = _setup_token(workspace)
    application = app(workspace, token=token, setup_token=setup_token)
    worker, sender, stop = Worker(workspace), Sender(workspace), threading.Event()
    lookouts = [learner(workspace), foreteller(workspace)]
    worker.listen(lambda result: sender.wake() if result.ready else None)
    worker.listen(application.publish)
    threads = [threading.Thread(target=work, args=(workspace, stop), daemon=True) for work in alongside]

    def ready() -> None:
        announce(settings.data, Server(os.getpid(), _local_url(settings, listener), token))
        for thread in threads:
            thread.start()
        say(f"{url}/?setup={setup_token}" if setup_token else url)

    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=application.protocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        backlog=4_096,
    )
    worker.start()
    sender.start()
    for lookout in lookouts:
        lookout.start()
    try:
        _Server(config, application, ready).run(sockets=[listener])
    finally:
        withdraw(settings.data)
        stop.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(_GRACE_SECONDS)
        worker.stop()
        sender.stop()
        for lookout in lookouts:
            lookout.stop()


def _setup_token(workspace: Workspace) -> str:
    """What a first visitor from elsewhere has to bring, so that not the first passer-by becomes the owner."""
    if workspace.settings.is_private or not needs_owner(workspace.state):
        return ""
    return secrets.token_urlsafe(16)


def _listener(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise refuse(
            "serve.port",
            f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}.",
            where="--port",
            next_step="Choose another with --port, or --port 0 for any that is free.",
        ) from error
    return listener


def _local_url(settings: Settings, listener: socket.socket) -> str:
    """Where commands on this machine reach the server, whatever proxy people come through."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{listener.getsockname()[1]}"


def _say_ready(url: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Evergrow serves [bold]{url}[/bold]")
    if "?setup=" in url:
        console.print("Open this link to make the owner's account. It works once.")
    console.print("Ctrl-C stops it.", style="dim")

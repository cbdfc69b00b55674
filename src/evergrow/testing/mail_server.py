"""A real SMTP server on loopback (aiosmtpd) that keeps what it takes and misbehaves when told to."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "evergrow", "correct horse"


@dataclass(frozen=True)
class Mail:
    """A mail as the server took it."""

    sender: str
    recipients: list[str]
    data: bytes
    options: list[str] = field(default_factory=list)


class MailHandler:
    """Takes mails, or shows a `behavior` of `evergrow.testing.channel_contract`, or `drop_421`.

    `behavior` may be changed while it serves; `refused` are addresses it knows not. With `chunks` it offers CHUNKING.
    """

    def __init__(self, behavior: str = "accept", *, pipelines: bool = True, chunks: bool = False) -> None:
        self.mails: list[Mail] = []
        self.behavior = behavior
        self.refused: set[str] = set()
        self.connections = 0
        self.pipelines = pipelines
        self.chunks = chunks

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        more = [f"250-{word}" for word, is_offered in self._offers() if is_offered]
        return [responses[0], *more, *responses[1:]]

    def _offers(self) -> list[tuple[str, bool]]:
        return [("PIPELINING", self.pipelines), ("CHUNKING", self.chunks)]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.behavior == "refuse" or address in self.refused:
            return "550 5.1.1 No such mailbox"
        if self.behavior == "busy":
            return "451 4.7.1 Try again later"
        if self.behavior == "drop_421":
            server.transport.write(b"421 4.3.2 Shutting down\r\n")  # type: ignore[union-attr]
            server.transport.close()  # type: ignore[union-attr]
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options += options
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.behavior == "late_refuse":
            return "554 5.7.1 Looks like spam"
        assert isinstance(envelope.original_content, bytes)
        options = [*envelope.mail_options, *envelope.rcpt_options]
        self.mails.append(
            Mail(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content, options)
        )
        if self.behavior == "break_after":
            server.transport.abort()  # type: ignore[union-attr]
        if self.behavior == "garble":
            server.transport.write(b"\x00\xff what?\r\n")  # type: ignore[union-attr]
        if self.behavior in ("break_after", "hang", "garble"):
            await asyncio.sleep(3600)
        return f"250 OK queued as Q{len(self.mails):05}"


class _Server(SMTP):
    """aiosmtpd's, which also takes a mail as one chunk (RFC 3030)."""

    async def smtp_BDAT(self, arg: str) -> None:
        data = await self._reader.readexactly(int(arg.split()[0]))  # type: ignore[union-attr]
        envelope = self.envelope
        assert envelope is not None
        if not envelope.rcpt_tos:
            await self.push("503 5.5.1 No valid recipients")
            return
        envelope.content = envelope.original_content = data
        status = await self._call_handler_hook("DATA")
        self._set_post_data_state()
        await self.push(status)


def _authenticate(*arguments: Any) -> AuthResult:
    data = arguments[-1]
    is_ours = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_ours, handled=is_ours)


def _options(needs_sign_in: bool) -> dict[str, Any]:
    signing = {"auth_required": True, "auth_require_tls": False, "authenticator": _authenticate}
    return {"enable_SMTPUTF8": True, **(signing if needs_sign_in else {})}


@contextlib.asynccontextmanager
async def mail_server(
    handler: MailHandler, *, needs_sign_in: bool = False, tls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[int]:
    """Serve in the running event loop; gives the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: _Server(handler, loop=loop, **(_options(needs_sign_in) | options)),
        "127.0.0.1",
        0,
        ssl=tls,
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@contextlib.contextmanager
def mail_server_in_thread(handler: MailHandler, **options: Any) -> Iterator[int]:
    """Serve in a thread of its own; gives the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail-server", daemon=True)
    thread.start()
    serving = mail_server(handler, **options)
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result(10)
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)

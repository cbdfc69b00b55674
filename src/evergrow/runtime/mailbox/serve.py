"""A mail server that takes every mail and sends none: enough of RFC 5321 for Evergrow's own channel.

Never   is reached from elsewhere: it listens on this machine only, and `evergrow demo` alone starts it.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Final

from evergrow.runtime.mailbox.box import Mailbox

_LARGEST_BYTES: Final = 30_000_000
_IDLE_SECONDS: Final = 300
_GREETING: Final = "220 127.0.0.1 ESMTP Evergrow's demo mailbox"
_ABILITIES: Final = (
    f"250-127.0.0.1\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {_LARGEST_BYTES}"
)
_PATH: Final = re.compile(r"<([^>]*)>")


def serve_mailbox(mailbox: Mailbox, stop: threading.Event, *, on_ready: Callable[[int], None]) -> None:
    """Take mails in until `stop` is set. `on_ready` is told the port, in a thread that may wait."""
    asyncio.run(_serve(mailbox, stop, on_ready))


async def _serve(mailbox: Mailbox, stop: threading.Event, on_ready: Callable[[int], None]) -> None:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(mailbox, reader, writer).hold()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # whoever called is gone
        except asyncio.CancelledError:
            pass  # the mailbox closes: nobody is to be told, and Python 3.11 would print it
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0, limit=_LARGEST_BYTES)
    async with server:
        await asyncio.to_thread(on_ready, server.sockets[0].getsockname()[1])
        await asyncio.to_thread(stop.wait)


class _Conversation:
    """One caller: what they said of the mail that comes next."""

    def __init__(self, mailbox: Mailbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._mailbox, self._reader, self._writer = mailbox, reader, writer
        self._recipients: list[str] = []

    async def hold(self) -> None:
        """Answer line by line until they say goodbye."""
        await self._say(_GREETING)
        while line := await asyncio.wait_for(self._reader.readline(), _IDLE_SECONDS):
            said = line.decode("utf-8", "replace").strip()
            verb = said[:4].upper()
            if verb == "DATA":
                await self._take_mail()
            else:
                await self._say(self._answer(verb, said))
            if verb == "QUIT":
                return

    def _answer(self, verb: str, said: str) -> str:
        if verb in ("EHLO", "HELO"):
            return _ABILITIES
        if verb in ("MAIL", "RSET"):
            self._recipients.clear()
        elif verb == "RCPT":
            found = _PATH.search(said)
            self._recipients.append(found[1] if found else "")
        elif verb == "QUIT":
            return "221 Goodbye"
        elif verb != "NOOP":
            return "502 Not known here"
        return "250 OK"

    async def _take_mail(self) -> None:
        if not self._recipients:
            await self._say("503 To whom?")
            return
        await self._say("354 Go on")
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        number = self._mailbox.take(self._recipients, b"".join(lines))
        await self._say(f"250 OK queued as D{number:06}")
        self._recipients.clear()

    async def _say(self, text: str) -> None:
        self._writer.write(text.encode() + b"\r\n")
        await self._writer.drain()

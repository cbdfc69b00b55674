"""A mail server that takes everything and keeps nothing, as fast as Python can: so that the sender is what is measured.

It speaks SMTP, pipelines, and takes mails in chunks as Postfix does; it is not the aiosmtpd of the tests, which takes longer for a mail than any sender. Of each
mail it checks that MAIL and RCPT came before it, that it is addressed to whom it was handed over for, and it counts how
many different recipients there were. Every sender of a run speaks to the same one.

python -m benchmarks.mail_sink [CHUNKING]    prints its port, and on SIGTERM `taken recipients odd`
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import cast

import uvloop

_HELLO = b"250-sink\r\n250-PIPELINING\r\n%b250-8BITMIME\r\n250 SMTPUTF8\r\n"


class Sink(asyncio.Protocol):
    """One connection. Mails of all connections are counted together."""

    taken = 0
    odd = 0
    recipients: set[bytes] = set()  # noqa: RUF012

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._rest = b""
        self._is_data = False
        self._chunk = 0
        self._sender = self._recipient = b""
        self._transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        data, at = self._rest + data if self._rest else data, 0
        answers: list[bytes] = []
        while True:
            if self._chunk:
                if len(data) - at < self._chunk:
                    break
                at, chunk = at + self._chunk, data[at : at + self._chunk]
                self._chunk = 0
                answers.append(self._take(chunk))
            end = data.find(b"\r\n.\r\n" if self._is_data else b"\r\n", at)
            if end < 0:
                break
            if self._is_data:
                answers.append(self._take(data[at : end + 2]))
                at = end + 5
            else:
                answers.append(self._answer(data[at:end]))
                at = end + 2
        self._rest = data[at:]
        if answers:
            self._transport.write(b"".join(answers))

    def _take(self, mail: bytes) -> bytes:
        self._is_data = False
        Sink.taken += 1
        Sink.recipients.add(self._recipient)
        head = mail[: mail.find(b"\r\n\r\n") + 2]
        if not self._sender or b"\r\nTo: %s\r\n" % self._recipient not in head:
            Sink.odd += 1
        self._sender = self._recipient = b""
        return b"250 2.0.0 Ok: queued as %016d\r\n" % Sink.taken

    def _answer(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"MAIL":
            self._sender = _address(line)
        elif verb == b"RCPT":
            if not self._sender:
                return b"503 5.5.1 MAIL first\r\n"
            self._recipient = _address(line)
        elif verb == b"DATA":
            if not self._recipient:
                return b"503 5.5.1 RCPT first\r\n"
            self._is_data = True
            return b"354 Go on\r\n"
        elif verb == b"BDAT":
            self._chunk = int(line.split()[1])
            return b""
        elif verb in (b"EHLO", b"HELO"):
            return _HELLO % b"".join(b"250-%b\r\n" % word.encode() for word in sys.argv[1:])
        elif verb == b"QUIT":
            return b"221 Bye\r\n"
        return b"250 Ok\r\n"


def _address(line: bytes) -> bytes:
    return line[line.find(b"<") + 1 : line.find(b">")]


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    print(Sink.taken, len(Sink.recipients), Sink.odd, flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())

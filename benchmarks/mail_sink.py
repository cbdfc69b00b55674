"""A mail server that takes everything and keeps nothing, as fast as Python can: so that the sender is what is measured.

python -m benchmarks.mail_sink    prints its port, and on SIGTERM how many mails it took
"""

from __future__ import annotations

import asyncio
import signal
from typing import cast

import uvloop

_HELLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"


class Sink(asyncio.Protocol):
    """One connection. Mails of all connections are counted together."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._rest = b""
        self._is_data = False
        self._transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        answers: list[bytes] = []
        while True:
            if self._is_data:
                end = self._rest.find(b"\r\n.\r\n")
                if end < 0:
                    break
                self._rest, self._is_data = self._rest[end + 5 :], False
                Sink.taken += 1
                answers.append(b"250 2.0.0 Ok: queued as %016d\r\n" % Sink.taken)
                continue
            line, found, rest = self._rest.partition(b"\r\n")
            if not found:
                break
            self._rest = rest
            answers.append(self._answer(line[:4].upper()))
        if answers:
            self._transport.write(b"".join(answers))

    def _answer(self, verb: bytes) -> bytes:
        if verb in (b"EHLO", b"HELO"):
            return _HELLO
        if verb == b"DATA":
            self._is_data = True
            return b"354 Go on\r\n"
        if verb == b"QUIT":
            return b"221 Bye\r\n"
        return b"250 Ok\r\n"


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    print(Sink.taken, flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve())

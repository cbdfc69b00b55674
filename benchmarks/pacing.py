"""Visitors in a process of their own: single Segment calls at an even pace, whether or not the answers come soon.

Run as `python -m benchmarks.pacing`, it sends for some seconds and prints one line of JSON: sent, and refused or unanswered.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import time
from datetime import UTC, datetime
from typing import Final, cast

import uvloop

OK: Final = b"HTTP/1.1 200"
TURN_SECONDS: Final = 0.01
LONGEST_ANSWER_SECONDS: Final = 10.0
EVENT: Final = (
    '{"type":"track","messageId":"asked-%d","userId":"c%d","event":"Asked","timestamp":"%s","properties":{"number":%d},'
    '"context":{"locale":"en-GB","library":{"name":"bench","version":"1"},"page":{"path":"/tea"}}}'
)


class Line(asyncio.Protocol):
    """A connection that is kept; counts its answers."""

    def __init__(self) -> None:
        self.answered = 0
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        seen = self._tail + data
        self.answered += seen.count(OK)
        self._tail = seen[1 - len(OK) :]


async def send(port: int, write_key: str, *, a_second: int, seconds: int, users: int, lines: int) -> int:
    """Send them all, spread over the connections; returns how many were answered with 200."""
    loop = asyncio.get_running_loop()
    opened = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(lines)]
    basic = base64.b64encode(f"{write_key}:".encode()).decode()
    head = (
        "POST /v1/track HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Basic {basic}\r\nContent-Length: %d\r\n\r\n"
    )
    began, number = time.perf_counter(), 0
    while number < a_second * seconds:
        await asyncio.sleep(TURN_SECONDS)
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        due = min(int((time.perf_counter() - began) * a_second), a_second * seconds)
        for event in range(number, due):
            body = EVENT % (event, event % users, now, event)
            opened[event % lines].transport.write((head % len(body) + body).encode())
        number = due
    end = time.perf_counter() + LONGEST_ANSWER_SECONDS
    while sum(line.answered for line in opened) < number and time.perf_counter() < end:
        await asyncio.sleep(TURN_SECONDS)
    for line in opened:
        line.transport.close()
    return sum(line.answered for line in opened)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--write-key", required=True)
    parser.add_argument("--a-second", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--users", type=int, default=5_000)
    parser.add_argument("--lines", type=int, default=64)
    asked = vars(parser.parse_args())
    sent = asked["a_second"] * asked["seconds"]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        answered = runner.run(send(asked.pop("port"), asked.pop("write_key"), **asked))
    print(json.dumps({"sent": sent, "refused": sent - answered}))


if __name__ == "__main__":
    main()

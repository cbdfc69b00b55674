"""A load generator in a process of its own: Segment calls over kept-alive, pipelined connections.

Run as `python -m benchmarks.load`, it sends a number of requests as fast as they are answered and prints
one line of JSON: requests, refusals, seconds and latencies. Bodies are made by joining ready pieces, so
that the generator needs less of the machine than the server it measures.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

OK = b"HTTP/1.1 200"
ANY = b"HTTP/1.1 "
EVENT = (
    b'{"type":"track","messageId":"%s","userId":"u%d","event":"Product Viewed","timestamp":"2026-06-01T10:00:00.000Z",'
    b'"properties":{"product_id":"TE-101","sku":"TE-101","name":"Sencha No. 4","category":"Tea","price":14.5},'
    b'"context":{"locale":"en-GB","library":{"name":"bench","version":"1"},"page":{"path":"/tea"}}}'
)


@dataclass
class Answers:
    """What came back so far. Latencies are in seconds."""

    done: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)


def request_maker(run: str, users: int, batch: int, path: str, write_key: str) -> Callable[[int], bytes]:
    """Makes the bytes of request n; no two of them share a message id."""
    basic = base64.b64encode(f"{write_key}:".encode()).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {basic}\r\n"
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    ).encode()

    def event(number: int) -> bytes:
        return EVENT % (f"{run}-{number:09d}".encode(), number * 7919 % users)

    def one(n: int) -> bytes:
        body = event(n)
        return head % len(body) + body

    def many(n: int) -> bytes:
        body = b'{"batch":[' + b",".join([event(n * batch + i) for i in range(batch)]) + b"]}"
        return head % len(body) + body

    return many if batch > 1 else one


class Connection(asyncio.Protocol):
    """Keeps up to `depth` requests under way until there are none left."""

    def __init__(self, take: Callable[[], bytes | None], answers: Answers, depth: int) -> None:
        self._take, self._answers, self._depth = take, answers, depth
        self._sent: deque[float] = deque()
        self._tail = b""
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send(self._depth)
        if not self._sent:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        seen = self._tail + data
        self._tail = seen[1 - len(OK) :]  # the start of a first line whose end is still to come
        count, good = seen.count(ANY, 0, len(seen) - len(OK) + len(ANY)), seen.count(OK)
        now = time.perf_counter()
        self._answers.done += count
        self._answers.refused += count - good
        self._answers.latencies += [now - self._sent.popleft() for _ in range(count)]
        self._send(count)
        if not self._sent:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)

    def _send(self, count: int) -> None:
        requests = [request for request in (self._take() for _ in range(count)) if request is not None]
        if requests:
            self._sent.extend([time.perf_counter()] * len(requests))
            self._transport.write(b"".join(requests))


async def send(
    port: int, make: Callable[[int], bytes], requests: int, connections: int, depth: int
) -> dict[str, float]:
    """Send them all; what it took."""
    answers, numbers = Answers(), iter(range(requests))

    def take() -> bytes | None:
        number = next(numbers, None)
        return None if number is None else make(number)

    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Connection(take, answers, depth), "127.0.0.1", port)
        for _ in range(min(connections, requests))
    ]
    await asyncio.gather(*(protocol.closed for _, protocol in opened))
    seconds = time.perf_counter() - start
    latencies = sorted(answers.latencies)
    return {
        "requests": answers.done,
        "refused": answers.refused,
        "seconds": seconds,
        "p50_ms": 1000 * latencies[len(latencies) // 2],
        "p99_ms": 1000 * latencies[int(len(latencies) * 0.99)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--users", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--run", default="bench")
    parser.add_argument("--write-key", default="none")
    asked = parser.parse_args()
    path = "/v1/batch" if asked.batch > 1 else "/v1/track"
    make = request_maker(asked.run, asked.users, asked.batch, path, asked.write_key)
    try:
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    except ImportError:
        runner = asyncio.Runner()
    with runner:
        print(json.dumps(runner.run(send(asked.port, make, asked.requests, asked.connections, asked.depth))))


if __name__ == "__main__":
    main()

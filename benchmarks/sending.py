"""Events in over HTTP: until they are durable, and until a report shows them."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.figures import Line, a_second, share
from benchmarks.machine import load, raw_server, resident_mb, sqlite_appends
from benchmarks.server import Served, serving

BATCH = 100
IDLE_SECONDS = 40
"""Sequences are laid in the first 20 s that nothing presses; the warehouse rests 5 to 10 s after it was used last."""
SENDERS = 128
"""Of single events, each waiting for its answer before it sends the next: no client pipelines them."""


def measure(folder: Path, events: int) -> list[Line]:
    """The raw limits first, then Evergrow, both by the same load generator."""
    batches, singles = max(1, events // BATCH), max(1, events // 10)
    with raw_server() as port:
        raw_batches = _rate(load(port, requests=batches, batch=BATCH, run="raw"), BATCH)
        raw_singles = _rate(load(port, requests=singles, batch=1, run="raw", connections=SENDERS, depth=1), 1)
    kept = sqlite_appends(folder, requests=batches, batch=BATCH)
    lines: list[Line] = []
    with serving(folder / "data") as served:
        key = served.new_source()
        load(served.port, requests=50, batch=BATCH, run="warm", write_key=key)
        served.wait_until_settled()
        accepted, visible = _send(served, key, batches)
        lines += [
            _durable(
                f"{BATCH} events a request: durable", accepted, "100,000/s", raw_batches, "Uvicorn saying 200"
            ),
            _durable("", accepted, "", kept, f"SQLite appending, {BATCH} events a row"),
            _durable(
                "the same, until the report shows them",
                visible,
                "50,000/s",
                raw_batches,
                "Uvicorn saying 200",
            ),
        ]
        answers = load(
            served.port, requests=singles, batch=1, run="single", write_key=key, connections=SENDERS, depth=1
        )
        single = _rate(answers, 1)
        lines.append(
            _durable("1 event a request: durable", single, "10,000/s", raw_singles, "Uvicorn saying 200")
        )
        lines.append(
            Line(
                what="answer time of those, p50 and p99",
                figure=f"{answers['p50_ms']:.0f} and {answers['p99_ms']:.0f} ms",
            )
        )
        served.wait_until_settled()
        time.sleep(IDLE_SECONDS)
        lines.append(
            Line(what="resident memory, idle again", figure=f"{resident_mb(served.pid):.0f} MB", aim="400 MB")
        )
    return lines


def _send(served: Served, key: str, batches: int) -> tuple[float, float]:
    """Events a second until the last was acknowledged, and until a report was computed with all of them in it."""
    before = served.get("/api/intake")["accepted"]
    answers = load(served.port, requests=batches, batch=BATCH, run="batch", write_key=key)
    ended = time.perf_counter()
    served.wait_until_settled()
    served.get("/api/reports/lifecycle")
    after = time.perf_counter() - ended
    accepted = served.get("/api/intake")["accepted"] - before
    if answers["refused"] or accepted != batches * BATCH:
        raise RuntimeError(f"sent {batches * BATCH} events, {accepted} were accepted; {answers}")
    return _rate(answers, BATCH), batches * BATCH / (answers["seconds"] + after)


def _rate(answers: dict[str, float], batch: int) -> float:
    return answers["requests"] * batch / answers["seconds"]


def _durable(what: str, rate: float, aim: str, limit: float, beside: str) -> Line:
    figure = a_second(rate, "events") if what else ""
    return Line(
        what=what,
        figure=figure,
        aim=aim,
        beside=f"{beside}: {a_second(limit, 'events')}",
        ratio=share(rate, limit),
    )

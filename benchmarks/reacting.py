"""From an event accepted to its mail handed over: how long a customer waits for the answer to what they did."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from benchmarks.figures import Line
from benchmarks.mailing import TEMPLATE, sink, values_for
from evergrow.definitions.store import keep_document
from evergrow.engage.messages import messages
from evergrow.runtime import Sender, Settings, Worker, Workspace, open_workspace, save_guards, tick
from evergrow.runtime.connecting import connect_channel
from evergrow.runtime.journeys import launch_journey, save_journey
from evergrow.testing import call, entry_of, identify

A_SECOND = 1_000
BATCHES = 20
JOURNEY = """journey: answer
title: Answer
entry: { event: Asked, again: always, key: properties.number }
steps:
  - { id: reply, message: spring }
"""


def measure(folder: Path, seconds: int = 20) -> list[Line]:
    """`A_SECOND` events a second, each of which lets a customer into a journey that answers with a mail at once."""
    with sink() as port:
        workspace = open_workspace(Settings(data=folder / "reacting"))
        try:
            _fill(workspace, port)
            waits = _run(workspace, seconds)
        finally:
            workspace.close()
    ordered = sorted(waits)
    at = {share: ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99)}
    return [
        Line(
            what=f"event accepted until its mail is handed over, {A_SECOND:,} a second",
            figure=f"p50 {at[0.5]:.2f}, p95 {at[0.95]:.2f}, p99 {at[0.99]:.2f} s",
            aim="p95 below 1 s",
            beside=f"{len(ordered):,} mails of {seconds * A_SECOND:,} events",
        )
    ]


def _fill(workspace: Workspace, port: int) -> None:
    now = datetime.now(UTC)
    save_guards(workspace, "", by="bench", now=now)
    connect_channel(workspace, "email_smtp", "Sink", values_for(port), by="bench", now=now)
    with workspace.state.transaction() as tx:
        keep_document(tx, "message", "spring", TEMPLATE, by="bench", now=now)
    calls = [
        identify(now, user=f"c{n}", email=f"c{n}@shop.example", first_name=f"Ana {n}") for n in range(5_000)
    ]
    workspace.log.append_now([entry_of(calls, received_at=now)])
    while workspace.position() < workspace.log.last_position():
        tick(workspace, datetime.now(UTC))
    save_journey(workspace, JOURNEY, name=None, by="bench", now=datetime.now(UTC))
    launch_journey(workspace, "answer", version=None, inside="finish", by="bench", now=datetime.now(UTC))
    tick(workspace, datetime.now(UTC))


def _run(workspace: Workspace, seconds: int) -> list[float]:
    worker, sender = Worker(workspace), Sender(workspace)
    worker.listen(lambda result: sender.wake() if result.ready else None)
    worker.start()
    sender.start()
    try:
        _send(workspace, seconds)
        return _waits(workspace, seconds * A_SECOND)
    finally:
        worker.stop()
        sender.stop()


def _send(workspace: Workspace, seconds: int) -> None:
    began = time.perf_counter()
    number = 0
    for turn in range(seconds * BATCHES):
        time.sleep(max(0.0, began + turn / BATCHES - time.perf_counter()))
        now = datetime.now(UTC)
        calls = [
            call("track", now, user=f"c{n % 5_000}", event="Asked", properties={"number": n})
            for n in range(number, number + A_SECOND // BATCHES)
        ]
        number += len(calls)
        workspace.log.append_now([entry_of(calls, received_at=now)])


def _waits(workspace: Workspace, expected: int) -> list[float]:
    """Seconds from each event to its mail; waits until all are sent, at most a minute."""
    deadline = time.monotonic() + 60
    while True:
        with workspace.state.reading() as tx:
            query = select(messages.c.trigger, messages.c.sent_at).where(messages.c.status == "sent")
            rows = tx.rows(query)
        if len(rows) >= expected or time.monotonic() > deadline:
            break
        time.sleep(1.0)
    instants = [(datetime.fromisoformat(json.loads(row["trigger"])["at"]), row["sent_at"]) for row in rows]
    return [(sent - at) / timedelta(seconds=1) for at, sent in instants]

"""From an event accepted to its mail handed over: how long a customer waits for the answer to what they did."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.figures import Line
from benchmarks.mailing import TEMPLATE, sink, values_for
from benchmarks.server import Served, serving
from evergrow.definitions.store import keep_document
from evergrow.engage.messages import messages
from evergrow.runtime import Settings, Workspace, open_workspace, save_guards, tick
from evergrow.runtime.connecting import connect_channel
from evergrow.runtime.journeys import launch_journey, save_journey
from evergrow.storage.state import State
from evergrow.testing import entry_of, identify

A_SECOND = 1_000
WARMING_SECONDS = 4
CUSTOMERS = 5_000
LONGEST_SECONDS = 60.0
JOURNEY = """journey: answer
title: Answer
entry: { event: Asked, again: always, key: properties.number }
steps:
  - { id: reply, message: spring }
"""


def measure(folder: Path, seconds: int = 20) -> list[Line]:
    """`A_SECOND` events a second, each by a request of its own to a running server, each of which lets a customer into a
    journey that answers with a mail at once. The first seconds, in which the server writes its SQL, are left out.
    """
    data, count = folder / "reacting", (seconds + WARMING_SECONDS) * A_SECOND
    with sink() as port:
        _fill(data, port)
        with serving(data) as served:
            _send(served, seconds + WARMING_SECONDS)
            _wait(data, count)
    ordered = sorted(_waits(data))
    at = {share: ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99)}
    return [
        Line(
            what=f"event sent until its mail is handed over, {A_SECOND:,} a second",
            figure=f"p50 {at[0.5]:.2f}, p95 {at[0.95]:.2f}, p99 {at[0.99]:.2f} s",
            aim="p95 below 1 s",
            beside=f"{len(ordered):,} mails of {seconds * A_SECOND:,} events",
        )
    ]


def _fill(data: Path, port: int) -> None:
    workspace = open_workspace(Settings(data=data))
    try:
        _connect(workspace, port)
        now = datetime.now(UTC)
        calls = [
            identify(now, user=f"c{n}", email=f"c{n}@shop.example", first_name=f"Ana {n}")
            for n in range(CUSTOMERS)
        ]
        workspace.log.append_now([entry_of(calls, received_at=now)])
        while workspace.position() < workspace.log.last_position():
            tick(workspace, datetime.now(UTC))
        save_journey(workspace, JOURNEY, name=None, by="bench", now=datetime.now(UTC))
        launch_journey(workspace, "answer", version=None, inside="finish", by="bench", now=datetime.now(UTC))
        tick(workspace, datetime.now(UTC))
    finally:
        workspace.close()


def _connect(workspace: Workspace, port: int) -> None:
    now = datetime.now(UTC)
    save_guards(workspace, "", by="bench", now=now)
    connect_channel(workspace, "email_smtp", "Sink", values_for(port), by="bench", now=now)
    with workspace.state.transaction() as tx:
        keep_document(tx, "message", "spring", TEMPLATE, by="bench", now=now)


def _send(served: Served, seconds: int) -> None:
    """Send from another process: what makes the events must not take turns with what answers them."""
    command = [sys.executable, "-m", "benchmarks.pacing", "--port", str(served.port)]
    command += ["--write-key", served.new_source(), "--seconds", str(seconds)]
    command += ["--a-second", str(A_SECOND), "--users", str(CUSTOMERS)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if told["refused"]:
        raise RuntimeError(f"not every event was accepted: {told}")


def _wait(data: Path, count: int) -> None:
    """Until so many mails are sent, at most a minute."""
    state, deadline = State.in_file(data / "state.sqlite"), time.monotonic() + LONGEST_SECONDS
    query = select(func.count()).where(messages.c.status == "sent")
    try:
        while time.monotonic() < deadline:
            with state.reading() as tx:
                if (tx.scalar(query) or 0) >= count:
                    return
            time.sleep(0.5)
    finally:
        state.close()


def _waits(data: Path) -> list[float]:
    """Seconds from each event to its mail, of those sent once the server was warm."""
    state = State.in_file(data / "state.sqlite")
    try:
        with state.reading() as tx:
            rows = tx.rows(select(messages.c.trigger, messages.c.sent_at).where(messages.c.status == "sent"))
    finally:
        state.close()
    told = [(json.loads(row["trigger"]), row["sent_at"]) for row in rows]
    return [
        (sent - datetime.fromisoformat(trigger["at"])) / timedelta(seconds=1)
        for trigger, sent in told
        if trigger["properties"]["number"] >= WARMING_SECONDS * A_SECOND
    ]

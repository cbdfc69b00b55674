"""A small shop over three months with every play launched: its records day by day, its brand, its flaky providers."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import uvloop
from sqlalchemy import func, select

from evergrow.definitions.plays import shipped_plays
from evergrow.deliver.channels import kind_of
from evergrow.deliver.connections import connect
from evergrow.deliver.dispatch import Dispatcher
from evergrow.deliver.telling import SOURCE
from evergrow.deliver.writing import Writer
from evergrow.engage.messages import messages
from evergrow.ingest import RECORDS, body_of
from evergrow.runtime import Workspace, tick
from evergrow.runtime.journeys import launch_journey
from evergrow.runtime.plays import use_play
from evergrow.runtime.sending import house_of
from evergrow.storage.log import Entry
from evergrow.world import WorldPlan, make_shop

START = datetime(2026, 6, 2, tzinfo=UTC)
DAYS = int(os.environ.get("EVERGROW_SIMULATED_DAYS", "31"))
"""The whole proof is 91 days; every run of the tests makes the first month of them."""
DAY = timedelta(days=1)
PLAN = WorldPlan(end=START + 91 * DAY, customers=300, days=365, seed=11)
PATIENCE_SECONDS = 200.0


def records_of_the_shop() -> list[dict[str, Any]]:
    """What the world tells, and what its customers and their service say besides; in order of time."""
    told = make_shop(PLAN).records.to_pylist()
    rng = np.random.default_rng(PLAN.seed)
    more = [record for row in told for record in _besides(row, rng)]
    return sorted([*told, *more], key=lambda row: (row["timestamp"], row["message_id"]))


def _besides(row: dict[str, Any], rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """What follows a record: birthdays and numbers told when signing up; tickets, scores and reviews after orders."""
    at, chance = row["timestamp"], rng.random(6)
    if (
        row["name"] == "Home" and row["user_id"] is None and chance[0] < 0.1
    ):  # a friend's browser leaves an address
        friend = row | {"user_id": None, "anonymous_id": f"friend {row['message_id']}"}
        traits = json.dumps({"email": f"{row['message_id']}@example.com"})
        yield _said(friend, "address", at, type="identify", traits=traits)
        yield _event(friend, "Subscribed", at, {"channel": "email", "topic": "offers"})
    if row["name"] == "Signed Up":
        born = f"{1960 + int(40 * chance[0])}-{1 + int(12 * chance[1]):02}-{1 + int(28 * chance[2]):02}"
        traits = {"birthday": born} | (
            {"phone": f"+4915{str(row['user_id'])[1:]}99"} if chance[3] < 0.5 else {}
        )
        yield _said(row, "about", at, type="identify", traits=json.dumps(traits))
        if chance[3] < 0.4:
            yield _event(row, "Subscribed", at, {"channel": "sms", "topic": "offers"})
    elif row["name"] == "Order Completed":
        if chance[0] < 0.15:
            yield _event(row, "Ticket Created", at + 9 * DAY * chance[1], {"ticket_id": row["message_id"]})
            if chance[2] < 0.7:
                yield _event(row, "Ticket Solved", at + (9 + 4 * chance[3]) * DAY, {})
        if chance[1] < 0.25:
            score = int(11 * chance[4])
            yield _event(row, "Survey Answered", at + 5 * DAY, {"survey": "nps", "score": score})
        if chance[5] < 0.2:
            yield _event(row, "Product Reviewed", at + 12 * DAY, {"rating": 4})


def _event(row: dict[str, Any], name: str, at: datetime, properties: dict[str, Any]) -> dict[str, Any]:
    return _said(row, name, at, type="track", name=name, properties=json.dumps(properties))


def _said(row: dict[str, Any], what: str, at: datetime, **fields: Any) -> dict[str, Any]:
    """A record of the same customer, half a minute later; a browser stands only for who has no name."""
    return {
        **dict.fromkeys(RECORDS.names),
        "user_id": row["user_id"],
        "anonymous_id": None if row["user_id"] else row["anonymous_id"],
        "timestamp": at + timedelta(seconds=30),
        "message_id": f"{row['message_id']} {what}",
        **fields,
    }


class Season:
    """The shop while it runs. `now` is its clock; the one by which messages are handed over follows it once a day."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.now = self._sending_at = START
        self.records = records_of_the_shop()
        self.let_go: dict[int, datetime] = {}
        """When the guards let each message go."""
        self._told = 0
        self._dispatcher = Dispatcher(
            state=workspace.state,
            log=workspace.log,
            secret=workspace.secret,
            prepare=Writer(workspace.state, workspace.secret, lambda: house_of(workspace)),
            clock=lambda: self._sending_at,
            source_id=SOURCE,
        )

    def open(self, mail_port: int, gateway_url: str) -> None:
        """Bring the past in, connect the channels, launch every play."""
        self._take_in(START)
        self._connect("email_smtp", host="127.0.0.1", port=str(mail_port), security="none",
                      from_address="hello@shop.example", patience_seconds="2")  # fmt: skip
        self._connect("sms_http", url=gateway_url, sender="Shop")
        self._connect("in_app")
        for play in shipped_plays():
            taken = use_play(
                self.workspace, play.name, own_name=None, shop_url=None, by="simulation", now=self.now
            )
            for name in taken.journeys:
                launch_journey(
                    self.workspace, name, version=None, inside="finish", by="simulation", now=self.now
                )

    def next_day(self) -> None:
        """Let a day happen, and what is due by its end be handed over."""
        self.now += DAY
        self._take_in(self.now)
        with self.workspace.state.reading() as tx:
            ready = tx.rows(
                select(messages.c.message_key, messages.c.due_at).where(messages.c.status == "ready")
            )
        for row in ready:
            self.let_go.setdefault(row["message_key"], row["due_at"])
        self._sending_at = self.now
        self._dispatcher.wake()
        self._until_handed_over()

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Dispatch beside the days."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._dispatcher.stop()
            thread.join(60)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._dispatcher.run())

    def _take_in(self, until: datetime) -> None:
        first = self._told
        while self._told < len(self.records) and self.records[self._told]["timestamp"] <= until:
            self._told += 1
        some = self.records[first : self._told]
        if some:
            body = body_of(pa.Table.from_pylist(some, schema=RECORDS))
            self.workspace.log.append_now([Entry("world", "records", "", body, some[-1]["timestamp"])])
        upto = self.workspace.log.last_position()
        while tick(self.workspace, until).has_more or self.workspace.position() < upto:
            continue

    def _until_handed_over(self) -> None:
        due = (messages.c.status == "ready") & (messages.c.due_at <= self.now)
        query = select(func.count()).where(due | (messages.c.status == "handing"))
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with self.workspace.state.reading() as tx:
                if not tx.scalar(query):
                    return
            assert time.monotonic() < until, "messages are not handed over"
            time.sleep(0.01)

    def _connect(self, kind: str, **values: str) -> None:
        with self.workspace.state.transaction() as tx:
            connect(
                tx, kind_of(kind), kind, values, secret=self.workspace.secret, by="simulation", now=self.now,
                clock=lambda: self.now,
            )  # fmt: skip

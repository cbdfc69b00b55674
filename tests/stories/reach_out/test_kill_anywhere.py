"""Killed anywhere, again and again, while thousands pass a journey: every message goes out once, or is known as unknown.

Customers come in portions, one for each life, so that every life is killed in the midst of work: of its own portion and
of what the lives before it left.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pyarrow as pa
from sqlalchemy import select

from evergrow.definitions.store import keep_document
from evergrow.engage.messages import messages
from evergrow.ingest import RECORDS, body_of
from evergrow.runtime import Settings, open_workspace, tick
from evergrow.runtime.connecting import connect_channel
from evergrow.runtime.journeys import launch_journey, save_journey
from evergrow.runtime.messages import save_message
from evergrow.storage.log import Entry, Log
from evergrow.testing.mail_server import MailHandler, mail_server_in_thread
from tests.stories.reach_out.life import live
from tests.stories.warm import WARM

CUSTOMERS = int(os.environ.get("EVERGROW_KILL_CUSTOMERS", "1000"))
KILLS = int(os.environ.get("EVERGROW_KILLS", "4"))
"""Kills at random moments. The whole proof is 200 of them and 5,000 customers; every run of the tests makes a part of it."""
POINTS = (
    "engage.decided",
    "engage.kept",
    "guards.judged",
    "guards.committed",
    "dispatch.prepared",
    "dispatch.before_commit",
    "dispatch.committed",
    "dispatch.marked",
    "dispatch.answered",
    "dispatch.told",
)
STEPS = ("reminder", "thanks")
MESSAGE = """
message: {name}
title: {name}
channel: email
topic: orders
default_language: en
languages: {{ en: {{ subject: "{name}", mjml: "<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>" }} }}
"""
JOURNEY = """
journey: cart
title: Cart
entry: { event: Checkout Started }
steps:
  - { id: reminder, message: reminder }
  - { id: bought, wait_for: { event: Order Completed, at_most: 2 days }, then: mark, on_timeout: end }
  - { id: mark, set_trait: { key: came_back, value: true } }
  - { id: halves, split: { thanks: 50 %, worth: 50 % } }
  - { id: worth, branch: [ { when: "orders >= 1", next: thanks } ], else: end }
  - { id: thanks, message: thanks }
"""


def test_every_message_is_handed_over_once_or_listed_as_unknown(tmp_path: Path) -> None:
    handler, seed = MailHandler(), random.Random(7)
    planned, killed_at_work, come = deaths(seed), 0, 0
    with mail_server_in_thread(handler) as port:
        prepare(tmp_path / "data", port)
        for number, death in enumerate(planned, start=1):
            come_in(tmp_path / "data", range(come, come := CUSTOMERS * number // len(planned)))
            killed_at_work += live_and_die(tmp_path / "data", come * len(STEPS), death)
        expected = come * len(STEPS)
        assert live_on(tmp_path / "data", expected) == 0

    assert come == CUSTOMERS
    assert killed_at_work > len(planned) / 2
    arrived = Counter(
        (mail.recipients[0], str(message_from_bytes(mail.data)["subject"])) for mail in handler.mails
    )
    standing = standings(tmp_path / "data")
    assert len(standing) == expected
    assert set(standing.values()) <= {"sent", "unknown"}
    assert [key for key, count in arrived.items() if count > 1] == []
    assert [key for key, status in standing.items() if status == "sent" and arrived[key] != 1] == []
    assert set(arrived) <= set(standing)
    unknown = sum(status == "unknown" for status in standing.values())
    assert unknown <= 64 * (KILLS + len(POINTS)), "more than could be in hand when it was killed"


@dataclass(frozen=True)
class Death:
    """At a marked point when it is passed for the `nth` time, or after so many seconds of work."""

    point: str | None
    nth: int
    seconds: float


def deaths(seed: random.Random) -> list[Death]:
    """Every marked point, and random moments between them."""
    planned: list[str | None] = [*POINTS, *([None] * KILLS)]
    seed.shuffle(planned)
    return [Death(point, seed.randint(1, 3), seed.uniform(0, 0.5)) for point in planned]


def live_and_die(data: Path, expected: int, death: Death) -> bool:
    """One life, which ends as planned; one that would pass its point too late ends by time. Whether it was at work then."""
    child, begun = born(data, expected, death.point, death.nth)
    with begun:
        begun.poll(PATIENCE_SECONDS)  # by now it works
    child.join(death.seconds if death.point is None else 3)
    child.kill()
    child.join()
    return child.exitcode != 0


def live_on(data: Path, expected: int) -> int:
    """A life without a planned end; its exit code."""
    child, begun = born(data, expected, None, 1)
    child.join(PATIENCE_SECONDS)
    begun.close()
    assert child.exitcode is not None, "it does not come to an end"
    return child.exitcode


def born(data: Path, expected: int, point: str | None, nth: int) -> tuple[ForkServerProcess, Connection]:
    """A new process on the data, and where it says that it works."""
    begun, says = WARM.Pipe(duplex=False)
    child = WARM.Process(target=live, args=(str(data), expected, point, nth, says))
    child.start()
    says.close()
    return child, begun


PATIENCE_SECONDS = 300


def prepare(data: Path, port: int) -> None:
    """A data directory with a running journey."""
    now = datetime.now(UTC)
    workspace = open_workspace(Settings(data=data))
    values = {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "from_address": "hello@shop.example",
    }
    connect_channel(workspace, "email_smtp", "Mail", values, by="test", now=now)
    with workspace.state.transaction() as tx:
        keep_document(tx, "guards", "guards", "caps: []", by="test", now=now)
    for name in STEPS:
        save_message(workspace, MESSAGE.format(name=name), name=name, by="test", now=now)
    save_journey(workspace, JOURNEY, name="cart", by="test", now=now)
    launch_journey(workspace, "cart", version=None, inside="finish", by="test", now=now)
    tick(workspace, now)
    workspace.close()


def come_in(data: Path, numbers: range) -> None:
    """Put what these customers do into the log."""
    now = datetime.now(UTC)
    with closing(Log(data / "log.sqlite")) as log:
        log.append_now([Entry("test", "records", "", body_of(records(numbers, now)), now)])


def records(numbers: range, now: datetime) -> pa.Table:
    """Every one of these customers introduces themselves, begins to check out, and orders a moment later."""
    rows = []
    for number in numbers:
        who = {"user_id": f"c{number}"}
        about = {"traits": json.dumps({"email": f"c{number}@shop.example"})}
        order = {"properties": json.dumps({"order_id": f"o{number}", "revenue": 10, "currency": "EUR"})}
        rows.append({"type": "identify", "message_id": f"i{number}", "timestamp": now, **who, **about})
        for after, name, more in ((1, "Checkout Started", {}), (2, "Order Completed", order)):
            at = now + timedelta(milliseconds=after)
            said = {"type": "track", "name": name, "message_id": f"{name}{number}", "timestamp": at}
            rows.append(said | who | more)
    return pa.Table.from_pylist(rows, schema=RECORDS)


def standings(data: Path) -> dict[tuple[str, str], str]:
    """What became of each message: by address and step."""
    workspace = open_workspace(Settings(data=data))
    with workspace.state.reading() as tx:
        rows = tx.rows(select(messages.c.customer_id, messages.c.step, messages.c.status))
    workspace.close()
    return {
        (f"{row['customer_id'].removeprefix('user:')}@shop.example", row["step"]): row["status"]
        for row in rows
    }

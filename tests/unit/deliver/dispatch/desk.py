"""An outbox in a folder, and a dispatcher that sends it to a mail server on loopback."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop
from sqlalchemy import create_engine, func, select, update

from evergrow.deliver.channels import Outgoing
from evergrow.deliver.channels.email_smtp import KIND
from evergrow.deliver.connections import connect
from evergrow.deliver.dispatch import Claimed, Dispatcher, Prepared
from evergrow.deliver.telling import About, public_id, sent_record
from evergrow.engage.messages import NewMessage, enqueue, message_key, messages
from evergrow.storage.log import Log
from evergrow.storage.state import METADATA, State

DUE = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = b"s" * 32


class Desk:
    """State, log and dispatcher of one folder."""

    def __init__(self, folder: Path) -> None:
        is_new = not (folder / "state.sqlite").exists()
        if is_new:
            engine = create_engine(f"sqlite:///{folder / 'state.sqlite'}")
            METADATA.create_all(engine)
            engine.dispose()
        self.state = State.in_file(folder / "state.sqlite")
        self.log = Log(folder / "log.sqlite")
        self.shift = timedelta(0)
        self.dispatcher = Dispatcher(
            state=self.state,
            log=self.log,
            secret=SECRET,
            prepare=self.prepare,
            clock=self.now,
            source_id="messages",
            tally=folder / "sending.tally",
        )

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def prepare(self, claimed: Sequence[Claimed], now: datetime) -> list[Prepared]:
        return [self.written(one, now) for one in claimed]

    def written(self, one: Claimed, now: datetime) -> Prepared:
        outgoing = Outgoing(
            message_id=public_id(one.message_key),
            message_key=one.message_key,
            address=one.address or "ana@shop.example",
            content={"subject": "Hello", "text": "Hi"},
            customer_id=one.customer_id,
            sent_as_of=now,
        )
        about = About(**{name: getattr(one, name) for name in About.__dataclass_fields__})
        return Prepared(claimed=one, outgoing=outgoing, language="en", told=sent_record(about))

    def connect(self, port: int, connections: int = 8) -> None:
        values = {
            "host": "127.0.0.1",
            "port": str(port),
            "security": "none",
            "from_address": "hello@shop.example",
            "connections": str(connections),
            "patience_seconds": "2",
        }
        with self.state.transaction() as tx:
            connect(tx, KIND, "Mail", values, secret=SECRET, by="t", now=self.now(), clock=self.now)

    def put(self, count: int, *, address: str | None = None, start: int = 0) -> None:
        new = [
            NewMessage(
                message_key=message_key("welcome", number, "hello"),
                origin="journey",
                origin_name="welcome",
                origin_version=1,
                step="hello",
                entry_key=number,
                identity_key=number,
                customer_id=f"user:c{number}",
                channel="email",
                topic="offers",
                template="hello",
                template_version=1,
                created_at=DUE,
                due_at=DUE,
                address=address or f"c{number}@shop.example",
            )
            for number in range(start, start + count)
        ]
        with self.state.transaction() as tx:
            enqueue(tx, new)
            tx.run(update(messages).where(messages.c.status == "waiting").values(status="ready"))

    def count(self) -> dict[str, int]:
        query = select(messages.c.status, func.count().label("n")).group_by(messages.c.status)
        with self.state.reading() as tx:
            return {row["status"]: row["n"] for row in tx.rows(query)}

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.dispatcher.stop()
            thread.join(60)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self.dispatcher.run())

    def settle(self, seconds: float = 20.0) -> dict[str, int]:
        """Wait until nothing is ready or on its way."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            counts = self.count()
            if not counts.get("ready") and not counts.get("handing"):
                return counts
            time.sleep(0.02)
        return self.count()

    def close(self) -> None:
        self.log.close()
        self.state.close()

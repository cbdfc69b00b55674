"""Dispatch: everything goes once, failures end with their reason, retries come back, nothing is sent twice."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from evergrow import ingest
from evergrow.deliver.attempts import attempts_of
from evergrow.deliver.dispatch import wait_before
from evergrow.engage.messages import message_key, messages
from evergrow.kernel import arm
from evergrow.testing.mail_server import MailHandler, mail_server_in_thread
from tests.unit.deliver.dispatch.desk import Desk

POINTS = [
    "dispatch.prepared",
    "dispatch.before_commit",
    "dispatch.committed",
    "dispatch.marked",
    "dispatch.answered",
    "dispatch.told",
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def told(desk: Desk) -> Counter[str]:
    intake = ingest.take_in(desk.log.read(0))
    return Counter(intake.events["name"].to_pylist())


def test_every_message_goes_once_and_is_told_of_once(desk: Desk) -> None:
    handler = MailHandler()
    with mail_server_in_thread(handler) as port:
        desk.connect(port)
        desk.put(300)
        with desk.running():
            counts = desk.settle()

    assert counts == {"sent": 300}
    assert len({mail.recipients[0] for mail in handler.mails}) == len(handler.mails) == 300
    assert told(desk) == {"Email Sent": 300}
    assert handler.connections <= 8


def test_a_bad_address_fails_with_its_reason_and_evidence(desk: Desk) -> None:
    handler = MailHandler()
    handler.refused = {"c0@shop.example"}
    with mail_server_in_thread(handler) as port:
        desk.connect(port)
        desk.put(2)
        with desk.running():
            counts = desk.settle()

    assert counts == {"sent": 1, "failed": 1}
    with desk.state.reading() as tx:
        row = tx.first(select(messages).where(messages.c.status == "failed"))
        tries = attempts_of(tx, message_key("welcome", 0, "hello"))
    assert row is not None
    assert (row["reason"], row["tries"]) == ("bad_address", 1)
    assert [(one.outcome, one.code) for one in tries] == [("failed", "550 5.1.1")]


def test_not_now_is_tried_again_later_and_then_goes(desk: Desk) -> None:
    handler = MailHandler("busy")
    with mail_server_in_thread(handler) as port:
        desk.connect(port)
        desk.put(1)
        with desk.running():
            while desk.count() != {"ready": 1} or not attempts(desk):
                time.sleep(0.02)
            handler.behavior = "accept"
            desk.shift = timedelta(minutes=2)
            desk.dispatcher.wake()
            counts = desk.settle()

    assert counts == {"sent": 1}
    assert [one.outcome for one in attempts(desk)] == ["retry", "sent"]


def attempts(desk: Desk) -> list:  # pyright: ignore[reportMissingTypeArgument]
    with desk.state.reading() as tx:
        return attempts_of(tx, message_key("welcome", 0, "hello"))


def test_without_a_connection_messages_wait_and_say_why(desk: Desk) -> None:
    desk.put(1)
    with desk.running():
        while not attempts(desk):
            time.sleep(0.02)

    assert desk.count() == {"ready": 1}
    assert attempts(desk)[0].reason == "not_connected"


def test_a_message_withdrawn_at_the_last_moment_does_not_go(desk: Desk) -> None:
    handler = MailHandler()
    write = desk.written

    def withdrawing(one, now):  # type: ignore[no-untyped-def]
        with desk.state.transaction() as tx:
            tx.run(update(messages).values(status="suppressed", reason="stopped"))
        return write(one, now)

    desk.written = withdrawing
    with mail_server_in_thread(handler) as port:
        desk.connect(port)
        desk.put(1)
        with desk.running():
            time.sleep(0.5)

    assert desk.count() == {"suppressed": 1}
    assert handler.mails == []


def test_a_lost_answer_is_unknown_and_not_repeated(desk: Desk) -> None:
    handler = MailHandler("break_after")
    with mail_server_in_thread(handler) as port:
        desk.connect(port)
        desk.put(3)
        with desk.running():
            counts = desk.settle()
        handler.behavior = "accept"
        with desk_again(desk).running():
            time.sleep(0.3)

    assert counts == {"unknown": 3}
    assert len(handler.mails) == 3


def desk_again(desk: Desk) -> Desk:
    return Desk(Path(str(desk.state._engine.url.database)).parent)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("point", "nth"), [*((point, 1) for point in POINTS), *((point, 4) for point in POINTS[1:5])]
)
def test_killed_at_every_point_a_message_goes_once_or_is_unknown(
    tmp_path: Path, point: str, nth: int
) -> None:
    handler = MailHandler()
    desk = Desk(tmp_path)
    desk.put(40)
    desk.close()
    with mail_server_in_thread(handler) as port:
        status = _killed(tmp_path, port, point, nth)
        again = Desk(tmp_path)
        with again.running():
            counts = again.settle()
        events = told(again)
        again.close()

    times = Counter(mail.recipients[0] for mail in handler.mails)
    unknown = counts.get("unknown", 0)
    assert os.WIFSIGNALED(status)
    assert set(times.values()) == {1}
    assert counts.get("sent", 0) + unknown == 40
    assert counts.get("sent", 0) <= len(times) <= 40
    assert unknown <= 8 + 1  # no more than were on the lines at once
    assert events["Email Sent"] == counts["sent"]


def _killed(folder: Path, port: int, point: str, nth: int) -> int:
    """Send in a child process that dies at the point."""
    child = os.fork()
    if child == 0:
        try:
            desk = Desk(folder)
            desk.connect(port)
            arm(point, nth)
            with desk.running():
                desk.settle(8)
        finally:
            os._exit(0)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


@pytest.mark.parametrize("number", range(1, 9))
def test_waits_double_and_spread(number: int) -> None:
    waits = [wait_before(key, number).total_seconds() for key in range(200)]

    base = min(30 * 2 ** (number - 1), 7200)
    assert base * 0.5 <= min(waits) < base < max(waits) <= base * 1.5

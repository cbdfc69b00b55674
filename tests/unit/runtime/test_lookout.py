"""What looks beside the server goes on after a failure, and ends with the look under way."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

import pytest

from evergrow.runtime.lookout import LOOK_SECONDS, Lookout


def test_after_a_failed_look_the_next_comes_later_and_is_said(caplog: pytest.LogCaptureFixture) -> None:
    pauses: list[float] = []
    looks: list[datetime] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 4

    def look(now: datetime) -> None:
        looks.append(now)
        if len(looks) == 2:
            raise OSError("the disk is full")

    with caplog.at_level(logging.ERROR):
        Lookout(
            "minder", look, failed="It is tried again.", first_seconds=20, retry_seconds=3600, wait=wait
        ).run()

    assert pauses == [20, LOOK_SECONDS, 3600, LOOK_SECONDS]
    assert len(looks) == 3
    assert [record.message for record in caplog.records] == ["It is tried again."]


def test_who_stops_it_waits_for_the_look_under_way_and_no_other_is_made() -> None:
    begun, go_on = threading.Event(), threading.Event()
    looks: list[str] = []

    def look(_: datetime) -> None:
        looks.append("begun")
        begun.set()
        go_on.wait(60)
        looks.append("ended")

    lookout = Lookout("minder", look, failed="", first_seconds=0)
    lookout.start()
    assert begun.wait(60)
    stopper = threading.Thread(target=lookout.stop)
    stopper.start()
    go_on.set()
    stopper.join(60)

    assert looks == ["begun", "ended"]


def test_one_that_was_never_started_can_be_stopped() -> None:
    Lookout("minder", lambda _: None, failed="").stop()

"""The tally: what a killed process had begun is known after it, and only within the same boot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from evergrow.deliver.attempts import settle_lost
from evergrow.deliver.dispatch.tally import Tally
from evergrow.engage.messages import message_key, messages
from tests.unit.deliver.dispatch.desk import DUE, Desk

PLACES = 4


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Tally]:
    begun = Tally(tmp_path / "tally", PLACES)
    begun.start_anew()
    yield begun
    begun.close()


def after(folder: Path) -> dict[int, str | None] | None:
    return Tally(folder / "tally", PLACES).left_behind()


def test_it_says_what_was_begun_and_what_was_taken_and_forgets_what_is_on_disk(
    tmp_path: Path, begun: Tally
) -> None:
    for key in (1, -2, 3):
        begun.begin(key)
    begun.answer(-2, "Q1")
    begun.forget([3])

    assert after(tmp_path) == {1: None, -2: "Q1"}


def test_after_another_boot_nobody_knows(tmp_path: Path, begun: Tally) -> None:
    begun.begin(1)
    (tmp_path / "boot").write_text("another\n")

    assert Tally(tmp_path / "tally", PLACES, tmp_path / "boot").left_behind() is None


def test_without_a_file_or_with_more_than_it_holds_nobody_knows(tmp_path: Path, begun: Tally) -> None:
    assert after(tmp_path / "elsewhere") is None

    for key in range(PLACES + 1):
        begun.begin(key)
    assert after(tmp_path) is None


@pytest.mark.parametrize(
    ("known", "standings"),
    [
        ({1: None, 2: "Q2"}, ["ready", "unknown", "sent"]),
        (None, ["unknown", "unknown", "unknown"]),
    ],
)
def test_what_was_marked_is_settled_by_what_is_known_of_it(
    tmp_path: Path, known: dict[int, str | None] | None, standings: list[str]
) -> None:
    desk = Desk(tmp_path)
    desk.put(3)
    keys = [message_key("welcome", number, "hello") for number in range(3)]
    begun = None if known is None else {keys[number]: said for number, said in known.items()}
    with desk.state.transaction() as tx:
        tx.run(update(messages).values(status="handing"))
        lost = settle_lost(tx, begun, DUE + timedelta(minutes=1))
        rows = {row["message_key"]: row for row in tx.rows(select(messages))}
    desk.close()

    assert [rows[key]["status"] for key in keys] == standings
    assert lost == standings.count("unknown")
    assert rows[keys[2]]["provider_id"] == ("Q2" if known else None)

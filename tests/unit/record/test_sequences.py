"""However far the sequences are laid, they hold what the events hold, each customer's in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from evergrow import ingest
from evergrow.record import customers, events, sequences
from evergrow.record.sequences import Block, Sequences
from evergrow.storage.log import LoggedEntry
from evergrow.storage.warehouse import Warehouse
from evergrow.testing import entry_of
from evergrow.testing.calls import Call, alias, call, identify

START = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = (*events.TABLES, *customers.TABLES, *sequences.TABLES)
Step = Call | str
Told = dict[int, list[tuple[int, str]]]


class Record:
    """A warehouse that takes calls in as the tick does."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._position = 0
        with warehouse.transaction() as tx:
            for table in TABLES:
                tx.clear(table)

    def take(self, calls: list[Call]) -> None:
        self._position += 1
        entry = entry_of(calls, received_at=START)
        logged = LoggedEntry(
            entry.source_id, entry.dialect, entry.detail, entry.body, entry.received_at, self._position
        )
        intake = ingest.take_in([logged])
        with self.warehouse.transaction() as tx:
            events.write_events(tx, intake.events, upto=self._position)
            customers.note_facts(tx, intake.identities)
            customers.write_links(tx, intake.links, undone=set())

    def undo_every_link(self) -> None:
        links = self.warehouse.fetch(customers.LINKS.rows)["link_key"].to_pylist()
        with self.warehouse.transaction() as tx:
            customers.follow_decisions(tx, undone=links)

    def laid(self) -> Told:
        return told(
            sequences.read_sequences(self.warehouse.ask, self.warehouse.ask_long, sequences.in_sequence())
        )

    def sorted(self) -> Told:
        rows = customers.with_customer(events.EVENTS.rows).select("customer_key", "at", "name")
        return told(sequences.sequences_of(self.warehouse.fetch(rows)))


def told(found: Sequences) -> Told:
    return {
        key: [(at, found.names[int(code)]) for at, code in zip(block.at[first:last], block.codes[first:last], strict=True)]
        for block in found.blocks
        for key, first, last in zip(block.customers, block.edges, block.edges[1:], strict=False)
    }  # fmt: skip


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """One for all: it keeps the text of a question, which takes longer to write than to answer."""
    opened = Warehouse(threads=1)
    opened.create(TABLES)
    yield opened
    opened.close()


moments = st.integers(0, 5).map(lambda minutes: START + timedelta(minutes=minutes))
users, devices = st.sampled_from(["ana", "bea", "cem"]), st.sampled_from(["phone", "desk"])
calls = st.one_of(
    st.builds(
        lambda at, device, name: call("track", at, device=device, event=name, properties={}),
        moments,
        devices,
        st.sampled_from("ABC"),
    ),
    st.builds(
        lambda at, user, name: call("track", at, user=user, event=name, properties={}),
        moments,
        users,
        st.sampled_from("ADé"),
    ),
    st.builds(lambda at, user, device: identify(at, user=user, device=device), moments, users, devices),
    st.builds(lambda at, user: alias(at, previous="old", user=user), moments, users),
)
steps = st.lists(
    st.one_of(st.lists(calls, min_size=1, max_size=4), st.sampled_from(["lay", "lay", "undo"])), max_size=12
)


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps)
def test_they_hold_what_the_events_hold_at_every_moment(
    warehouse: Warehouse, happened: list[list[Call] | str]
) -> None:
    record = Record(warehouse)
    for step in happened:
        if isinstance(step, list):
            record.take(step)
        elif step == "undo":
            record.undo_every_link()
        else:
            sequences.lay(warehouse, least=1, later=1, a_part=3)
        assert record.laid() == record.sorted()


def test_what_comes_after_all_was_laid_is_laid_too(warehouse: Warehouse) -> None:
    record = Record(warehouse)

    def buy(minute: int, user: str) -> Call:
        at = START + timedelta(minutes=minute)
        return call("track", at, user=user, event="Bought", properties={})

    def lay() -> int:
        return sum(sequences.lay(warehouse, least=5, later=2, a_part=4) for _ in range(9))

    record.take([buy(minute, "ana") for minute in range(4)])
    assert (lay(), sequences.are_worth_reading(warehouse.ask)) == (0, False)  # too few to be worth it
    record.take([buy(minute, user) for minute in range(4, 10) for user in ("ana", "bea", "cem")])
    assert (lay(), sequences.are_worth_reading(warehouse.ask)) == (8, True)
    record.take([buy(20, "ana")])
    assert warehouse.fetch(sequences.LAID.rows)["position"].to_pylist() == [2]
    record.take([buy(21, "ana"), identify(START, user="bea", device="phone")])
    assert (lay(), record.laid()) == (0, record.sorted())
    assert warehouse.fetch(sequences.LAID.rows)["position"].to_pylist() == [4]
    record.take([buy(minute, "dan") for minute in range(30)])
    assert lay() > 1  # so much came that everything is laid anew
    assert warehouse.fetch(sequences.LAID.rows)["position"].to_pylist() == [5]
    assert record.laid() == record.sorted()


def test_customers_taken_apart_after_they_were_laid_are_apart(warehouse: Warehouse) -> None:
    record = Record(warehouse)
    look = call("track", START, device="phone", event="A", properties={})
    record.take([look, call("track", START, user="ana", event="B", properties={})])
    record.take([identify(START, user="ana", device="phone")])
    while sequences.lay(warehouse, least=1):
        pass
    assert len(record.laid()) == 1
    record.undo_every_link()
    assert len(record.laid()) == 2
    assert record.laid() == record.sorted()


def test_work_is_done_again_where_a_name_turns_up_with_the_last_block() -> None:
    names = ["A"]

    def read() -> Iterator[Block]:
        yield _block(1, code=0)
        names.append("B")
        yield _block(2, code=1)

    found = Sequences(names, read())
    assert found.each(lambda block: (block.customers.tolist(), len(found.code_of))) == [([1], 2), ([2], 2)]
    assert [block.customers.tolist() for block in found.blocks] == [[1], [2]]


def test_what_stops_work_is_told() -> None:
    found = Sequences(["A"], [_block(1, code=0)])
    with pytest.raises(ZeroDivisionError):
        found.each(lambda block: 1 // 0)


def test_who_asks_again_after_reading_broke_off_is_not_told_a_part() -> None:
    def read() -> Iterator[Block]:
        yield _block(1, code=0)
        raise OSError("no such disk")

    found = Sequences(["A"], read())
    for _ in range(2):
        with pytest.raises(OSError, match="no such disk"):
            found.each(lambda block: block.customers)


def _block(key: int, code: int) -> Block:
    return Block(np.array([key]), np.array([0, 1]), np.array([0], np.int64), np.array([code], np.int32))

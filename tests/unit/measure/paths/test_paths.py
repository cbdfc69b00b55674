"""Paths equal a slow walk through every session, and say what they cannot know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.kernel import Period, Refusal
from evergrow.measure.metrics import Measured
from evergrow.measure.paths import (
    ENDED,
    NOWHERE,
    OTHER,
    Paths,
    counted_links,
    path_links,
    paths,
    read_paths,
    told_links,
)
from evergrow.record.sequences import Sequences, sequences_of
from evergrow.storage.warehouse import Warehouse
from tests.unit.measure.shop import CUSTOMERS, MOMENT, START, day, naive

QUIET = timedelta(minutes=30)
SCHEMA = pa.schema([("customer_key", pa.int64()), ("name", pa.string()), ("at", MOMENT)])
END = START + timedelta(days=1)


@dataclass(frozen=True)
class Event:
    key: int
    name: str
    minute: int


def table_of(events: list[Event]) -> pa.Table:
    rows = [
        {"customer_key": each.key, "name": each.name, "at": naive(START + timedelta(minutes=each.minute))}
        for each in events
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def slow_links(events: list[Event], event: str | None, direction: str, steps: int, most: int) -> Counter:
    """(step, source, target) -> sessions, again, loops; names, or what stands for none."""
    found: dict[tuple, list[int]] = {}
    walks = [walk for key in {each.key for each in events} for walk in _walks(events, key, event, direction)]
    seen = [Counter(walk[step][0] for walk in walks if step < len(walk)) for step in range(steps + 1)]
    shown = [
        {name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]}
        for counts in seen
    ]
    for walk in walks:
        for step in range(min(steps, len(walk)) + 1):
            names = [
                (name if name in shown[place] else OTHER) for place, (name, _) in enumerate(walk[: steps + 1])
            ]
            target = names[step] if step < len(walk) else ENDED
            row = found.setdefault((step, names[step - 1] if step else NOWHERE, target), [0, 0, 0])
            row[0] += 1
            row[1] += step < len(walk) and walk[step][1]
            row[2] += step < len(walk) and walk[step][0] in [name for name, _ in walk[:step]]
    return Counter({key: tuple(row) for key, row in found.items()})


def _walks(events: list[Event], key: int, event: str | None, direction: str) -> list[list[tuple[str, bool]]]:
    mine = sorted((each for each in events if each.key == key), key=lambda each: (each.minute, each.name))
    sessions: list[list[Event]] = []
    for each in mine:
        if sessions and timedelta(minutes=each.minute - sessions[-1][-1].minute) <= QUIET:
            sessions[-1].append(each)
        else:
            sessions.append([each])
    found = []
    for session in sessions:
        names = [each.name for each in session]
        runs = [
            (name, len(list(run)) > 1)
            for name, run in groupby(names if direction == "after" else names[::-1])
        ]
        if event is None:
            found.append(runs)
        elif event in names:
            found.append(runs[[name for name, _ in runs].index(event) :])
    return found


EVENTS = st.lists(
    st.builds(
        Event,
        key=st.integers(1, 2),
        name=st.sampled_from("ABCD"),
        minute=st.integers(0, 12).map(lambda quarter: quarter * 15),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.sampled_from([(None, "after", 2), ("A", "after", 1), ("B", "before", 1)]))
def test_links_equal_a_slow_walk_through_every_session(
    warehouse: Warehouse, events: list[Event], asked: tuple[str | None, str, int]
) -> None:
    event, direction, most = asked
    given = [QUIET // timedelta(microseconds=1), *([] if event is None else [event])]
    rows = warehouse.ask(
        path_links, table_of(events), START, END, *given, direction=direction, steps=3, most=most
    )
    expected = slow_links(events, event, direction, 3, most)
    assert _links(rows) == expected
    asked_for = Paths(event=event, direction=direction, steps=3)  # pyright: ignore[reportArgumentType]
    counted = counted_links(sequences_of(table_of(events)), asked_for, START, END)
    assert _links(warehouse.ask(told_links, *counted, most=most)) == expected


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.sampled_from([3, 7, 8]), st.sampled_from([0, 60, 70, 5_000]))
def test_walks_of_any_length_among_any_number_of_events_are_told_apart(
    warehouse: Warehouse, events: list[Event], steps: int, others: int
) -> None:
    """A walk lies in one number or several, and its events in bytes or not, as these two ask for."""
    known = sequences_of(table_of(events))
    names = [f"never {number}" for number in range(others)]
    blocks = [replace(block, codes=block.codes + others) for block in known.blocks]
    counted = counted_links(Sequences([*names, *known.names], blocks), Paths(steps=steps), START, END)
    assert _links(warehouse.ask(told_links, *counted, most=30)) == slow_links(
        events, None, "after", steps, 30
    )


def _links(rows: pa.Table) -> Counter:
    return Counter(
        {
            (row["step"], row["source"] or row["source_number"], row["target"] or row["target_number"]): (
                row["sessions"],
                row["again"],
                row["loops"],
            )
            for row in rows.to_pylist()
        }
    )


def test_in_sequence_the_period_and_what_is_left_out_are_cut_alike(warehouse: Warehouse) -> None:
    events = [
        Event(1, name, minute) for minute, name in ((-5, "A"), (0, "B"), (3, "X"), (4, "A"), (1440, "B"))
    ]
    asked = Paths(steps=2, without=("X", "Y"))
    source = warehouse.ask(
        path_links,
        table_of(events),
        START,
        END,
        QUIET // timedelta(microseconds=1),
        steps=2,
        without=("X", "Y"),
    )
    counted = counted_links(sequences_of(table_of(events)), asked, START, END)
    assert _links(warehouse.ask(told_links, *counted, most=7)) == _links(source) != Counter()
    nothing = counted_links(sequences_of(table_of([])), asked, START, END)
    assert warehouse.ask(told_links, *nothing, most=7).num_rows == 0


def test_thousands_of_different_events_are_counted_in_sequence_too(warehouse: Warehouse) -> None:
    events = [Event(number % 7, f"event {number:05}", 1 + number // 7) for number in range(2_000)]
    counted = counted_links(sequences_of(table_of(events)), Paths(steps=2), START, START + timedelta(days=9))
    rows = warehouse.ask(told_links, *counted, most=2_000)
    assert {row["sessions"] for row in rows.to_pylist()} == {1}
    assert rows.num_rows == 7 * 3


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """One for all: it keeps the text of a question, which takes longer to write than to answer."""
    opened = Warehouse()
    yield opened
    opened.close()


@pytest.fixture
def source_of(warehouse: Warehouse) -> Callable[[list[Event]], Measured]:
    """The tables of a report about these events alone."""

    def source(events: list[Event]) -> Measured:
        nobody = ibis.memtable(CUSTOMERS.empty_table())
        return Measured(
            events=table_of(events),  # pyright: ignore[reportArgumentType]
            orders=nobody,
            stays=nobody,
            customers=nobody,
            fetch=warehouse.fetch,
            asker=warehouse.ask,
        )

    return source


Of = Callable[[list[Event]], Measured]
DAY, NOW = Period(day(0), day(1)), day(90)


def test_the_report_says_what_follows_what_loops_and_where_sessions_end(source_of: Of) -> None:
    visit = [Event(1, name, minute) for minute, name in enumerate("ABBA")]
    report = paths(
        source_of([*visit, Event(2, "A", 5), Event(2, "C", 99), Event(3, "A", 0), Event(3, "B", 1)]),
        read_paths("A", steps=2, without=[]),
        DAY,
        now=NOW,
    )

    assert report.unavailable is None
    assert (report.sessions.value, report.ended.value) == (3, 1 / 3)
    assert [(each.kind, each.event, each.sessions) for each in report.following] == [
        ("event", "B", 2),
        ("end", None, 1),
    ]
    assert {(node.step, node.event): node.again for node in report.nodes if node.kind == "event"} == {
        (0, "A"): 0,
        (1, "B"): 1,
        (2, "A"): 0,
    }
    assert [link.loops for link in report.links if link.target == "2:event:A"] == [1]
    for step in (1, 2):
        into = sum(node.sessions for node in report.nodes if node.step == step)
        assert into == sum(
            node.sessions for node in report.nodes if node.step == step - 1 and node.kind == "event"
        )


def test_the_period_before_is_compared_where_it_tells(source_of: Of) -> None:
    earlier = [Event(9, "A", -60), Event(9, "B", -59), Event(8, "A", -60), Event(8, "C", -59)]
    report = paths(
        source_of([Event(1, "A", 0), Event(1, "B", 1), *earlier]), read_paths("A", steps=1), DAY, now=NOW
    )
    (following,) = report.following
    assert (following.event, following.share.value, following.share.previous) == ("B", 1.0, 0.5)
    assert report.sessions.previous == 2
    asked = read_paths("A", steps=1, earlier=2)
    told = paths(source_of([Event(1, "A", 0), Event(1, "B", 1), *earlier]), asked, DAY, now=NOW)
    assert [period.sessions for period in told.earlier] == [0, 2]
    assert told.earlier[1].end == DAY.start
    assert told.following[0].trend == [None, 0.5]
    assert told.links[0].trend == [None, 0.5]


def test_a_share_of_what_was_folded_away_then_is_not_known(source_of: Of) -> None:
    rare = [Event(100 + place, "A", -60) for place in range(40)]
    rare += [Event(100 + place, f"E{place:02}", -59) for place in range(40)]
    now = [Event(1, "A", 0), Event(1, "E39", 1), Event(2, "A", 0), Event(2, "E00", 1), Event(3, "A", 0)]
    told = paths(source_of([*now, *rare]), read_paths("A", steps=1, earlier=1), DAY, now=NOW)
    assert {each.event: each.trend for each in told.following} == {
        "E00": [1 / 40],
        "E39": [None],
        None: [0.0],
    }
    assert {link.target: link.trend for link in told.links} == {
        "1:event:E00": [1 / 40],
        "1:event:E39": [None],
        "1:end:": [None],
    }


def test_ten_thousand_different_events_are_folded_into_other(source_of: Of) -> None:
    events = [Event(number, f"event {number:05}", 1) for number in range(10_000)]
    report = paths(
        source_of([*events, *(Event(one.key, "A", 0) for one in events)]),
        read_paths("A", steps=1, most=3),
        DAY,
        now=NOW,
    )

    assert [each.sessions for each in report.following] == [1, 1, 1, 9_997]
    assert [node.events for node in report.nodes if node.kind == "other"] == [9_997]
    assert len(report.links) == 4


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("A", "No session with A in this period, so there is no path from it."),
        (None, "Nobody did anything in this period, so there is no path."),
    ],
)
def test_an_empty_period_is_a_sentence(source_of: Of, event: str | None, reason: str) -> None:
    report = paths(source_of([]), read_paths(event, steps=1), DAY, now=NOW)
    assert (report.unavailable, report.ended.unavailable, report.nodes) == (reason, reason, [])


def test_what_happens_to_customers_is_looked_through_unless_it_is_asked_about(source_of: Of) -> None:
    events = [Event(1, "A", 0), Event(1, "Email Delivered", 1), Event(1, "B", 2)]
    assert [
        each.event for each in paths(source_of(events), read_paths("A", steps=1), DAY, now=NOW).following
    ] == ["B"]
    mails = paths(source_of(events), read_paths("Email Delivered", steps=1), DAY, now=NOW)
    assert [each.event for each in mails.following] == ["B"]
    every = paths(source_of(events), read_paths("A", steps=1, without=[""]), DAY, now=NOW)
    assert [each.event for each in every.following] == ["Email Delivered"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"steps": 9}, "paths.steps"),
        ({"most": 0}, "paths.most"),
        ({"earlier": 7}, "paths.earlier"),
        ({"quiet": "soon"}, "paths.quiet"),
        ({"event": "A", "without": ["A"]}, "paths.without"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_paths(**asked)
    assert [problem.code for problem in refused.value.problems] == [code]

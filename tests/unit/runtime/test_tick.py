"""The tick: what the log holds gets into the numbers once, whatever is repeated, late or cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from evergrow import ingest
from evergrow.definitions.maps import shipped_map
from evergrow.kernel import Refusal
from evergrow.measure import lifecycle
from evergrow.record import customers, events
from evergrow.runtime import (
    Settings,
    TickResult,
    Workspace,
    change_map,
    choose_map,
    open_workspace,
    redo_merge,
    save_segment,
    tick,
    undo_merge,
)
from evergrow.testing import buy, entry_of, identify, view

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(Settings(data=tmp_path))
    yield workspace
    workspace.close()


def _send(workspace: Workspace, *calls: dict[str, Any], now: datetime = NOW) -> TickResult:
    workspace.log.append_now([entry_of(calls, received_at=now)])
    return tick(workspace, now)


def _stages(workspace: Workspace, at: datetime = NOW) -> dict[str, str]:
    """Customer id to stage at a moment."""
    names = {
        row["customer_key"]: row["customer_id"]
        for row in workspace.warehouse.fetch(customers.CUSTOMERS.rows).to_pylist()
    }
    naive = at.replace(tzinfo=None)
    return {
        names[row["customer_key"]]: row["stage"]
        for row in workspace.warehouse.fetch(lifecycle.STAYS.rows).to_pylist()
        if row["entered_at"] <= naive and (row["left_at"] is None or naive < row["left_at"])
    }


def _counts(workspace: Workspace) -> tuple[int, int, int]:
    with workspace.state.reading() as tx:
        counts = ingest.read_counts(tx)
    return counts.accepted, counts.quarantined, counts.duplicates


def test_a_purchase_moves_its_customer_and_the_tick_says_so(workspace: Workspace) -> None:
    _send(workspace, identify(NOW - DAY, user="ana", name="Ana"))
    result = _send(workspace, buy(NOW, user="ana"))
    (move,) = result.moves
    assert (move.customer_id, move.name, move.source, move.target) == (
        "user:ana",
        "Ana",
        "acquisition",
        "conversion",
    )
    assert [happened.name for happened in result.events] == ["Order Completed"]
    assert _stages(workspace) == {"user:ana": "conversion"}


def test_a_message_sent_twice_counts_once_and_is_accounted_for(workspace: Workspace) -> None:
    order = buy(NOW, user="ana")
    _send(workspace, order, order)
    result = _send(workspace, order, buy(NOW, user="ben"))
    assert result.accepted == 1
    assert _counts(workspace) == (2, 0, 2)


def test_a_record_that_names_nobody_is_set_aside_and_its_neighbors_are_not(workspace: Workspace) -> None:
    _send(workspace, buy(NOW), buy(NOW, user="ana"))
    assert _counts(workspace) == (1, 1, 0)


def test_a_crash_between_the_two_commits_repeats_nothing(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path / "data"))
    _send(workspace, buy(NOW - DAY, user="ana"))
    workspace.log.append_now(
        [entry_of([buy(NOW, user="ana"), buy(NOW - DAY, user="ana"), buy(NOW)], received_at=NOW)]
    )
    workspace.close()
    before = tmp_path / "before"
    shutil.copytree(tmp_path / "data", before)
    workspace = open_workspace(Settings(data=tmp_path / "data"))
    tick(workspace, NOW)
    whole = (_counts(workspace), workspace.warehouse.fetch(customers.CUSTOMERS.rows).to_pylist())
    workspace.close()

    for name in (
        "state.sqlite",
        "state.sqlite-wal",
        "state.sqlite-shm",
    ):  # the state of before, the warehouse of after
        (tmp_path / "data" / name).unlink(missing_ok=True)
        if (before / name).exists():
            shutil.copy(before / name, tmp_path / "data" / name)
    workspace = open_workspace(Settings(data=tmp_path / "data"))
    assert workspace.taken_position() < events.held_position(workspace.warehouse)
    tick(workspace, NOW)
    assert (_counts(workspace), workspace.warehouse.fetch(customers.CUSTOMERS.rows).to_pylist()) == whole
    workspace.close()


def test_time_alone_moves_a_customer_and_the_tick_tells(workspace: Workspace) -> None:
    _send(workspace, buy(NOW - 179 * DAY, user="ana"))
    result = tick(workspace, NOW + 2 * DAY)
    assert [(move.customer_id, move.source, move.target) for move in result.moves] == [
        ("user:ana", "conversion", "lapsed")
    ]


def _one_entry_a_tick(workspace: Workspace) -> None:
    read = workspace.log.read
    workspace.log.read = lambda after, limit=1, **limits: read(after, 1, **limits)  # type: ignore[method-assign]


def _stream(workspace: Workspace) -> None:
    tick(workspace, NOW)
    _one_entry_a_tick(workspace)
    entries = [entry_of([buy(NOW, user=f"c{number}")], received_at=NOW) for number in range(3)]
    workspace.log.append_now(entries)


def test_a_stream_is_answered_at_once_where_a_segment_is_live(workspace: Workspace) -> None:
    save_segment(workspace, "segment: buyers\nwhen: orders >= 1\n", by="me", now=NOW)
    _stream(workspace)
    for place in (1, 2, 3):
        assert tick(workspace, NOW).is_awaited
        assert (workspace.position(), workspace.newest_change) == (place, place)


def test_a_stream_that_nobody_waits_for_is_recorded_before_it_is_settled(workspace: Workspace) -> None:
    _stream(workspace)
    assert not tick(workspace, NOW).is_awaited
    assert (workspace.taken_position(), workspace.position()) == (1, 0)
    tick(workspace, NOW)
    tick(workspace, NOW)
    assert workspace.position() == 3


def test_who_did_nothing_that_counts_keeps_their_stays_and_their_name(workspace: Workspace) -> None:
    _send(workspace, identify(NOW - 2 * DAY, user="ana", name="Ana"), buy(NOW - 2 * DAY, user="ana"))
    _send(workspace, view(NOW - DAY, user="ana"))
    assert _stages(workspace) == {"user:ana": "conversion"}
    _send(workspace, view(NOW - 9 * DAY, user="ana"))  # seen earlier than was known
    assert _stages(workspace, NOW - 8 * DAY) == {"user:ana": "acquisition"}
    _send(workspace, identify(NOW, user="ana", name="Anna"))
    (row,) = workspace.warehouse.fetch(customers.CUSTOMERS.rows).to_pylist()
    assert (row["name"], row["events"], row["orders"]) == ("Anna", 5, 1)


def test_a_merge_taken_back_leaves_everything_as_if_it_had_not_been(workspace: Workspace) -> None:
    _send(
        workspace,
        view(NOW - 2 * DAY, device="phone"),
        buy(NOW - DAY, device="phone"),
        buy(NOW - DAY, user="ana"),
    )
    apart = _stages(workspace)
    _send(workspace, identify(NOW - DAY, user="ana", device="phone"))
    together = _stages(workspace)
    assert together == {"user:ana": "retention"}

    keys = customers.identity_keys(workspace.warehouse, "anon:phone")
    (merge,) = customers.merges_of(workspace.warehouse, workspace.state, keys)
    assert undo_merge(workspace, merge.merge_id, by="operator", now=NOW) == ["anon:phone", "user:ana"]
    tick(workspace, NOW)
    assert _stages(workspace) == apart == {"anon:phone": "conversion", "user:ana": "conversion"}

    _send(workspace, identify(NOW, user="ana", device="phone"))  # the same is said again: the decision stands
    assert _stages(workspace) == apart

    redo_merge(workspace, merge.merge_id)
    tick(workspace, NOW)
    assert _stages(workspace) == together


def test_a_merge_nobody_made_cannot_be_taken_back(workspace: Workspace) -> None:
    for name in ("mrg_00000000000000ff", "no merge"):
        with pytest.raises(Refusal) as refused:
            undo_merge(workspace, name, by="operator", now=NOW)
        assert refused.value.code == "merge.unknown"


def test_another_map_places_everybody_anew_through_all_their_history(workspace: Workspace) -> None:
    _send(workspace, *(buy(NOW - days * DAY, user="ana") for days in (40, 30, 20)))
    assert _stages(workspace) == {"user:ana": "retention"}
    change_map(
        workspace, shipped_map("shop").replace(">= 5 or", ">= 3 or"), file="shop.yaml", by="me", now=NOW
    )
    assert _stages(workspace) == {"user:ana": "loyalty"}
    choose_map(workspace, "saas", by="me", now=NOW)
    assert _stages(workspace, NOW - 25 * DAY) == {"user:ana": "paying"}
    assert _stages(workspace) == {"user:ana": "retained"}


def test_the_map_in_force_outlives_the_process(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    _send(workspace, buy(NOW, user="ana"))
    choose_map(workspace, "saas", by="me", now=NOW)
    workspace.close()
    workspace = open_workspace(Settings(data=tmp_path))
    assert _stages(workspace) == {"user:ana": "paying"}
    workspace.close()

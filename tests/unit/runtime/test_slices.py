"""What a slice of time tells journeys: everything once, in the slice in which it is known and has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from evergrow.engage.journeys import entries
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.journeys import launch_journey, save_journey
from evergrow.testing import buy, entry_of, view

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
JOURNEY = """
journey: browsed
title: Browsed
entry: { event: Product Viewed }
steps:
  - { id: bought, wait_for: { event: Order Completed, at_most: 1 hour }, then: end, on_timeout: reminded }
  - { id: reminded, set_trait: { key: was_reminded, value: true } }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(Settings(data=tmp_path))
    save_journey(workspace, JOURNEY, name="browsed", by="test", now=NOW)
    launch_journey(workspace, "browsed", version=None, inside="finish", by="test", now=NOW)
    tick(workspace, NOW)
    yield workspace
    workspace.close()


def _came(workspace: Workspace, at: datetime, *calls: dict[str, Any]) -> None:
    workspace.log.append_now([entry_of(calls, received_at=at)])
    tick(workspace, at)


def _lives(workspace: Workspace) -> list[tuple[str, datetime, datetime | None, str]]:
    with workspace.state.reading() as tx:
        rows = tx.rows(select(entries).order_by(entries.c.entered_at))
    return [(row["customer_id"], row["entered_at"], row["ended_at"], row["path"]) for row in rows]


def test_what_a_clock_ahead_dates_later_happens_then(workspace: Workspace) -> None:
    viewed, bought = NOW + 2 * MINUTE, NOW + 5 * MINUTE
    _came(workspace, NOW + MINUTE, view(viewed, user="ana"), buy(bought, user="ana"))
    assert _lives(workspace) == []

    tick(workspace, viewed)
    [(who, entered, ended, _)] = _lives(workspace)
    assert (who, entered, ended) == ("user:ana", viewed, None)

    tick(workspace, NOW + 10 * MINUTE)
    [(_, _, ended, path)] = _lives(workspace)
    assert ended == bought
    assert "reminded" not in path


def test_what_came_before_a_restart_and_is_dated_later_happens_too(workspace: Workspace) -> None:
    _came(workspace, NOW + MINUTE, view(NOW + MINUTE, user="ana"), buy(NOW + 5 * MINUTE, user="ana"))
    folder = workspace.settings
    workspace.close()
    again = open_workspace(folder)

    tick(again, NOW + 10 * MINUTE)

    [(_, _, ended, _)] = _lives(again)
    again.close()
    assert ended == NOW + 5 * MINUTE

"""While nothing presses, what customers did is laid in its order; reports say the same before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evergrow.kernel import Period
from evergrow.measure.funnels import funnel, read_funnel
from evergrow.measure.paths import paths, read_paths
from evergrow.record import customers, sequences
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.laying import Laying, lay_sequences
from evergrow.testing import buy, entry_of, identify, view

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PERIOD = Period(NOW - timedelta(days=9), NOW)
PEOPLE = ("ana", "bea", "cem")


def _send(workspace: Workspace, hours: int) -> None:
    """Everybody looks twice and buys, and comes back on another device that turns out to be theirs."""
    at = NOW - timedelta(hours=hours)
    calls = [
        call
        for number, user in enumerate(PEOPLE)
        for call in (
            view(at, user=user),
            view(at + timedelta(minutes=number), user=user, product="cup"),
            buy(at + timedelta(minutes=number + 1), user=user),
            view(at + timedelta(minutes=3), device=f"phone of {user}"),
            identify(at + timedelta(hours=1), user=user, device=f"phone of {user}"),
        )
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)


def test_reports_say_the_same_whether_they_sort_or_find_everything_in_its_order(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    try:
        _send(workspace, 30)
        assert workspace.measured().in_sequence() is None
        while sequences.lay(workspace.warehouse, least=1):
            pass
        _send(workspace, 5)
        laid = workspace.measured()
        assert laid.in_sequence() is not None
        keys = customers.CUSTOMERS.rows.filter(~customers.CUSTOMERS.rows.customer_id.contains("ana"))
        some = keys.select("customer_key")
        sorting = replace(laid, sequences=None)
        asked = read_paths("Order Completed", direction="before", steps=1)
        found = paths(laid, asked, PERIOD, now=NOW, segment=some)
        assert found == paths(sorting, asked, PERIOD, now=NOW, segment=some)
        assert found.sessions.value == 4
        steps = read_funnel(["Product Viewed", "Product Viewed"], window="1 day")
        came = funnel(laid, steps, PERIOD, now=NOW)
        assert came == funnel(sorting, steps, PERIOD, now=NOW)
        assert came.converted.value == len(PEOPLE)
    finally:
        workspace.close()


def test_it_is_looked_for_again_only_after_something_came_and_some_time_passed(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    try:
        laying = Laying()
        lay_sequences(workspace.warehouse, laying, 7, NOW)
        assert laying.done_until == 7
        then = laying.look_at
        assert then is not None
        assert then > NOW
        lay_sequences(workspace.warehouse, laying, 8, NOW)
        assert laying == Laying(then, 7)
        lay_sequences(workspace.warehouse, laying, 8, then)
        assert laying.done_until == 8
    finally:
        workspace.close()

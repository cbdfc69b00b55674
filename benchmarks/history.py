"""A big shop's history, written into a data directory without the detour over the log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track

from evergrow.ingest import body_of, take_in
from evergrow.measure import lifecycle
from evergrow.record import customers, events, sequences
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.storage.log import LoggedEntry
from evergrow.world import Shop, WorldPlan, make_shop

END = datetime(2026, 10, 31, tzinfo=UTC)
PEOPLE_A_PLAN, ROWS_AN_ENTRY = 25_000, 50_000
EVENTS_A_PERSON = 20.9  # over 548 days, as `world` draws them


def make_history(data: Path, count: int, console: Console) -> None:
    """About `count` events in `data`, settled; nothing where a history is there already."""
    workspace = open_workspace(Settings(data=data))
    try:
        if workspace.warehouse.fetch(events.EVENTS.rows.limit(1)).num_rows:
            _lay(workspace)
            return
        people = max(100, round(count / EVENTS_A_PERSON))
        plans = [
            WorldPlan(
                end=END, customers=min(PEOPLE_A_PLAN, people - first), seed=7 + first, first_number=first + 1
            )
            for first in range(0, people, PEOPLE_A_PLAN)
        ]
        for plan in track(plans, "Writing the history", console=console, transient=True):
            _write(workspace, make_shop(plan))
        with workspace.warehouse.transaction() as tx:
            customers.begin_settling(tx)
            customers.settle_customers(tx)
            lifecycle.settle_stays(tx, workspace.map)
        _lay(workspace)
    finally:
        workspace.close()


def _lay(workspace: Workspace) -> None:
    """As a server does while nothing presses."""
    while sequences.lay(workspace.warehouse):
        pass


def _write(workspace: Workspace, shop: Shop) -> None:
    for rows in shop.batches(ROWS_AN_ENTRY * 5):
        entries = [
            LoggedEntry("bench", "records", "", body_of(rows.slice(offset, ROWS_AN_ENTRY)), END, 0)
            for offset in range(0, rows.num_rows, ROWS_AN_ENTRY)
        ]
        intake = take_in(entries)
        with workspace.warehouse.transaction() as tx:
            events.write_events(tx, intake.events, upto=0)
            customers.note_facts(tx, intake.identities)
            customers.write_links(tx, intake.links, undone=set())
            customers.write_traits(tx, intake.traits)
            customers.write_consents(tx, intake.consents)

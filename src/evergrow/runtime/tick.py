"""The whole program in one step: take in, record, measure.

Reads   the log from the cursor on.
Writes  events and what follows from them into the warehouse, then counts, quarantine and the cursor into
        the state. Two commits, in this order; the warehouse knows how far it got, so a crash between them
        repeats the second only.
Holds   however often a batch is repeated, nothing doubles and nothing is missing.
Never   reads the clock: `now` is an argument.
See     docs/explanation/ticks.md; ADR-0004.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from evergrow import ingest
from evergrow.deliver.guards import Decided
from evergrow.ingest import files
from evergrow.measure import lifecycle
from evergrow.record import customers, events
from evergrow.runtime.consents import ask_to_confirm
from evergrow.runtime.engage import Engaged, engage
from evergrow.runtime.imports import close_imports
from evergrow.runtime.membership import follow_membership
from evergrow.runtime.sending import judge_messages
from evergrow.runtime.settle import Move, settle
from evergrow.runtime.slices import note_dates
from evergrow.runtime.workspace import Workspace, move_cursor
from evergrow.storage.log import LoggedEntry
from evergrow.storage.warehouse import WarehouseTx


@dataclass(frozen=True, kw_only=True)
class TickResult:
    """What one tick changed. `moves` holds at most the newest 50, `events` the newest 20."""

    at: datetime
    version: int
    position: int
    received: int = 0
    accepted: int = 0
    moves: Sequence[Move] = ()
    events: Sequence[Happened] = ()
    messages: int = 0
    ready: int = 0
    """Messages that the guards let go just now."""
    has_more: bool = False
    """Some of what fell due is left for the next tick."""
    is_awaited: bool = False
    """Journeys, campaigns or segments answer to what comes in: somebody waits for the next tick."""

    @property
    def is_empty(self) -> bool:
        return not (self.accepted or self.moves or self.messages or self.ready)


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An event as a live page shows it."""

    at: datetime
    name: str
    customer_id: str
    detail: str = field(default="")


MOST_EVENTS = 20
_FLOOD = 10_000  # records of one tick: with more behind them, recording them all goes before answering


def tick(workspace: Workspace, now: datetime) -> TickResult:
    """Take in what waits in the log, and let the numbers follow. One call handles at most some 30 MB, or 80 of files."""
    with workspace.writing, workspace.same_world():
        intake, accepted = _take_in(workspace, now)
        has_more = workspace.log.last_position() > workspace.taken_position()
        received = sum(intake.received.values()) if intake else 0
        if received >= _FLOOD:
            workspace.warehouse.stay_small(True)
        is_pressed = has_more and (received >= _FLOOD or not workspace.is_awaited)
        moves = settle(workspace, now, is_pressed=is_pressed)
        close_imports(workspace, now)
        changes, engaged, decided = 0, Engaged(), Decided(counts={})
        if workspace.position() == workspace.taken_position():  # else some have yet to be settled
            # While more waits in the log, time has not yet come: a wait would end before the event it is for is read.
            until = workspace.taken_until if has_more and workspace.taken_until else now
            changes = follow_membership(workspace, until)
            engaged = engage(workspace, until)
            decided = judge_messages(workspace, until)
            workspace.is_awaited = engaged.is_running or bool(workspace.world().segments)
        if received < _FLOOD:
            workspace.warehouse.stay_small(False)
        if accepted or moves or changes or engaged.entered or engaged.messages:
            workspace.version += 1
        return TickResult(
            at=now,
            version=workspace.version,
            position=workspace.position(),
            received=received,
            accepted=accepted,
            moves=moves,
            messages=engaged.messages,
            ready=decided.counts.get("ready", 0),
            has_more=engaged.has_more or decided.has_more,
            is_awaited=workspace.is_awaited,
            events=_newest(workspace, intake) if intake and accepted and workspace.is_watched() else (),
        )


def _take_in(workspace: Workspace, now: datetime) -> tuple[ingest.Intake | None, int]:
    after, held = workspace.taken_position(), events.held_position(workspace.warehouse)
    entries = files.at_once(workspace.log.read(after, upto=held if held > after else None))
    if not entries:
        return None, 0
    intake, upto = ingest.take_in(entries), entries[-1].position
    if held < upto:
        with workspace.warehouse.transaction() as tx:
            accepted = _record(workspace, tx, intake, upto)
    else:  # a crash fell between the two commits: the warehouse has it, the state does not
        accepted = events.accepted_by_source(workspace.warehouse, after, upto)
    _account_for(workspace, intake, entries, accepted, now)
    workspace.taken_until = entries[-1].received_at
    note_dates(workspace, intake.events, workspace.taken_until)
    return intake, sum(accepted.values())


def _record(workspace: Workspace, tx: WarehouseTx, intake: ingest.Intake, upto: int) -> dict[str, int]:
    accepted = events.write_events(tx, intake.events, upto=upto)
    customers.note_facts(tx, intake.identities)
    lifecycle.note_counted(tx, intake.events, workspace.map)
    if intake.links.num_rows:
        customers.write_links(tx, intake.links, undone=workspace.undone_links())
    customers.write_traits(tx, intake.traits)
    customers.write_consents(tx, intake.consents)
    return accepted


def _account_for(
    workspace: Workspace,
    intake: ingest.Intake,
    entries: Sequence[LoggedEntry],
    accepted: Mapping[str, int],
    now: datetime,
) -> None:
    """Every record ends in one of three counts: accepted, quarantined, or known already.

    A yes that its owner has to confirm is asked about with the same commit, or the question could be lost.
    """
    newest = {entry.source_id: entry.received_at for entry in entries if accepted.get(entry.source_id)}
    with workspace.state.transaction() as tx:
        aside = ingest.keep_quarantined(tx, intake.quarantined)
        by_source = Counter(one.source_id for one in aside)
        known = {
            source: received - accepted.get(source, 0) - by_source[source]
            for source, received in intake.received.items()
        }
        ingest.count_intake(tx, accepted=accepted, quarantined=aside, duplicates=known, last_event_at=newest)
        ask_to_confirm(workspace, tx, intake.consents, now)
        move_cursor(tx, entries[-1].position)
    workspace.note_taken(entries[-1].position)


def _newest(workspace: Workspace, intake: ingest.Intake) -> list[Happened]:
    """The last events of the batch, for pages that are open."""
    rows = intake.events.slice(max(0, intake.events.num_rows - MOST_EVENTS))
    names = customers.customer_ids(workspace.warehouse, rows["identity_key"].to_pylist())
    columns = (rows["at"].to_pylist(), rows["name"].to_pylist(), rows["identity_key"].to_pylist())
    details = zip(rows["revenue_micros"].to_pylist(), rows["currency"].to_pylist(), strict=True)
    return [
        Happened(
            at=at.replace(tzinfo=UTC), name=name, customer_id=names.get(key, ""), detail=_detail(*detail)
        )
        for at, name, key, detail in zip(*columns, details, strict=True)
    ]


def _detail(revenue_micros: int | None, currency: str | None) -> str:
    return "" if revenue_micros is None else f"{revenue_micros / 1_000_000:.2f} {currency or ''}".strip()

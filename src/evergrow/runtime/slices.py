"""Cut time into slices for journeys and campaigns: what came in, who moved, and the facts to decide on.

Reads   events by their place in the log (live) or by when they happened (backtest), stays, moves between segments.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import ibis.expr.types as ir
import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import StageEntered, Trigger
from evergrow.engage.facts import ARRIVALS, Facts
from evergrow.engage.journeys import CHANGES, MOVES, Progress, Slice
from evergrow.measure import lifecycle, segments
from evergrow.measure.segments import Grounds, live_grounds, past_grounds
from evergrow.record import customers, events
from evergrow.runtime.workspace import Workspace

LATEST: Final = timedelta(hours=24)
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
LONG: Final = timedelta(minutes=5)
"""A slice of time, as after a downtime, in which customers may have changed what they state."""


def facts_of(workspace: Workspace, *, looks_back: bool = False) -> Facts:
    """The record as it stands, to decide on.

    Args:
        workspace: The data directory.
        looks_back: Whether what is decided lies so far back that customers may have stated other traits since. Else
            their last word counts, which is a shorter question.
    """
    grounds = past_grounds() if looks_back else _grounds()
    return Facts(fetch=workspace.warehouse.fetch, grounds=grounds, world=workspace.world())


def slice_that_came(
    workspace: Workspace, begun: Progress, ends: Progress, triggers: Collection[Trigger] | None = None
) -> Slice:
    """What came in with the log's entries between two ends of slices, and what time brought.

    What comes in more than a day after it happened is a fact, but starts nothing: an import of last year's orders
    brings nobody into a journey. What a clock ahead of ours dated later than the slice's end is told when that moment
    comes, or whoever waited for it would never hear of it.

    Args:
        workspace: The data directory.
        begun: The end of the slice before.
        ends: This one's.
        triggers: What lets customers into the journeys there are: stages and segments that none of them waits for are
            not looked up. None looks up all.
    """
    ask, after, upto = workspace.warehouse.ask, begun.position, ends.position
    arrivals = [ARRIVALS.empty_table()]
    if upto > after:
        arrivals.append(ask(_came, after, upto, ends.at, int(LATEST.total_seconds())).cast(ARRIVALS))
    if newest_date(workspace) > begun.at:
        arrivals.append(ask(_dated_ahead, after, begun.at, ends.at).cast(ARRIVALS))
    slice_ = Slice(since=begun.at, now=ends.at, arrivals=pa.concat_tables(arrivals))
    if triggers is None or any(isinstance(each, StageEntered) for each in triggers):
        moves = ask(_moved, begun.at, ends.at, begun.at - LATEST, after, upto)
        slice_ = replace(slice_, moves=_frame(moves, MOVES))
    if ends.segment_move > begun.segment_move:
        slice_ = replace(slice_, changes=_frame(ask(_changed, begun.segment_move), CHANGES))
    return slice_


def newest_change(workspace: Workspace) -> int:
    """The number of the newest move between segments."""
    if workspace.newest_change is None:
        workspace.newest_change = workspace.warehouse.ask(_newest)["number"][0].as_py() or 0
    return workspace.newest_change


def newest_date(workspace: Workspace) -> datetime:
    """The latest moment at which an event says that it happened: of all that were there, and of those dated ahead since."""
    if workspace.newest_date is None:
        newest = workspace.warehouse.ask(_latest)["at"][0].as_py()
        workspace.newest_date = newest.replace(tzinfo=UTC) if newest else _NEVER
    return workspace.newest_date


def note_dates(workspace: Workspace, came: pa.Table, received_at: datetime) -> None:
    """Keep `newest_date` true when these events have been recorded. Only what is dated later than it was received matters:
    no slice ends before that.
    """
    if workspace.newest_date is None or not came.num_rows:
        return
    newest = pl.Series(came["at"]).max()
    assert isinstance(newest, datetime)
    if newest.replace(tzinfo=UTC) > received_at:
        workspace.newest_date = max(workspace.newest_date, newest.replace(tzinfo=UTC))


def slice_that_happened(workspace: Workspace, *, since: datetime, now: datetime) -> Slice:
    """What happened in (since, now], whenever it became known."""
    ask = workspace.warehouse.ask
    arrivals = ask(_happened, since, now)
    moves = _frame(ask(_entered, since, now), MOVES)
    return Slice(since=since, now=now, arrivals=arrivals.cast(ARRIVALS), moves=moves)


def events_within(workspace: Workspace, since: datetime, now: datetime) -> int:
    """How many events happened in (since, now]."""
    return workspace.warehouse.ask(_counted, since, now)["events"][0].as_py()


@cache
def _grounds() -> Grounds:
    return live_grounds()


def _came(after: Any, upto: Any, now: Any, latest_seconds: Any) -> ir.Table:
    rows = events.EVENTS.rows
    late = rows.received_at.epoch_seconds() - rows["at"].epoch_seconds()
    is_new = (rows.position > after) & (rows.position <= upto)
    return _told(rows.filter(is_new & (rows["at"] <= now) & (late <= latest_seconds)))


def _dated_ahead(after: Any, since: Any, now: Any) -> ir.Table:
    """What came in with an earlier slice, dated later than its end."""
    rows = events.EVENTS.rows
    return _told(rows.filter((rows.position <= after) & (rows["at"] > since) & (rows["at"] <= now)))


def _latest() -> ir.Table:
    return events.EVENTS.rows.aggregate(at=events.EVENTS.rows["at"].max())


def _moved(since: Any, now: Any, earliest: Any, after: Any, upto: Any) -> ir.Table:
    """Stages entered as time passed, and those that what came in brought about, a day late at most."""
    rows = events.EVENTS.rows
    touched = customers.with_customer(rows.filter((rows.position > after) & (rows.position <= upto)))
    stays = lifecycle.STAYS.rows
    earlier = stays.filter((stays.entered_at > earliest) & (stays.entered_at <= since))
    late = earlier.semi_join(touched, "customer_key").select("customer_key", "stage", at="entered_at")
    return _entered(since, now).union(late)


def _changed(after: Any) -> ir.Table:
    moves = segments.MOVES.rows
    new = moves.filter(moves.number > after)
    change = new.is_entered.ifelse("entered", "left")
    return new.select("customer_key", "segment", change=change, at=new["at"])


def _newest() -> ir.Table:
    return segments.MOVES.rows.aggregate(number=segments.MOVES.rows.number.max())


def _happened(since: Any, now: Any) -> ir.Table:
    rows = events.EVENTS.rows
    return _told(rows.filter((rows["at"] > since) & (rows["at"] <= now)))


def _counted(since: Any, now: Any) -> ir.Table:
    rows = events.EVENTS.rows
    within = rows.filter((rows["at"] > since) & (rows["at"] <= now))
    return within.aggregate(events=within.count())


def _told(rows: ir.Table) -> ir.Table:
    return customers.with_customer(rows).select(*ARRIVALS.names)


def _entered(since: Any, now: Any) -> ir.Table:
    stays = lifecycle.STAYS.rows
    entered = stays.filter((stays.entered_at > since) & (stays.entered_at <= now))
    return entered.select("customer_key", "stage", at="entered_at")


def _frame(rows: pa.Table, schema: pl.Schema) -> pl.DataFrame:
    found = pl.from_arrow(rows)
    assert isinstance(found, pl.DataFrame)
    return found.select(schema.names()).cast(schema)

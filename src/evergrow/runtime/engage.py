"""The tick's second half: let what came in, and what fell due, happen to journeys and campaigns.

Writes  entries, messages and how far time has happened, in one state transaction.
Holds   a crash anywhere repeats the slice: an entry and a message are made once by their keys, and what journeys set
        and emit stands in the log before the state says so, where its message id lets it count once.
Never   sends: the dispatcher does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa

from evergrow.engage import campaigns, journeys
from evergrow.engage.journeys import Progress, move_progress, progress
from evergrow.ingest import body_of
from evergrow.kernel import crash_point
from evergrow.runtime.slices import LONG, facts_of, newest_change, slice_that_came
from evergrow.runtime.workspace import Workspace
from evergrow.storage.log import Entry

SOURCE: Final = "journeys"
"""The source in the log of what journeys set and emit."""
_NOTE_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Engaged:
    """What a slice brought about.

    `has_more`: some of what is due is left for the next call. `is_running`: there is a journey or campaign at all.
    """

    entered: int = 0
    messages: int = 0
    has_more: bool = False
    is_running: bool = False


def engage(workspace: Workspace, now: datetime) -> Engaged:
    """Let everything up to `now` happen, as far as the numbers hold what was recorded.

    Call it with the writing lock held, when customers, stages and segments have followed.

    Args:
        workspace: The data directory.
        now: The end of the slice. While more waits in the log it must not be later than what has been taken in, or a
            wait would time out before the event that answers it is read.
    """
    with workspace.state.reading() as tx:
        before, triggers = progress(tx), journeys.running_triggers(tx)
        is_idle = not triggers and not campaigns.is_any_running(tx)
    if is_idle or before is None:
        return Engaged()
    after = Progress(
        position=workspace.position(), segment_move=newest_change(workspace), at=max(now, before.at)
    )
    slice_ = slice_that_came(workspace, before, after, triggers)
    facts = facts_of(workspace, looks_back=after.at - before.at > LONG)
    with workspace.state.transaction() as tx:
        done = journeys.advance_all(tx, facts, slice_)
        sent = campaigns.send_due(tx, facts, since=before.at, now=after.at).messages
        _say(workspace, done.records, now)
        is_empty = not (done.entered or done.moved or done.messages or sent)
        if not is_empty or after.position != before.position or after.at - before.at > _NOTE_EVERY:
            move_progress(tx, after)  # an empty slice may as well be part of the next one
        crash_point("engage.decided")
    crash_point("engage.kept")
    return Engaged(
        entered=done.entered, messages=done.messages + sent, has_more=done.has_more, is_running=True
    )


def begin_here(workspace: Workspace, now: datetime) -> Progress:
    """Where the first slice of something that starts now begins, if nothing else runs."""
    return Progress(position=workspace.position(), segment_move=newest_change(workspace), at=now)


def _say(workspace: Workspace, records: pa.Table, now: datetime) -> None:
    """Put into the log what journeys set and emit."""
    if records.num_rows:
        workspace.log.append_now([Entry(SOURCE, "records", "", body_of(records), now)])

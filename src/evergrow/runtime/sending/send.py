"""Let messages out: judge what is due, and keep a thread that sends what may go.

`judge_messages` belongs into the tick, after journeys and campaigns have put their messages into the outbox; the
`Sender` is started beside the worker, and woken when a tick let messages go.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Final

import uvloop

from evergrow.definitions.guards import SHIPPED_GUARDS, Guards, read_guards
from evergrow.definitions.store import document, keep_document, topics_in_force
from evergrow.deliver.dispatch import Dispatcher
from evergrow.deliver.guards import MOST_AT_ONCE, Decided, judge_outbox, next_judgement
from evergrow.deliver.telling import SOURCE
from evergrow.deliver.writing import House, Writer
from evergrow.kernel import crash_point
from evergrow.runtime.heap import leave_loaded_alone
from evergrow.runtime.messages import brand_of
from evergrow.runtime.recommending import recommended_to
from evergrow.runtime.slices import LONG, facts_of
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

_GUARDS: Final = "guards"
_FIRST: Final = 2_000  # messages judged at first, about what is sent while the next ones are judged
_MORE: Final = 4  # times as many each time after, as each time costs as much as judging a thousand
_read_once = lru_cache(maxsize=8)(read_guards)  # every tick and every batch asks


def judge_messages(workspace: Workspace, now: datetime) -> Decided:
    """Decide every message of the outbox that is due: a few first, so that they are sent while the others are judged."""
    with workspace.state.reading() as tx:
        due = next_judgement(tx)
    if due is None or due > now:
        return Decided(counts={})
    facts, most = facts_of(workspace, looks_back=now - due > LONG), _FIRST
    counts: Counter[str] = Counter()
    while True:
        with workspace.state.transaction() as tx:
            guards, topics = guards_of(tx), topics_in_force(tx)
            decided = judge_outbox(
                tx, facts, guards=guards, topics=topics, now=now, most=min(most, MOST_AT_ONCE)
            )
            crash_point("guards.judged")
        crash_point("guards.committed")
        counts += Counter(decided.counts)
        if not decided.has_more or counts.total() >= MOST_AT_ONCE:
            return Decided(counts=counts, has_more=decided.has_more)
        workspace.let_go()
        most *= _MORE


def guards_of(tx: Tx) -> Guards:
    """The guards in force."""
    return _read_once(guards_text(tx))


def guards_text(tx: Tx) -> str:
    """The document of the guards in force: the shipped one until another is saved."""
    kept = document(tx, _GUARDS, _GUARDS)
    return kept.text if kept else SHIPPED_GUARDS


def save_guards(workspace: Workspace, text: str, *, by: str, now: datetime) -> Guards:
    """Let these guards be in force from now on.

    Raises:
        Refusal: every problem of the document, with its line.
    """
    guards = read_guards(text)
    with workspace.state.transaction() as tx:
        keep_document(tx, _GUARDS, _GUARDS, text, by=by, now=now)
    workspace.settle_soon()
    return guards


def house_of(workspace: Workspace) -> House:
    """What messages are written by at this moment."""
    with workspace.state.reading() as tx:
        guards, topics = guards_of(tx), topics_in_force(tx)
    return House(
        facts=facts_of(workspace),
        brand=brand_of(workspace),
        topics=topics,
        guards=guards,
        base_url=workspace.settings.url(),
        recommend=partial(recommended_to, workspace),
    )


class Sender:
    """The thread that sends for one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.dispatcher = Dispatcher(
            state=workspace.state,
            log=workspace.log,
            secret=workspace.secret,
            prepare=Writer(workspace.state, workspace.secret, lambda: house_of(workspace)),
            clock=partial(datetime.now, UTC),
            source_id=SOURCE,
            tally=workspace.settings.data / "sending.tally",
        )
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        leave_loaded_alone()
        self._workspace.let_go = self.wake
        self._thread.start()

    def wake(self) -> None:
        """Look for messages now."""
        self.dispatcher.wake()

    def stop(self) -> None:
        """Finish what is on its way, then end."""
        self.dispatcher.stop()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self.dispatcher.run())

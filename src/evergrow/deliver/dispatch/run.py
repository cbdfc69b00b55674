"""Hand over what is ready: claim a batch, write it, send it at once over every line, note what came of it.

Reads   messages that are `ready` and due.
Writes  their marks, standings and attempts, and an event for each that was sent.
Holds   a message is handed over at most once, whatever crashes: on disk it is `handing` before its first byte leaves, and
        one found `handing` at the start is `unknown` from then on. One process dispatches a data directory.
See     docs/explanation/sending.md
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from evergrow.deliver.attempts import settle_lost
from evergrow.deliver.channels import Channel, Clock, Outcome
from evergrow.deliver.dispatch.aboard import Aboard
from evergrow.deliver.dispatch.again import tell_again
from evergrow.deliver.dispatch.book import Book
from evergrow.deliver.dispatch.claim import claim, next_due
from evergrow.deliver.dispatch.lines import Line, Lines
from evergrow.deliver.dispatch.retry import ending_of, suppressed
from evergrow.deliver.dispatch.spec import Claimed, Prepare, Prepared, Withdrawn
from evergrow.deliver.dispatch.tally import Tally
from evergrow.kernel import crash_point
from evergrow.storage.log import Log
from evergrow.storage.state import State

BATCH: Final = 2_000
_FIRST_BATCH: Final = 500
"""Where nothing is on its way, the first mail should not wait until thousands are written."""
MOST_IN_HAND: Final = 6_000
_LONGEST_SLEEP_SECONDS: Final = 1.0
_OLDEST: Final = timedelta(
    seconds=15
)  # consent is looked at when a message is written; on a slow line it is done again
_NOT_CONNECTED: Final = Outcome(
    status="retry", reason="not_connected", detail="No connected channel can carry it."
)
_log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Dispatcher:
    """Sends for one data directory. `run` it in an event loop of its own; `wake` and `stop` come from any thread.

    `source_id` is whom the events in the log are from. `tally` is a file of this directory; without it, what a crash
    leaves half done is unknown to the last message.
    """

    state: State
    log: Log
    secret: bytes
    prepare: Prepare
    clock: Clock
    source_id: str
    tally: Path | None = None
    failure: BaseException | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _in_hand: set[int] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _is_stopping: bool = False
    _has_more: bool = False

    async def run(self) -> None:
        """Send until stopped; what is on its way is finished first."""
        self._loop = asyncio.get_running_loop()
        self._lines = Lines(self.state, self.secret, self.clock)
        self._book = Book(self.state, self.log, self.clock, source_id=self.source_id)
        self._tally = Tally(self.tally, MOST_IN_HAND + BATCH)
        self._book.start(self._loop, self._written)
        worker = ThreadPoolExecutor(1, thread_name_prefix="dispatch")
        try:
            await self._begin_again(worker)
            while not self._is_stopping:
                await self._round(worker)
        finally:
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._lines.close()
            await self._loop.run_in_executor(worker, self._book.stop)
            self._tally.close()
            worker.shutdown()

    def wake(self) -> None:
        """Look for messages now."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    def stop(self) -> None:
        """Take up nothing more, and end when what is on its way is done."""
        self._is_stopping = True
        self.wake()

    async def _begin_again(self, worker: ThreadPoolExecutor) -> None:
        """Settle what a crash left, before anything is sent; where that fails, nothing is sent until it does not. It is
        tried even where nothing is to be sent any more.
        """
        assert self._loop is not None
        while True:
            try:
                return await self._loop.run_in_executor(worker, self._recover)
            except Exception as error:
                if self._is_stopping:
                    return None
                self.failure = error
                _log.exception("What a crash left cannot be settled; it is tried again.")
                await asyncio.sleep(_LONGEST_SLEEP_SECONDS)

    def _recover(self) -> None:
        with self.state.transaction() as tx:
            lost = settle_lost(tx, self._tally.left_behind(), self.clock())
        self._tally.start_anew()
        if lost:
            _log.warning("%d messages were handed over without an answer: unknown, not repeated.", lost)
        tell_again(self.state, self.log, source_id=self.source_id, now=self.clock())

    async def _round(self, worker: ThreadPoolExecutor) -> None:
        assert self._loop is not None
        self._awake.clear()
        try:
            await self._lines.follow()
            claimed, self._has_more = await self._loop.run_in_executor(worker, self._claim)
            if claimed:
                prepared = await self._loop.run_in_executor(worker, self.prepare, claimed, self.clock())
                crash_point("dispatch.prepared")
                self._begin(prepared)
            self.failure = None
        except Exception as error:
            self.failure, self._has_more = error, False
            _log.exception("Messages cannot be taken up; it is tried again.")
        if not self._has_more or not self._has_room():
            await self._sleep()

    def _claim(self) -> tuple[list[Claimed], bool]:
        if not self._has_room():
            return [], True
        waiting, most = self._lines.waiting, BATCH if self._in_hand else _FIRST_BATCH
        with self.state.reading() as tx:
            return claim(tx, self.clock(), most=most, in_hand=frozenset(self._in_hand), waiting=waiting)

    def _has_room(self) -> bool:
        return len(self._in_hand) + BATCH <= MOST_IN_HAND

    def _begin(self, prepared: Sequence[Prepared]) -> None:
        now = self.clock()
        busy: dict[str, Line] = {}
        for one in prepared:
            self._in_hand.add(one.claimed.message_key)
            if one.outgoing is None:
                self._book.end(suppressed(one, now))
                continue
            line = self._lines.line_for(one.claimed.channel, one.outgoing.address)
            if line is None:
                self._book.end(ending_of(one, _NOT_CONNECTED, "", begun_at=now, now=now))
                continue
            line.queue.append(one)
            busy[line.connection.id] = line
        for line in busy.values():
            while line.workers < line.wanted_workers:
                line.workers += 1
                task = asyncio.create_task(self._work(line))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _work(self, line: Line) -> None:
        """Send what is in the line's queue, flight after flight; many workers do so at once."""
        try:
            while line.queue:
                prepared = self._next_flight(line)
                if prepared:
                    await self._fly(line, prepared)
        finally:
            await self._lines.release(line)

    def _next_flight(self, line: Line) -> list[Prepared]:
        """The next messages for one worker: all workers get their share of what waits."""
        found: list[Prepared] = []
        now = self.clock()
        for _ in range(min(line.most_in_flight, -(-len(line.queue) // line.workers))):
            prepared = line.queue.popleft()
            assert prepared.outgoing is not None
            is_old = now - (prepared.outgoing.sent_as_of or now) > _OLDEST
            if self._is_stopping or line.is_retired or is_old:
                self._written([prepared.claimed.message_key])  # still ready: claimed and written anew
            else:
                found.append(prepared)
        return found

    async def _fly(self, line: Line, prepared: Sequence[Prepared]) -> None:
        aboard = Aboard(prepared, line.connection.id, self._book, self._tally, self.clock)
        try:
            if line.carrier is not None:
                await line.carrier.carry(aboard)
            else:
                await self._alone(line.channel, aboard)
        except Exception as error:  # a bug in a channel must not stop the others
            _log.exception("The channel %s failed on a message.", line.connection.kind.kind)
            self._failed(aboard, f"{type(error).__name__} in the channel")
        finally:
            self._written(list(aboard.gone))
            self._give_back(aboard)

    async def _alone(self, channel: Channel, aboard: Aboard) -> None:
        """A flight of one, over a channel that knows of no others."""
        (outgoing,) = aboard.outgoings

        async def hand_over() -> None:
            if await aboard.mark():
                raise Withdrawn(outgoing.message_key)
            aboard.begin(outgoing.message_key)

        with contextlib.suppress(Withdrawn):
            aboard.end(outgoing.message_key, await channel.send(outgoing, hand_over=hand_over))

    def _failed(self, aboard: Aboard, what: str) -> None:
        """End what was begun; of what was not, the first is to be tried later, or it would fail for ever at once."""
        for number, key in enumerate(list(aboard.left)):
            if key in aboard.begun:
                aboard.end(key, Outcome(status="unknown", reason="unknown", detail=what))
            elif number == 0:
                aboard.end(key, Outcome(status="retry", reason="unreachable", detail=what))

    def _give_back(self, aboard: Aboard) -> None:
        """What was neither ended nor begun is ready again."""
        for key in aboard.left:
            if aboard.is_marked:
                self._book.give_back(key)
            else:
                self._written([key])

    def _written(self, keys: Sequence[int]) -> None:
        """The endings of these messages are on disk, so a claim finds them as they are."""
        self._in_hand.difference_update(keys)
        self._tally.forget(keys)
        if self._has_more and self._has_room():
            self._awake.set()

    async def _sleep(self) -> None:
        seconds = _LONGEST_SLEEP_SECONDS
        with self.state.reading() as tx:
            due = next_due(tx)
        if due is not None and not self._in_hand:
            seconds = min(max((due - self.clock()).total_seconds(), 0.02), seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            pass

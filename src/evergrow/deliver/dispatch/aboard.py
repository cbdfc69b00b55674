"""The messages of one flight: marked at once, begun one by one, each ended once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from evergrow.deliver.channels import Clock, Outcome, Outgoing
from evergrow.deliver.dispatch.book import Book
from evergrow.deliver.dispatch.retry import ending_of
from evergrow.deliver.dispatch.spec import Prepared
from evergrow.deliver.dispatch.tally import Tally
from evergrow.kernel import crash_point


class Aboard:
    """A `Flight` of messages that were claimed and written. Those in `left` were not ended."""

    def __init__(
        self, prepared: Sequence[Prepared], connection_id: str, book: Book, tally: Tally, clock: Clock
    ) -> None:
        self.left = {one.claimed.message_key: one for one in prepared}
        self.is_marked = False
        self.gone: Collection[int] = ()
        self._connection_id = connection_id
        self._book = book
        self._tally = tally
        self._clock = clock
        self._began_at = clock()
        self._begun_at: dict[int, datetime] = {}

    @property
    def outgoings(self) -> Sequence[Outgoing]:
        return [one.outgoing for one in self.left.values() if one.outgoing is not None]

    @property
    def begun(self) -> Mapping[int, datetime]:
        """The messages whose first byte may have left, and when."""
        return self._begun_at

    async def mark(self) -> Collection[int]:
        self.gone = await self._book.mark(list(self.left))
        self.is_marked = True
        for key in self.gone:
            del self.left[key]
        return self.gone

    def begin(self, message_key: int) -> None:
        self._tally.begin(message_key)
        self._begun_at[message_key] = self._clock()

    def end(self, message_key: int, outcome: Outcome) -> None:
        prepared = self.left.pop(message_key)
        if outcome.status == "sent":
            self._tally.answer(message_key, outcome.provider_id)
        crash_point("dispatch.answered")
        begun_at = self._begun_at.get(message_key, self._began_at)
        self._book.end(
            ending_of(prepared, outcome, self._connection_id, begun_at=begun_at, now=self._clock())
        )

"""The open channels of this process, opened anew when a connection changes."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from evergrow.deliver.channels import Carrier, Channel, Clock
from evergrow.deliver.connections import Connection, connections_version, every_connection
from evergrow.deliver.dispatch.spec import Prepared
from evergrow.kernel import Refusal
from evergrow.storage.state import State

_FLIGHT: Final = 16
_log = logging.getLogger(__name__)


@dataclass
class Line:
    """One open channel, and how many messages may be on it at once."""

    connection: Connection
    channel: Channel
    queue: deque[Prepared] = field(default_factory=deque)
    workers: int = 0
    is_retired: bool = False

    @property
    def wanted_workers(self) -> int:
        """How many may work on the queue at once."""
        at_once = self.connection.kind.at_once
        if self.carrier is not None:
            at_once = min(at_once, self.carrier.lines)
        return min(at_once, len(self.queue))

    @cached_property
    def carrier(self) -> Carrier | None:
        """The channel, where it takes several messages in one go. Asked for every flight, and slow to find out."""
        return self.channel if isinstance(self.channel, Carrier) else None

    @cached_property
    def most_in_flight(self) -> int:
        """How many messages a worker takes at once. After a power cut, all of a flight are unknown."""
        return _FLIGHT if self.carrier is not None else 1


@dataclass
class Lines:
    """Every connected channel that is not paused."""

    state: State
    secret: bytes
    clock: Clock
    _version: object = None
    _open: list[Line] = field(default_factory=list)

    async def follow(self) -> None:
        """Open what was connected since the last time, close what is no longer there."""
        with self.state.reading() as tx:
            version = connections_version(tx)
            if version == self._version:
                return
            found = every_connection(tx, secret=self.secret)
        kept = {line.connection.id: line for line in self._open}
        self._open = []
        for connection in found:
            line = kept.pop(connection.id, None)
            if line is not None and line.connection == connection:
                self._open.append(line)
                continue
            if line is not None:
                await self._retire(line)
            if not connection.is_paused:
                self._begin(connection)
        for line in kept.values():
            await self._retire(line)
        self._version = version

    def line_for(self, channel: str, address: str) -> Line | None:
        """The first line of this channel that takes the address; where none takes it, the first of all."""
        lines = [line for line in self._open if line.connection.channel == channel]
        for line in lines:
            tidy = line.connection.kind.tidy_address
            if tidy is None or tidy(address) is not None:
                return line
        return lines[0] if lines else None

    @property
    def waiting(self) -> int:
        """How many messages are in the queues: written, and not marked yet."""
        return sum(len(line.queue) for line in self._open)

    async def release(self, line: Line) -> None:
        """A worker is done with the line."""
        line.workers -= 1
        if line.is_retired and line.workers == 0:
            await line.channel.close()

    async def close(self) -> None:
        """Let go of every channel."""
        for line in self._open:
            await line.channel.close()
        self._open, self._version = [], None

    def _begin(self, connection: Connection) -> None:
        try:
            channel = self._channel_of(connection)
        except Refusal as refusal:
            _log.warning("The connection %s cannot be opened: %s", connection.id, refusal.code)
            return
        self._open.append(Line(connection, channel))

    def _channel_of(self, connection: Connection) -> Channel:
        kind = connection.kind
        if kind.open_here is not None:
            return kind.open_here(connection.values, self.clock, self.state)
        return kind.open(connection.values, self.clock)

    async def _retire(self, line: Line) -> None:
        line.is_retired = True
        if line.workers == 0:
            await line.channel.close()

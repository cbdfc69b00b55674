"""Which of the messages marked on disk were really begun, and which were answered: kept where a killed process leaves it.

The state's mark is made for a whole flight at once, before its first message. The tally tells the messages of a broken
flight apart. It is a file mapped into memory: writing to it costs no call, and what a process wrote is there after
SIGKILL, for the kernel keeps it. After a power cut it may not be, so it carries the kernel's name for this boot, and one
from another boot is not believed.

Holds   a message is in it before its first byte leaves.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_HEAD: Final = 64
_PLACE: Final = struct.Struct("<qBB54s")  # key, state, length of the provider's id, the id
_KEY: Final = struct.Struct("<q")
_FREE, _BEGUN, _ANSWERED = 0, 1, 2
_LONGEST_ID: Final = 54


class Tally:
    """The tally of one data directory; without a path it tells nothing. Used by one thread."""

    def __init__(self, path: Path | None, places: int, boot: Path = _BOOT) -> None:
        """`boot` is the file with the kernel's name for this boot."""
        self._path = path
        self._boot = boot
        self._places = places
        self._map: mmap.mmap | bytearray = bytearray(_HEAD + places * _PLACE.size)
        self._free = list(range(places))
        self._taken: dict[int, int] = {}

    def left_behind(self) -> dict[int, str | None] | None:
        """What the process before this one had begun, with the provider's id (or an empty text) where it took the
        message; None where nobody can tell.
        """
        boot = _named_in(self._boot)
        try:
            kept = self._path.read_bytes() if self._path else b""
        except FileNotFoundError:
            return None
        if not boot or kept[:_HEAD].rstrip(b"\0") != boot:
            return None
        whole = (len(kept) - _HEAD) // _PLACE.size * _PLACE.size
        found: dict[int, str | None] = {}
        for key, state, length, provider_id in _PLACE.iter_unpack(kept[_HEAD : _HEAD + whole]):
            if state != _FREE:
                found[key] = provider_id[:length].decode("utf-8", "replace") if state == _ANSWERED else None
        return found

    def start_anew(self) -> None:
        """Forget what was left behind; from now on this process is told of."""
        if self._path is None:
            return
        size = _HEAD + self._places * _PLACE.size
        with self._path.open("w+b") as file:
            file.truncate(size)
            self._map = mmap.mmap(file.fileno(), size)
        boot = _named_in(self._boot)
        self._map[: len(boot)] = boot

    def begin(self, key: int) -> None:
        """The message's point of no return is next."""
        place = self._taken.get(key)
        if place is None:
            if not self._free:
                self._map[:_HEAD] = bytes(_HEAD)  # more than there is room for: nothing may rely on it
                return
            place = self._taken[key] = self._free.pop()
        at = _HEAD + place * _PLACE.size
        self._map[at : at + 8] = _KEY.pack(key)
        self._map[at + 8] = _BEGUN  # last: whatever is killed in between leaves a place that says nothing

    def answer(self, key: int, provider_id: str) -> None:
        """The provider took the message."""
        place = self._taken.get(key)
        if place is not None:
            at, said = _HEAD + place * _PLACE.size, provider_id.encode()[:_LONGEST_ID]
            self._map[at + 9 : at + 10 + len(said)] = bytes((len(said),)) + said
            self._map[at + 8] = _ANSWERED

    def forget(self, keys: Iterable[int]) -> None:
        """What became of these messages is on disk."""
        for key in keys:
            place = self._taken.pop(key, None)
            if place is not None:
                self._map[_HEAD + place * _PLACE.size + 8] = _FREE
                self._free.append(place)

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._map, mmap.mmap):
            self._map.close()
            self._map = bytearray(_HEAD + self._places * _PLACE.size)


def _named_in(boot: Path) -> bytes:
    """The kernel's name for the time since it started; empty where it has none."""
    try:
        return boot.read_bytes().strip()[:_HEAD]
    except OSError:
        return b""

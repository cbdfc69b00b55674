"""How much of a file is taken in at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from evergrow.ingest.files.book import FILE_SOURCE
from evergrow.storage.log import LoggedEntry

MOST_PORTIONS: Final = 4


def at_once(entries: Sequence[LoggedEntry]) -> Sequence[LoggedEntry]:
    """The first of these entries of the log, with a few portions of files among them.

    A portion is packed: its 2 MB in the log are 20 MB of records, and as much again in the warehouse until they are
    committed. Other entries hold what was sent as it was sent.
    """
    before = accumulate((entry.source_id == FILE_SOURCE for entry in entries), initial=0)
    return [entry for entry, portions in zip(entries, before, strict=False) if portions < MOST_PORTIONS]

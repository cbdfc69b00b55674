"""Take in what the log holds: read it in its dialect, sift it, and say what was found.

Reads   entries of the log.
Writes  nothing: the tick stores an `Intake`.
Holds   every record ends as an event, in quarantine, or as a repetition, and the counts add up.
Never   reads a clock: an entry's `received_at` is the only "now". The same entries give the same intake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
import pyarrow as pa

from evergrow.ingest.dialects import DIALECTS, FRAME
from evergrow.ingest.quarantined import Quarantined
from evergrow.ingest.sieve import sift
from evergrow.storage.log import Entry, LoggedEntry

_AT_ONCE_BYTES: Final = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a run of entries said.

    `received` = events + quarantined + duplicates_in_batch, for every source. Whoever stores the events
    may still find repetitions of earlier ones, and counts those as duplicates too.
    """

    events: pa.Table
    links: pa.Table
    traits: pa.Table
    consents: pa.Table
    identities: pa.Table
    quarantined: list[Quarantined]
    received: dict[str, int]
    duplicates_in_batch: dict[str, int]


def take_in(entries: Sequence[LoggedEntry]) -> Intake:
    """Read and sift entries of the log, in its order."""
    dialects = list(dict.fromkeys(entry.dialect for entry in entries))
    readings = [
        DIALECTS[name].read(piece)
        for name in dialects
        for piece in _pieces([entry for entry in entries if entry.dialect == name])
    ]
    records = pl.concat([FRAME.to_frame(), *(reading.records for reading in readings)])
    if len(dialects) > 1:
        records = records.sort("position", "ordinal")
    sifted = sift(records, {entry.position: entry for entry in entries})
    quarantined = [one for reading in readings for one in reading.quarantined] + sifted.quarantined
    return Intake(
        events=sifted.events,
        links=sifted.links,
        traits=sifted.traits,
        consents=sifted.consents,
        identities=sifted.identities,
        quarantined=quarantined,
        received=_added(
            dict(pl.Series(sifted.events["source_id"]).value_counts().iter_rows()),
            Counter(one.source_id for one in quarantined),
            sifted.duplicates,
        ),
        duplicates_in_batch=sifted.duplicates,
    )


def judge(entry: Entry) -> Quarantined | None:
    """Why the first record of an entry will be set aside, if it will: for an answer to its sender."""
    logged = LoggedEntry(entry.source_id, entry.dialect, entry.detail, entry.body, entry.received_at, 0)
    return next(iter(take_in([logged]).quarantined), None)


def _pieces(entries: Sequence[LoggedEntry]) -> Iterator[Sequence[LoggedEntry]]:
    """The entries, a few MB at a time: read, a record weighs a tenth of what it does while it is objects of Python."""
    start = size = 0
    for end, entry in enumerate(entries, start=1):
        size += len(entry.body)
        if size >= _AT_ONCE_BYTES or end == len(entries):
            yield entries[start:end]
            start, size = end, 0


def _added(*counts: Mapping[str, int]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)

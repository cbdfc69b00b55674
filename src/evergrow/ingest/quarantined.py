"""A record that was set aside, with all that is needed to try it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Quarantined:
    """`reason` is a code of `reasons.REASONS`; `what` says it of this record; `record` is its text.

    `dialect` and `detail` tell how to read `record` when it is tried again. A `fingerprint` marks a row of
    a file: one that is there already, open or tried again, is not stored a second time.
    """

    source_id: str
    position: int
    ordinal: int
    reason: str
    what: str
    record: str
    received_at: datetime
    dialect: str
    detail: str
    fingerprint: int | None = None

"""What an import is asked to do, and what it says while it works and when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from evergrow.kernel import refuse

Kind = Literal["orders", "events", "customers", "spend", "catalogue"]
KINDS: tuple[Kind, ...] = ("orders", "events", "customers", "spend", "catalogue")
DateOrder = Literal["day-first", "month-first"]


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """What the file holds and how to read it.

    `mapping` (field -> column) overrides the guess; `zone` is that of times that name none; `currency` that
    of amounts that name none; `date_order` settles dates such as 03/04/2024, else the file's other dates do.
    """

    kind: Kind
    mapping: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    currency: str | None = None
    date_order: DateOrder | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise refuse(
                "import.unknown_kind",
                f"A file cannot be imported as '{self.kind}'.",
                where="--as",
                next_step=f"Use one of {', '.join(KINDS)}.",
            )
        if not _is_zone(self.zone):
            raise refuse(
                "zone.unknown",
                f"'{self.zone}' is no time zone.",
                where="--zone",
                next_step="Name one of the IANA time zones, such as Europe/London, Asia/Tokyo or UTC.",
            )
        if self.currency is not None and not _is_currency(self.currency):
            raise refuse(
                "currency.unknown",
                f"'{self.currency}' is no currency.",
                where="--currency",
                next_step="Name it by the three letters of ISO 4217, such as GBP or JPY.",
            )


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an import is. `total_bytes` is the size of the file as it lies there, packed or not."""

    step: Literal["reading", "writing"]
    rows_read: int
    bytes_read: int
    total_bytes: int
    rows_written: int = 0


@dataclass(frozen=True, kw_only=True)
class Written:
    """What an import handed to the log. Rows are lines of the file, without header and empty lines.

    `first_position` and `last_position` enclose its entries in the log; both are 0 where nothing was written.
    """

    rows_read: int
    refused_rows: int
    orders: int
    refunds: int
    events: int
    customers: int
    first_position: int
    last_position: int
    mapping: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class FieldOffer:
    """A field that a column can be mapped to."""

    name: str
    title: str
    is_required: bool


@dataclass(frozen=True, kw_only=True)
class ColumnSample:
    """A column of the file with its first values."""

    name: str
    samples: list[str]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the first part of a file tells: its columns, and how they would be mapped."""

    columns: list[ColumnSample]
    mapping: dict[str, str | None]
    fields: list[FieldOffer]
    missing: list[str]
    rows_sample: list[dict[str, str]]
    delimiter: str | None
    encoding: str | None


@dataclass(frozen=True, kw_only=True)
class Import:
    """One import as it stands in the books: rows_read = accepted + quarantined + duplicate rows, once done."""

    id: str
    filename: str
    kind: str
    status: Literal["running", "done", "failed"]
    rows_read: int
    rows_total: int | None
    accepted_rows: int
    quarantined_rows: int
    duplicate_rows: int
    orders: int
    refunds: int
    events: int
    customers: int
    mapping: dict[str, str]
    problem: dict[str, Any] | None
    started_at: datetime
    finished_at: datetime | None


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, empty, or a path
        return False
    return True

"""Records as entries of the log: the accepted for the sieve, the refused for quarantine, a few megabytes each.

Holds   what the sieve would refuse is refused here by the same rules, so that a repeated file finds its
        refused rows again by their text and changes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import polars as pl
import pyarrow as pa

from evergrow.ingest.dialects import quote_rows, refused_body_of
from evergrow.ingest.records import RECORDS
from evergrow.ingest.sieve import RULES, broken_rule, unfit
from evergrow.storage.log import Entry

Append = Callable[[Sequence[Entry]], int]
"""`Log.append_now`: keeps the entries and returns the position of the last."""


@dataclass
class Entries:
    """Writes records to the log and counts them."""

    append: Append
    source_id: str
    import_id: str
    received_at: datetime
    first_position: int = 0
    last_position: int = 0
    refused_rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def write(self, records: pa.Table) -> None:
        """One commit for these records. `records` has columns of RECORDS, `lines` and, where it may refuse, `refused`."""
        frame = self._judged(_whole(records))
        good, bad = frame.filter(pl.col("refused").is_null()), frame.filter(pl.col("refused").is_not_null())
        entries: list[Entry] = []
        if len(good):
            entries.append(self._entry("records", _body(good)))
            for row in good.group_by("type", "name").len().iter_rows():
                self._count(row[1] or row[0], row[2])
        if len(bad):
            entries.append(self._entry("refused", refused_body_of(_texts(bad))))
            self.refused_rows += int(bad["lines"].sum())
        self._keep(entries)

    def refuse_lines(self, lines: Sequence[str], first_line: int) -> None:
        """Set aside lines that are no rows at all, found before row `first_line`."""
        if not lines:
            return
        what = f"A line before row {first_line} cannot be read as a row."
        rows = [
            ("unreadable_line", what, _json({"properties": {"line": line}, "context": {"rows": 1}}))
            for line in lines
        ]
        self.refused_rows += len(rows)
        self._keep([self._entry("refused", refused_body_of(rows))])

    def _judged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`refused` and `refused_what` filled in for records that break a rule of the sieve."""
        frame = frame.with_columns(
            position=pl.lit(0, pl.Int64),
            ordinal=pl.int_range(pl.len(), dtype=pl.Int32),
            received_at=pl.lit(self.received_at, pl.Datetime("us", "UTC")),
            fault=pl.lit(None, pl.String),
            fault_text=pl.lit(None, pl.String),
        ).with_columns(at=pl.coalesce("timestamp", "received_at"))
        rules = broken_rule(frame)
        if rules.null_count() == len(frame):
            return frame
        broken = pl.DataFrame(
            [(ordinal, RULES[rules[ordinal]].reason, what) for _, ordinal, _, what in unfit(frame, rules)],
            schema={"ordinal": pl.Int32, "reason": pl.String, "what": pl.String},
            orient="row",
        )
        return frame.join(broken, on="ordinal", how="left", maintain_order="left").with_columns(
            refused=pl.coalesce("refused", "reason"), refused_what=pl.coalesce("refused_what", "what")
        )

    def _entry(self, dialect: str, body: bytes) -> Entry:
        return Entry(self.source_id, dialect, self.import_id, body, self.received_at)

    def _keep(self, entries: Sequence[Entry]) -> None:
        if entries:
            self.last_position = self.append(entries)
            self.first_position = self.first_position or self.last_position - len(entries) + 1

    def _count(self, name: str, number: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


def _json(record: dict[str, object]) -> str:
    return msgspec.json.encode(record).decode()


def _whole(records: pa.Table) -> pl.DataFrame:
    frame = pl.DataFrame(records)
    lacking = [name for name in (*RECORDS.names, "refused", "refused_what") if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)
    instants = [pl.col(name).cast(pl.Datetime("us", "UTC")) for name in ("timestamp", "sent_at")]
    return frame.with_columns(*instants, pl.col("refused").replace("", None))


def _body(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    packed = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, RECORDS, options=packed) as stream:
        stream.write(frame.select(RECORDS.names).to_arrow().cast(RECORDS))
    return sink.getvalue()


def _texts(bad: pl.DataFrame) -> list[tuple[str, str, str]]:
    """(reason, sentence, the record's text). The text names no import: the same rows give the same text."""
    kept = bad.with_columns(
        context=pl.concat_str(pl.lit('{"rows":'), pl.col("lines").cast(pl.String), pl.lit("}"))
    )
    texts = quote_rows(kept.select(RECORDS.names).to_arrow().to_pylist())
    return list(zip(bad["refused"], bad["refused_what"].fill_null(""), texts, strict=True))

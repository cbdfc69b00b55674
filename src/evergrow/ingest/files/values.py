"""SQL that reads amounts and dates as people write them, and queries that tell how a file writes them.

Amounts are DECIMAL, so that sums are exact; a value that cannot be read is null, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from evergrow.ingest.files.objects import quoted
from evergrow.ingest.files.spec import DateOrder, ImportOptions
from evergrow.storage.warehouse import Scratch

PRICE = "decimal(22, 8)"
QUANTITY = "decimal(16, 4)"
_MONEY_SIGN = r"(?:[A-Z]{1,3}[$]?|[$€£¥￥₩₹]|円|zł|kr)?"
_AMOUNT = (
    rf"(?:[-+(]\s*{_MONEY_SIGN}|{_MONEY_SIGN}\s*[-+]?)\s*"
    rf"[0-9][0-9 .,'’\x{{a0}}\x{{202f}}]*\s*{_MONEY_SIGN}\s*[-)]?"
)
_ZONE = r" ?(?:Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)"
_OFFSET = r"[0-9]:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?" + _ZONE + "$"
_PLAIN = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?"
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", ", %H:%M", ", %H:%M:%S")


@dataclass(frozen=True)
class Style:
    """How a file writes amounts and dates. Formats are tried in their order."""

    decimal_mark: Literal[".", ","] = "."
    date_formats: tuple[str, ...] = ()


@dataclass
class Habits:
    """Counts of how amounts and dates are written in what was read so far."""

    comma_amounts: int = 0
    point_amounts: int = 0
    day_first: int = 0
    month_first: int = 0
    point_dates: int = 0
    first_dates: list[str] = field(default_factory=list)

    def style(self, options: ImportOptions) -> Style:
        """The style that most values show.

        Where no day above 12 tells, 03/04/2024 is read day first, except with an American time zone: and
        dates with points are written day first wherever they are in use.
        """
        leans_to: DateOrder = "month-first" if options.zone.startswith("America/") else "day-first"
        if self.day_first == self.month_first:
            order: DateOrder = "day-first" if self.point_dates else leans_to
        else:
            order = "day-first" if self.day_first > self.month_first else "month-first"
        return Style(
            "," if self.comma_amounts > self.point_amounts else ".",
            _fitting_first(_formats(options.date_order or order), self.first_dates),
        )


def count_habits(
    habits: Habits, scratch: Scratch, table: str, *, amounts: Sequence[str], date: str | None
) -> None:
    """Add how these columns of `table` are written. Only amounts with a comma tell anything."""
    for column in amounts:
        found = scratch.fetch(
            rf"""select count(*) filter (regexp_matches({column}, '(,[0-9]{{1,2}}|,[0-9]{{4,}})\D*$|\.[0-9]{{3}},')) as comma,
                        count(*) filter (regexp_matches({column}, '\.[0-9]*\D*$')) as point
                 from {table} where contains({column}, ',')"""
        ).to_pylist()[0]
        habits.comma_amounts += found["comma"]
        habits.point_amounts += found["point"]
    if date is None:
        return
    found = scratch.fetch(
        rf"""with firsts as (select regexp_extract("{date}", '^([0-9]{{1,2}})([-/.])([0-9]{{1,2}})[-/.]', ['a', 'mark', 'b']) d
                         from {table} where "{date}"[3] in ('/', '.', '-') or "{date}"[2] in ('/', '.', '-'))
         select count(*) filter (try_cast(d.a as int) > 12) as day_first,
                count(*) filter (try_cast(d.b as int) > 12) as month_first, count(*) filter (d.mark = '.') as points
         from firsts"""
    ).to_pylist()[0]
    habits.day_first += found["day_first"]
    habits.month_first += found["month_first"]
    habits.point_dates += found["points"]
    if not habits.first_dates:
        first = scratch.fetch(
            f"""select distinct "{date}" v from {table} where "{date}" <> '' order by v limit 25"""
        )
        habits.first_dates = first.column("v").to_pylist()


def amount(value: str, style: Style, kind: str = PRICE) -> str:
    """SQL for the amount in a text; null where it is empty or unreadable.

    A value against the file's style is still read right where it can only mean one thing: `12.50` among
    `1.234,56`, or `12,50` among `1,234.56`.
    """
    if style.decimal_mark == ",":
        clean = (
            f"case when contains({value}, '.') and not contains({value}, ',') "
            rf"and regexp_matches({value}, '^[^.]*\.[0-9]{{1,2}}\D*$') then {value} "
            f"else replace(replace({value}, '.', ''), ',', '.') end"
        )
    else:
        clean = (
            f"case when contains({value}, ',') then case when not contains({value}, '.') "
            rf"and regexp_matches({value}, '^[^,]*,[0-9]{{1,2}}\D*$') then replace({value}, ',', '.') "
            f"else replace({value}, ',', '') end else {value} end"
        )
    bare = rf"regexp_replace({clean}, '[^0-9.]', '', 'g')"
    dressed = f"try_cast({bare} as {kind}) * case when regexp_matches({value}, '[-(]') then -1 else 1 end"
    return (
        f"coalesce(try_cast({clean} as {kind}), "
        f"case when regexp_full_match({value}, {quoted(_AMOUNT)}) then cast({dressed} as {kind}) end)"
    )


def instant(value: str, zone: str, style: Style) -> str:
    """SQL for the moment in a text, as a UTC timestamp without a zone; null where it is empty or unreadable.

    Times that name no offset are in `zone`; an hour that the zone's clocks show twice is read as the later one.
    DuckDB's own cast is trusted only with the plain form: it ignores offsets and reads 1/2/3 as year 1 (tried).
    """
    formats = ", ".join(quoted(one) for one in style.date_formats)
    return (
        f"case when regexp_full_match({value}, {quoted(_PLAIN)}) "
        f"then {_in_zone(f'try_cast({value} as timestamp)', zone)} "
        f"when {value} = '' then null "
        f"when length({value}) > 14 and regexp_matches({value}, {quoted(_OFFSET)}) then {_with_offset(value)} "
        f"when regexp_matches({value}, '^[0-9]{{8}}') then {_bare_digits(value, zone)} "
        f"else {_in_zone(f'try_strptime({value}, [{formats}])', zone)} end"
    )


def _in_zone(local: str, zone: str) -> str:
    return local if zone == "UTC" else f"timezone('UTC', timezone({quoted(zone)}, {local}))"


def _with_offset(value: str) -> str:
    bare = f"replace(regexp_replace({value}, {quoted(_ZONE + '$')}, ''), 'T', ' ')"
    parts = f"regexp_extract({value}, '([+-])([0-9]{{2}}):?([0-9]{{2}})?$', ['sign', 'h', 'm'])"
    minutes = (
        f"case when {value}[-1] in ('Z', 'z', 'C', 'T') then 0 else (try_cast({parts}.h as int) * 60 + "
        f"coalesce(try_cast({parts}.m as int), 0)) * case {parts}.sign when '-' then -1 else 1 end end"
    )
    return f"try_cast({bare} as timestamp) - to_minutes({minutes})"


def _bare_digits(value: str, zone: str) -> str:
    day = _in_zone(f"try_strptime({value}, '%Y%m%d')", zone)
    return (
        f"case when regexp_full_match({value}, '[0-9]{{10}}([.][0-9]+)?') "
        f"then make_timestamp(cast(try_cast({value} as decimal(20, 6)) * 1000000 as bigint)) "
        f"when regexp_full_match({value}, '[0-9]{{13}}') then make_timestamp(try_cast({value} as bigint) * 1000) "
        f"when regexp_full_match({value}, '[0-9]{{8}}') then {day} end"
    )


def _formats(order: DateOrder) -> list[str]:
    days = ("%d", "%m") if order == "day-first" else ("%m", "%d")
    dates = [f"{days[0]}{mark}{days[1]}{mark}{year}" for mark in "/.-" for year in ("%y", "%Y")]
    dates += ["%Y/%m/%d", "%Y.%m.%d", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y"]
    japanese = ["%Y年%m月%d日", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H時%M分"]
    return [date + time for date in dates for time in _TIMES] + japanese


def _fitting_first(formats: Sequence[str], dates: Sequence[str]) -> tuple[str, ...]:
    """The formats, those that fit most of these dates in front: each misfit costs time at every row."""
    fits = {one: sum(_fits(date, one) for date in dates) for one in formats}
    return tuple(sorted(formats, key=lambda one: -fits[one]))


def _fits(date: str, format_: str) -> bool:
    try:
        datetime.strptime(date, format_)
    except ValueError:
        return False
    return True

"""Rows of events and of customers to records, one each; columns that fill no field become properties or traits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa

from evergrow.ingest.files.objects import guessed, json_object, quoted, string
from evergrow.ingest.files.rows import RAW, Rows
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.values import Habits, Style, count_habits, instant
from evergrow.storage.warehouse import Scratch

_IDS: Final = ("event", "user_id", "customer_id", "anonymous_id", "at", "message_id")


class RowRecords:
    """Turns batches of rows into tables of records. How dates are written is told by the first batch."""

    def __init__(
        self,
        scratch: Scratch,
        source: Rows,
        mapping: Mapping[str, str],
        options: ImportOptions,
        import_id: str,
    ) -> None:
        self._scratch, self._source, self._mapping = scratch, source, mapping
        self._options, self._import_id = options, import_id
        self._statement: str | None = None

    def of(self, rows: pa.Table, first_line: int) -> pa.Table:
        """Records of these rows, the first of which is the file's row `first_line`."""
        self._scratch.bind(
            "batch", rows.append_column("line", pa.array(range(first_line, first_line + len(rows))))
        )
        if self._statement is None:
            self._statement = self._select()
        return self._scratch.fetch(self._statement)

    def _select(self) -> str:
        style = self._style()
        fields = {
            name: f"trim({self._source.slot(column)})"
            for name, column in self._mapping.items()
            if name in _IDS
        }
        read = ", ".join(f"{value} as f_{name}" for name, value in fields.items())
        moment = instant("f_at", self._options.zone, style) if "at" in fields else "cast(null as timestamp)"
        body = self._events() if self._options.kind == "events" else self._customers()
        return f"""
with read as (select *, {read} from batch),
timed as (select *, {moment} as moment from read),
told as (select *, {self._unreadable("f_at" in read)} as refusal, {body["user"]} as who, {body["rest"]} as rest from timed)
select '{body["type"]}' as type, {body["message_id"]} as message_id, {body["name"]} as name, who as user_id,
    {body["anonymous"]} as anonymous_id, timezone('UTC', moment) as timestamp, {body["properties"]} as properties,
    {body["traits"]} as traits, {_context(self._import_id)} as context,
    nullif(split_part(refusal, '|', 1), '') as refused, substr(refusal, instr(refusal, '|') + 1) as refused_what,
    1::bigint as lines
from told order by line
"""

    def _style(self) -> Style:
        habits = Habits()
        if "at" in self._mapping:
            slot = self._source.slot(self._mapping["at"])
            count_habits(habits, self._scratch, "batch", amounts=(), date=slot)
        return habits.style(self._options)

    def _unreadable(self, has_time: bool) -> str:
        if not has_time:
            return "cast(null as varchar)"
        column = quoted(f" is no date (column {self._mapping['at']}).")
        unread = f"'date_unreadable|Row ' || line || ': ''' || left(f_at, 60) || '''' || {column}"
        none = quoted(f" has no time (column {self._mapping['at']}).")
        empty = f"'missing_column|Row ' || line || {none}"
        is_needed = "when f_at = '' then " + empty if self._options.kind == "events" else ""
        return f"case {is_needed} when f_at <> '' and moment is null then {unread} end"

    def _events(self) -> dict[str, str]:
        has = self._mapping.__contains__
        user = "nullif(f_user_id, '')" if has("user_id") else "cast(null as varchar)"
        device = "nullif(f_anonymous_id, '')" if has("anonymous_id") else "cast(null as varchar)"
        content = "md5(concat_ws(chr(31), f_event, who, f_at, rest" + (
            ", f_anonymous_id))" if has("anonymous_id") else "))"
        )
        own = (
            f"coalesce(nullif(f_message_id, ''), 'row:' || {content})"
            if has("message_id")
            else f"'row:' || {content}"
        )
        return {
            "type": "track",
            "user": _tidy_id(user),
            "anonymous": device,
            "name": "nullif(f_event, '')",
            "message_id": own,
            "rest": self._rest("properties"),
            "properties": "rest",
            "traits": self._told("traits"),
        }

    def _customers(self) -> dict[str, str]:
        email = (
            f"lower(trim({self._source.slot(self._mapping['email'])}))" if "email" in self._mapping else "''"
        )
        has_id = "customer_id" in self._mapping
        known = _tidy_id("nullif(f_customer_id, '')") if has_id else "cast(null as varchar)"
        user = f"coalesce({known}, nullif({email}, ''))"
        time = "f_at" if "at" in self._mapping else "''"
        return {
            "type": "identify",
            "user": user,
            "anonymous": "cast(null as varchar)",
            "name": "cast(null as varchar)",
            "message_id": f"'row:' || md5(concat_ws(chr(31), who, {time}, rest))",
            "rest": self._rest("traits"),
            "properties": "cast(null as varchar)",
            "traits": "rest",
        }

    def _told(self, field: str) -> str:
        """SQL for the JSON object that a column of this field holds; null where it holds none."""
        if field not in self._mapping:
            return "cast(null as varchar)"
        slot = self._source.slot(self._mapping[field])
        return f"case when json_valid({slot}) and left(ltrim({slot}), 1) = '{{' then {slot} end"

    def _rest(self, field: str) -> str:
        """SQL for an object of all columns that fill no field, and of what a column of that name holds."""
        used = {column for name, column in self._mapping.items() if name in (*_IDS, "properties", "traits")}
        traits = [
            (name, column)
            for name, column in self._mapping.items()
            if name not in (*_IDS, "properties", "traits")
        ]
        if self._source.has_raw:
            gone = json_object((column, "'null'") for column in [*used, *(column for _, column in traits)])
            rest = f"cast(json_merge_patch({RAW}, {gone}) as varchar)"
            rest = rest if used or traits else RAW
        else:
            names = [
                column for column in self._source.columns if column not in used | {one for _, one in traits}
            ]
            rest = json_object((name, self._value(name)) for name in names)
        named = json_object((name, self._value(column)) for name, column in traits)
        parts = [rest, *([named] if traits else []), *([self._told(field)] if field in self._mapping else [])]
        if len(parts) == 1:
            return rest
        merged = parts[0]
        for part in parts[1:]:
            merged = f"json_merge_patch({merged}, coalesce({part}, '{{}}'))"
        return f"cast({merged} as varchar)"

    def _value(self, column: str) -> str:
        return guessed(self._source.slot(column), column, self._source.looks.get(column, "guess"))


def _tidy_id(value: str) -> str:
    return f"case when regexp_full_match({value}, '[0-9]+[.]0+') then split_part({value}, '.', 1) else {value} end"


def _context(import_id: str) -> str:
    return json_object((("import", string(quoted(import_id))), ("rows", "'1'")))

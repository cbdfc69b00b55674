"""SQL that writes JSON objects: text put together, column by column, nulls left out."""

from __future__ import annotations

from collections.abc import Iterable

from evergrow.ingest.files.rows import Look

_NUMBER = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?"
_IDS = ("id", "code", "sku", "zip", "plz", "phone", "number", "no", "nr")


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def string(value: str) -> str:
    """SQL for a text value as JSON; null stays null."""
    return f"cast(to_json({value}) as varchar)"


def guessed(value: str, name: str, look: Look) -> str:
    """SQL for a value whose type is told by its text: number, true, false or text; empty is null.

    Columns that look like ids stay text, so that 007 and 7 remain two customers.
    """
    if look == "json":
        return f"nullif({value}, '')"
    if look == "text" or _is_id(name):
        return string(f"nullif({value}, '')")
    return (
        f"case when {value} = '' then null when {value} < ':' and regexp_full_match({value}, '{_NUMBER}') then {value} "
        f"when {value} in ('true', 'false') then {value} else {string(value)} end"
    )


def json_object(pairs: Iterable[tuple[str, str]]) -> str:
    """SQL for an object of (key, SQL of a JSON value); keys whose value is null are left out."""
    members = ", ".join(f"{string(quoted(key))} || ':' || {value}" for key, value in pairs)
    return f"'{{' || concat_ws(',', {members}) || '}}'" if members else "'{}'"


def _is_id(name: str) -> bool:
    words = name.casefold().replace("-", "_").replace(" ", "_").split("_")
    return words[-1] in _IDS or name.endswith(("Id", "ID", "Code", "Nr", "No"))

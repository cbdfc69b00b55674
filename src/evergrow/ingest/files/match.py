"""Guess which column fills which field, and refuse with everything that is missing at once."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from evergrow.ingest.files.fields import FIELDS, INSTEAD, Field
from evergrow.ingest.files.spec import ImportOptions, Kind
from evergrow.kernel import Problem, Refusal

Samples = Mapping[str, Sequence[str]]
"""Columns in their order, with some of their values."""

_AMOUNT = re.compile(
    r"[-(]?\s*[^\d\s]{0,4}\s*-?\d[\d .,'\u00a0]*\s*[^\d\s]{0,4}(e[+-]?\d+)?[-)]?", re.IGNORECASE
)
_DATE = re.compile(r"\D?\d{1,4}[-/.年 ]\s?(\d{1,2}|[A-Za-z]{3,9})[-/.月 ].*|\d{8}|\d{10}(\.\d+)?|\d{13}")


def guess(columns: Samples, kind: Kind) -> dict[str, str]:
    """Field -> column, by the columns' names and what their values look like. Fields without a column are absent."""
    names: dict[str, str] = {}
    for column in columns:
        names.setdefault(plain(column), column)
    chosen: dict[str, str] = {}
    for field in FIELDS[kind]:
        column = _column_for(field, names, columns, taken=set(chosen.values()))
        if column is not None:
            chosen[field.name] = column
    return chosen


def settle(columns: Samples, options: ImportOptions) -> dict[str, str]:
    """The guess, overridden by `options.mapping`; a field mapped to nothing is left out.

    Raises:
        Refusal: `import.unknown_field`, `import.unknown_column` and `import.missing_column`, all problems at once.
    """
    problems = [*_unknown_fields(options), *_unknown_columns(columns, options)]
    known = {field.name for field in FIELDS[options.kind]}
    asked = {
        field: column for field, column in options.mapping.items() if field in known and column in columns
    }
    free = {column: values for column, values in columns.items() if column not in asked.values()}
    left_out = {field for field, column in options.mapping.items() if not column}
    guessed = {field: column for field, column in guess(free, options.kind).items() if field not in left_out}
    mapping = {**guessed, **asked}
    problems += [_missing_problem(field, columns) for field in missing(mapping, options.kind)]
    if problems:
        raise Refusal(*problems, status=422)
    return mapping


def missing(mapping: Mapping[str, str | None], kind: Kind) -> list[Field]:
    """Required fields that no column fills, nor one that may stand in."""
    filled = {field for field, column in mapping.items() if column}
    return [
        field
        for field in FIELDS[kind]
        if field.is_required and not filled & {field.name, *INSTEAD[kind].get(field.name, ())}
    ]


def plain(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())


def _column_for(field: Field, names: Mapping[str, str], columns: Samples, taken: set[str]) -> str | None:
    for name in field.names:
        column = names.get(plain(name))
        if column is None or column in taken or not _looks(columns[column], field, name):
            continue
        return column
    return None


def _looks(values: Sequence[str], field: Field, name: str) -> bool:
    seen = [value.strip() for value in values if value.strip()]
    if name == "name" and field.name == "order_id":  # Shopify calls the order's number "Name": #1001
        return bool(seen) and all(value.startswith("#") for value in seen)
    if not seen or field.looks == "text":
        return True
    pattern = _AMOUNT if field.looks == "amount" else _DATE
    return 2 * sum(bool(pattern.fullmatch(value)) for value in seen) >= len(seen)


def _unknown_fields(options: ImportOptions) -> list[Problem]:
    known = [field.name for field in FIELDS[options.kind]]
    return [
        Problem(
            code="import.unknown_field",
            what=f"{options.kind.capitalize()} have no field '{name}'.{_did_you_mean(name, known)}",
            where=f"--map {name}={column}",
            next_step=f"Fields are {', '.join(known)}.",
        )
        for name, column in options.mapping.items()
        if name not in known
    ]


def _unknown_columns(columns: Samples, options: ImportOptions) -> list[Problem]:
    return [
        Problem(
            code="import.unknown_column",
            what=f"The file has no column '{column}'.{_did_you_mean(column, list(columns))}",
            where=f"--map {name}={column}",
            next_step=_columns_there(columns),
        )
        for name, column in options.mapping.items()
        if column and column not in columns
    ]


def _missing_problem(field: Field, columns: Samples) -> Problem:
    near = next((found for name in field.names if (found := _nearest(name, columns))), None)
    meant = f" Did you mean '{near}'?" if near else ""
    return Problem(
        code="import.missing_column",
        what=f"No column was found for '{field.name}' ({field.title.lower()}).{meant}",
        where=f"--map {field.name}=...",
        next_step=f"Add --map {field.name}={_quoted(near or 'COLUMN')}. {_columns_there(columns)}",
    )


def _columns_there(columns: Samples) -> str:
    return f"The file has the columns {', '.join(columns)}." if columns else "The file has no columns."


def _nearest(name: str, columns: Samples) -> str | None:
    plains = {plain(column): column for column in columns}
    found = difflib.get_close_matches(plain(name), plains, n=1, cutoff=0.75)
    return plains[found[0]] if found else None


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = _nearest(name, dict.fromkeys(known, ()))
    return f" Did you mean '{near}'?" if near else ""


def _quoted(column: str) -> str:
    return f'"{column}"' if re.search(r"\s", column) else column

"""The fields of an event as conditions read them: its name, its money, its properties, what it says of its context."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions import (
    Column,
    Condition,
    Looked,
    Operand,
    compile_condition,
    is_of_products,
)
from evergrow.storage.warehouse import want_columns

_COLUMNS: Final = ("name", "currency", "order_id", "source_id")
_NAMES_OF_PRODUCTS: Final = ("product_id", "sku", "name")


@ibis.udf.scalar.builtin(name="json_extract_string")
def _json_text(document: str, path: str) -> str:  # pyright: ignore[reportReturnType]
    """DuckDB's own; a cluster gives its engine a function of this name (ClickHouse: JSON_VALUE, Spark: get_json_object).

    Ibis's way through its JSON type tells texts from numbers, and asks the document four times for one value.
    """


def json_text(document: ir.Value, path: Sequence[str | int]) -> ir.StringValue:
    """A value inside a JSON document as text, whatever its kind; null where there is none. A number is a place in a list."""
    steps = [f"[{step}]" if isinstance(step, int) else '."' + step.replace('"', "") + '"' for step in path]
    return _json_text(document, f"${''.join(steps)}")


@ibis.udf.scalar.builtin(name="json_extract_string", signature=(("string", "string"), "array<string>"))
def _json_texts(document: str, path: str) -> list[str]:  # pyright: ignore[reportReturnType]
    """DuckDB's own answers with a list where the path has a star."""


def json_texts(document: ir.Value, path: Sequence[str], of_each: Sequence[str]) -> ir.ArrayValue:
    """A value of each part of a list inside a JSON document, as texts."""
    steps = ["".join('."' + step.replace('"', "") + '"' for step in part) for part in (path, of_each)]
    return _json_texts(document, f"${steps[0]}[*]{steps[1]}")


def event_field(events: ir.Table, operand: Looked | str) -> ir.Value:
    """A field of an event; money in units of the currency, JSON as text. Lazy."""
    name = _name_of(operand)
    want_columns(events.columns, [event_column(name)])
    if name == "revenue":
        return events.revenue_micros / 1_000_000
    if name in _COLUMNS:
        return events[name]
    root, *path = name.split(".")
    if root == "context":
        shown = CONTEXT_FIELDS.get(".".join(path))
        return shown(events.context) if shown else json_text(events.context, path)
    return json_text(events.properties, path)


def event_column(operand: Looked | str) -> str:
    """The column that `event_field` reads."""
    name = _name_of(operand)
    if name == "revenue":
        return "revenue_micros"
    if name in _COLUMNS:
        return name
    return "context" if name.split(".")[0] == "context" else "properties"


def event_holds(events: ir.Table, condition: Condition) -> ir.BooleanValue:
    """Whether each event is as the condition, which looks at the event's own fields only, wants it. Lazy."""
    return compile_condition(condition, lambda operand: _asked(events, _name_of(operand)))


def _asked(events: ir.Table, name: str) -> Column:
    """A field of an event; of products, the event's own and those of each line of an order."""
    if not is_of_products(name):
        return event_field(events, name)
    _, *path = name.split(".")
    return tuple(
        column
        for keys in ([path] if path else [[key] for key in _NAMES_OF_PRODUCTS])
        for column in (json_text(events.properties, keys), json_texts(events.properties, ["products"], keys))
    )


def _name_of(operand: Looked | str) -> str:
    assert isinstance(operand, Operand | str)
    return operand.name if isinstance(operand, Operand) else operand


def _device(context: ir.Value) -> ir.StringValue:
    """phone, tablet or desktop. By the browser's word for itself; an app says only that it is one."""
    agent = json_text(context, ["userAgent"])
    is_tablet = agent.contains("iPad") | (agent.contains("Android") & ~agent.contains("Mobile"))
    is_app = json_text(context, ["device", "type"]).lower().isin(["ios", "android"])
    return ibis.cases(
        (is_tablet.fill_null(False), "tablet"),
        ((agent.contains("Mobi") | agent.contains("iPhone")).fill_null(False), "phone"),
        (agent.notnull(), "desktop"),
        (is_app.fill_null(False), "phone"),
    )


def _at(*path: str) -> Callable[[ir.Value], ir.StringValue]:
    return lambda context: json_text(context, path)


CONTEXT_FIELDS: Final[dict[str, Callable[[ir.Value], ir.StringValue]]] = {
    "device": _device,
    "os": _at("os", "name"),
    "country": _at("location", "country"),
    "region": _at("location", "region"),
    "city": _at("location", "city"),
    "language": lambda context: json_text(context, ["locale"]).substr(0, 2).lower(),
    "time_zone": _at("timezone"),
    "source": _at("campaign", "source"),
    "medium": _at("campaign", "medium"),
    "campaign": _at("campaign", "name"),
    "referrer": _at("page", "referrer"),
    "page": _at("page", "path"),
}
"""Short names for what Segment's SDKs put into `context`. Any other name is a path into it."""

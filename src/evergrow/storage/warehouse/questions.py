"""Questions whose SQL is written once, whatever instants, numbers and texts they are asked with.

Ibis takes 10 to 150 ms to build a report's expression and to write its SQL: as long as the engine takes to answer
it on ten million events. A question is a function that answers with an expression; what it is asked with is laid
out here, and the text is kept by the question and by what makes it another one:

    an instant, a number, a text    a place in the text, filled in when it runs; so is each of a list or tuple
    rows (Arrow)                    a name in the text, bound when it runs
    everything else, all keywords   part of the question: tables, maps, lists of words that must stay words

Holds   the same rows as the question's own expression; a question must not decide by what it is given in a place
        (it is given an expression there, which cannot be compared), and leaves edges in the order they came in.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.storage.warehouse.dialect import written

KEPT: Final = 256  # texts of 5 to 20 KB
Question = Callable[..., ir.Table]


@dataclass
class Asked:
    """A text, what fills its places, and the rows behind its names."""

    sql: str = ""
    values: dict[str, datetime | int | str] = field(default_factory=dict)
    rows: dict[str, pa.Table] = field(default_factory=dict)


class Questions:
    """The texts kept by one warehouse. Safe from any thread; two that ask first at once both write the text."""

    def __init__(self) -> None:
        self._texts: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()

    def asked(self, question: Question, given: tuple[Any, ...], shape: dict[str, Any]) -> Asked:
        """The question's text and what this asking fills in."""
        asked = Asked()
        laid_out = _laid_out(given, asked)
        key = question, laid_out, tuple(sorted(shape.items()))
        with self._lock:
            text = self._texts.get(key)
            if text is not None:
                self._texts.move_to_end(key)
        if text is None:
            text = _written(question(*_expressed(laid_out), **shape))
            with self._lock:
                self._texts[key] = text
                while len(self._texts) > KEPT:
                    self._texts.popitem(last=False)
        asked.sql = text
        asked.values = {name: value for name, value in asked.values.items() if f"${name} " in text}
        return asked


@dataclass(frozen=True)
class _Place:
    name: str
    kind: str


@dataclass(frozen=True)
class _Rows:
    name: str
    schema: pa.Schema


def _laid_out(given: Any, asked: Asked) -> Any:
    """What stays the same from one asking to the next; what does not is put into `asked` under its name."""
    name = f"given_{len(asked.values) + len(asked.rows)}"
    match given:
        case datetime():
            asked.values[name] = given.astimezone(UTC).replace(tzinfo=None)
            return _Place(name, "instant")
        case int() | str() if not isinstance(given, bool):
            asked.values[name] = given
            return _Place(name, "text" if isinstance(given, str) else "number")
        case pa.Table():
            asked.rows[name] = given
            return _Rows(name, given.schema)
        case list() | tuple():
            return tuple(_laid_out(each, asked) for each in given)
        case ir.Table():
            return given.op()  # tables are told apart by what they do; `==` would compare them as objects
    return given


def _expressed(laid_out: Any) -> Any:
    """The same with an expression in every place."""
    match laid_out:
        case _Place():
            return _PLACES[laid_out.kind](laid_out.name)
        case _Rows():
            return ibis.table(ibis.Schema.from_pyarrow(laid_out.schema), name=laid_out.name)
        case tuple():
            return tuple(_expressed(each) for each in laid_out)
        case ops.Relation():
            return laid_out.to_expr()
    return laid_out


def _written(expression: ir.Table) -> str:
    return _PLACE.sub(lambda found: f"CAST(${found[2]} AS {_TYPES[found[1].lower()]})", written(expression))


@ibis.udf.scalar.builtin(name="place_of_instant", signature=(("string",), "timestamp(6)"))
def _instant(place: str) -> Any: ...


@ibis.udf.scalar.builtin(name="place_of_number", signature=(("string",), "int64"))
def _number(place: str) -> Any: ...


@ibis.udf.scalar.builtin(name="place_of_text", signature=(("string",), "string"))
def _text(place: str) -> Any: ...


_PLACES: Final = {"instant": _instant, "number": _number, "text": _text}
_TYPES: Final = {"instant": "TIMESTAMP", "number": "BIGINT", "text": "VARCHAR"}
_PLACE: Final = re.compile(r"PLACE_OF_(\w+)\('(\w+)'\)", re.IGNORECASE)

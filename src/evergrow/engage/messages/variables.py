"""The values a template uses, those it could use, and what was meant where the two do not meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from liquid.template import BoundTemplate

from evergrow.definitions.documents import did_you_mean
from evergrow.engage.messages.filters import FILTERS
from evergrow.engage.messages.remark import Remark
from evergrow.engage.messages.values import ROOTS
from evergrow.record.customers import TRAITS
from evergrow.storage.warehouse import Compiled, compiled

METRICS: Final = (
    "orders", "revenue", "average_order_value", "refunds", "first_order_at", "last_order_at", "first_seen_at",
    "last_seen_at",
)  # fmt: skip
CUSTOMER: Final = ("customer_id", "name", "first_name", "last_name", "email", "stage", "metrics")
EVENT: Final = ("name", "at", "key", "properties")
_LEAVES: Final = {"brand": ("name", "postal_address"), "coupon": ("code",), "event": EVENT}
_MOST: Final = 500


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The traits that customers have. Properties of events are not judged: each event has its own."""

    traits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Used:
    """A value or a filter that a template uses: its path (`customer.name`), and its line from 1."""

    path: tuple[str, ...]
    line: int
    is_filter: bool = False


@dataclass(frozen=True, kw_only=True)
class Variable:
    """Something a template may use: for lists and completion in an editor."""

    path: str
    text: str


def used_in(bound: BoundTemplate, source: str) -> Iterator[Used]:
    """Everything a template reads from outside of itself, and the filters it puts it through."""
    analysis = bound.analyze(include_partials=False)
    for variables in analysis.globals.values():
        for variable in variables:
            path = tuple(part for part in variable.segments if isinstance(part, str))
            yield Used(path=path, line=_line(source, variable.span.index))
    for name, spans in analysis.filters.items():
        for span in spans:
            yield Used(path=(name,), line=_line(source, span.index), is_filter=True)


def variable_remark(used: Used, vocabulary: Vocabulary, *, has_coupon: bool) -> Remark | None:
    """What is wrong with a value or filter that a template uses, if anything is."""
    if used.is_filter:
        name = used.path[0]
        return None if name in FILTERS else _unknown_filter(name)
    root = used.path[0] if used.path else ""
    if root not in ROOTS:
        return _unknown("value", root, ROOTS)
    if root == "coupon" and not has_coupon:
        return Remark(
            level="error",
            code="message.no_coupon",
            what="The message declares no coupon.",
            next_step="Add coupon: { prefix: SPRING }.",
        )
    if len(used.path) < 2:
        return None
    leaf = used.path[1]
    if root in _LEAVES and leaf not in _LEAVES[root]:
        return _unknown(f"value in {root}", leaf, _LEAVES[root])
    return _of_customer(used.path[1:], vocabulary) if root == "customer" else None


def variables_for(vocabulary: Vocabulary) -> list[Variable]:
    """What an editor offers."""
    own = {
        "customer.first_name": "First name", "customer.last_name": "Last name", "customer.name": "Name",
        "customer.email": "Address", "customer.stage": "Stage of the lifecycle", "customer.customer_id": "Id",
    }  # fmt: skip
    fixed = {
        "event.name": "Name of the trigger", "event.at": "When it happened", "event.properties": "Its properties",
        "products": "Products of the trigger", "recommended": "Products for this customer",
        "coupon.code": "The customer's own code",
        "unsubscribe_url": "Leave this topic", "preferences_url": "Choose topics", "view_url": "Read on a page",
        "brand.name": "Who writes", "brand.postal_address": "Postal address", "now": "The moment it is for",
        "language": "Language it is written in",
    }  # fmt: skip
    found = {
        **own,
        **{f"customer.metrics.{name}": name.replace("_", " ").capitalize() for name in METRICS},
        **{f"customer.{name}": "Trait" for name in vocabulary.traits if f"customer.{name}" not in own},
        **fixed,
    }
    return [Variable(path=path, text=text) for path, text in found.items()]


def vocabulary_of(fetch: Callable[[Compiled], pa.Table]) -> Vocabulary:
    """The traits that the most identities have."""
    return Vocabulary(traits=tuple(fetch(_trait_names())["key"].to_pylist()))


def _of_customer(path: tuple[str, ...], vocabulary: Vocabulary) -> Remark | None:
    leaf = path[0]
    if leaf == "metrics":
        return _unknown("metric", path[1], METRICS) if len(path) > 1 and path[1] not in METRICS else None
    if leaf in CUSTOMER or leaf in vocabulary.traits:
        return None
    return Remark(
        level="warning",
        code="message.unknown_trait",
        what=f"No customer has a trait '{leaf}' yet.{did_you_mean(leaf, (*CUSTOMER, *vocabulary.traits))}",
        next_step="Without it the message falls back or is not sent.",
    )


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> Remark:
    return Remark(
        level="error",
        code="message.unknown_variable",
        what=f"There is no {kind} '{name}'.{did_you_mean(name, known)}",
        next_step=f"There are {', '.join(sorted(known))}.",
    )


def _unknown_filter(name: str) -> Remark:
    return Remark(
        level="error",
        code="message.unknown_filter",
        what=f"There is no filter '{name}'.{did_you_mean(name, FILTERS)}",
        next_step=f"There are {', '.join(sorted(FILTERS))}.",
    )


def _line(source: str, index: int) -> int:
    return source.count("\n", 0, max(index, 0)) + 1


@cache
def _trait_names() -> Compiled:
    counted = TRAITS.rows.group_by("key").agg(identities=ibis._.count())
    listed: ir.Table = counted.order_by([ibis.desc("identities"), "key"]).limit(_MOST)
    return compiled(listed.select("key"))

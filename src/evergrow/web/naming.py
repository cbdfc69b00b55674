"""Say what customers are called beside their ids: one query for all rows of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from evergrow.record import customers
from evergrow.runtime import Workspace

_NOBODY = customers.Called(name=None, email=None)


@dataclass(frozen=True, kw_only=True)
class Named:
    """What the customer of a row is called by now; both null where nobody said it, or where they are gone."""

    customer_name: str | None
    customer_email: str | None


class _OfCustomer(Protocol):
    @property
    def customer_id(self) -> str: ...


Shown = TypeVar("Shown", bound=Named)


def named(room: Workspace, shape: type[Shown], rows: Sequence[_OfCustomer]) -> list[Shown]:
    """The rows in `shape`, which adds `Named` to their own fields."""
    called = customers.called(room.warehouse, (row.customer_id for row in rows))
    who = [called.get(row.customer_id, _NOBODY) for row in rows]
    return [
        shape(**vars(row), customer_name=one.name, customer_email=one.email)
        for row, one in zip(rows, who, strict=True)
    ]

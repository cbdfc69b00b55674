"""Find what was stated of the customers of a segment.

Reads   the customers' rows, traits and consents: one query each.
Never   hands out a customer who said no to advertisements (channel `ads`, or a category of `data` that names them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import ibis.expr.types as ir
import msgspec

from evergrow.deliver.audiences.spec import Person
from evergrow.record.customers import CONSENTS, CUSTOMERS, TRAITS, with_customer
from evergrow.storage.warehouse import Warehouse

_NAMES: Final = {
    "phone": "phone",
    "first_name": "first_name",
    "firstName": "first_name",
    "last_name": "last_name",
    "lastName": "last_name",
    "city": "city",
    "state": "state",
    "zip": "zip",
    "postal_code": "zip",
    "postalCode": "zip",
    "country": "country",
}
_ADS: Final = "%advertis%"


def find_people(warehouse: Warehouse, members: ir.Table | None) -> Iterator[Person]:
    """Everybody among `members` (`customer_key`; None: all customers) who did not say no."""
    customers = CUSTOMERS.rows if members is None else CUSTOMERS.rows.semi_join(members, "customer_key")
    wanted = customers.anti_join(_unwilling(), "customer_key")
    stated = _stated(warehouse, wanted)
    rows = warehouse.fetch(wanted.select("customer_key", "email").order_by("customer_key"))
    for key, email in zip(rows["customer_key"].to_pylist(), rows["email"].to_pylist(), strict=True):
        yield Person(**{"email": email or "", **stated.get(key, {})})


def _stated(warehouse: Warehouse, wanted: ir.Table) -> dict[int, dict[str, str]]:
    traits = with_customer(TRAITS.rows.filter(TRAITS.rows.key.isin([*_NAMES, "address"])))
    mine = traits.semi_join(wanted, "customer_key")
    latest = mine.group_by("customer_key", "key").agg(value=mine.value.argmax(mine["at"]))
    rows = warehouse.fetch(latest.order_by("customer_key", "key"))  # `address` first: what stands alone wins
    found: dict[int, dict[str, str]] = {}
    columns = (rows[name].to_pylist() for name in ("customer_key", "key", "value"))
    for customer, key, value in zip(*columns, strict=True):
        found.setdefault(customer, {}).update(_read(key, value))
    return found


def _read(key: str, value: str) -> dict[str, str]:
    try:
        said = msgspec.json.decode(value)
    except msgspec.DecodeError:
        return {}
    parts: Mapping[str, Any] = said if isinstance(said, dict) and key == "address" else {key: said}
    return {
        _NAMES[name]: str(text)
        for name, text in parts.items()
        if name in _NAMES and isinstance(text, str | int) and not isinstance(text, bool)
    }


def _unwilling() -> ir.Table:
    """Whose last word on advertisements is no."""
    said = with_customer(CONSENTS.rows)
    about = said.filter((said.channel == "ads") | ((said.channel == "data") & said.topic.lower().like(_ADS)))
    last = about.group_by("customer_key", "channel", "topic").agg(
        is_granted=about.is_granted.argmax(about["at"])
    )
    return last.filter(~last.is_granted).select("customer_key").distinct()

"""What the pages say to type on tables of your own runs as it stands, and prints what stands under it."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from evergrow.definitions.maps import read_map, shipped_map
from tests.docs.console import differs
from tests.docs.pages import printed, python_of

DOCS = Path(__file__).parents[2] / "docs"
OWN = "## On tables of your own"
START = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_library_page_prints_what_it_says() -> None:
    names: dict[str, Any] = {}
    blocks = python_of(DOCS / "how-to" / "use-as-a-library.md")
    assert len(blocks) >= 9
    for block in blocks:
        found = printed(block, names)

        assert not differs((block.says or "").splitlines(), found), f"{block.code}\nprints\n{found}"


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("explanation/value.md", OWN),
        ("how-to/funnels.md", OWN),
        ("how-to/see-where-sessions-go.md", OWN),
        ("how-to/check-the-map.md", OWN),
        ("how-to/see-where-customers-come-from.md", OWN),
        ("how-to/offer-what-goes-together.md", OWN),
        ("how-to/recommend-products.md", OWN),
        ("how-to/personas.md", OWN),
        ("how-to/foretell.md", "## On a terminal"),
    ],
)
def test_a_pages_own_lines_run(page: str, heading: str) -> None:
    blocks = python_of(DOCS / page, heading)
    assert blocks
    names = _tables()
    names["table"] = _TABLES.get(page)
    if page == "explanation/value.md":
        names["orders"] = _purchases()
    for block in blocks:
        printed(block, names)


_TABLES = {
    "how-to/see-where-customers-come-from.md": pa.table(
        {"path": ["search > email", "search"], "conversions": [3, 1], "nulls": [5, 9]}
    ),
    "how-to/offer-what-goes-together.md": pa.table(
        {"basket": [number // 2 for number in range(200)], "item": ["tea", "pot"] * 100}
    ),
    "how-to/recommend-products.md": pa.table(
        {"customer": ["ana", "ana", "bo"], "item": ["tea", "pot", "tea"], "weight": [1.0, 1.1, 1.0]}
    ),
}


def _purchases() -> pa.Table:
    """Donations of 1997, as the page on value looks at them: who may leave before every month, and gives in some."""
    chance, rows = random.Random(3), []
    for who in range(1500):
        gives, leaves, purse = chance.betavariate(2, 2), chance.betavariate(2, 8), chance.gammavariate(6, 5)
        for month in range(1, 10):
            is_first = month == 1
            if not is_first and chance.random() < leaves:
                break
            if is_first or chance.random() < gives:
                at = datetime(1997, month, chance.randint(1, 28), tzinfo=UTC)
                rows.append((who, at, round((chance.gammavariate(6, purse / 6) + 1) * 1_000_000)))
    return pa.table(
        dict(zip(("customer_key", "at", "revenue_micros"), map(list, zip(*rows, strict=True)), strict=True))
    )


def _tables() -> dict[str, Any]:
    """What the pages take for granted: events of 60 customers, and what is made of them."""
    rows = [
        (f"c{who}", name, START + timedelta(days=who % 20 + 9 * turn, minutes=minute), money)
        for who in range(60)
        for turn in range(1 + who % 4)
        for minute, (name, money) in enumerate(
            (("Product Viewed", None), ("Product Added", None), ("Order Completed", (20 + who) * 1_000_000))
        )
    ]
    told = json.dumps({"product_id": "tea", "products": [{"product_id": "tea"}, {"product_id": "pot"}]})
    names = ("customer_key", "name", "at", "revenue_micros")
    events = pa.table(
        {name: [row[place] for row in rows] for place, name in enumerate(names)}
        | {"properties": [told] * len(rows), "currency": ["EUR"] * len(rows)}
    )
    end = START + timedelta(days=90)
    return {
        "events": events,
        "orders": ibis.memtable(events).filter(ibis._.name == "Order Completed"),
        "stays": pa.table({"customer_key": ["ana"], "stage": ["reach"], "entered_at": [START]}),
        "lifecycle_map": read_map(shipped_map("shop")),
        "start": START,
        "end": end,
        "until": end,
        "at": end,
        "now": end,
        "as_of": end,
    }

"""Before an import, every column is told what becomes of it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from evergrow.cli.import_tables import show_plan
from evergrow.ingest.files import Plan


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("events", "Kept as properties of the event: rating"),
        ("customers", "Kept as traits of the customer: rating"),
        ("orders", "Not read: rating"),
    ],
)
def test_columns_that_fill_no_field_say_where_they_go(kind: str, told: str) -> None:
    page = io.StringIO()

    planned = Plan(columns=["who", "rating"], mapping={"user_id": "who"}, delimiter=",", encoding="utf-8")
    show_plan(Console(file=page, width=100), "reviews.csv", planned, kind)

    assert told in page.getvalue()

"""Whether conditions hold for customers, each as of its own moment."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import polars as pl

from evergrow.definitions.conditions import Condition
from evergrow.engage.facts.spec import Facts
from evergrow.measure.segments import Grounds, World, holds


def judged(facts: Facts, subjects: pl.DataFrame, conditions: Sequence[Condition]) -> pl.DataFrame:
    """The subjects with a column `holds_0`, `holds_1`, ... for each condition, in the order of the subjects.

    Args:
        facts: What is known.
        subjects: Rows with `customer_key` and `at` (UTC without a zone).
        conditions: What is asked.
    """
    names = [f"holds_{place}" for place in range(len(conditions))]
    if not conditions or subjects.is_empty():
        return subjects.with_columns(pl.lit(False).alias(name) for name in names)
    rows = subjects.with_row_index("row_key").with_columns(pl.col("row_key").cast(pl.Int64))
    asked = rows.select("row_key", "customer_key", "at")
    found = facts.ask(_held, tuple(conditions), asked_subjects=asked)
    return rows.join(found, on="row_key", how="left", maintain_order="left").drop("row_key")


def _held(grounds: Grounds, world: World, conditions: tuple[Condition, ...]) -> ir.Table:
    subjects = ibis.table(
        {"row_key": "int64", "customer_key": "int64", "at": "timestamp(6)"}, name="asked_subjects"
    )
    named = {f"holds_{place}": condition for place, condition in enumerate(conditions)}
    return holds(subjects, named, grounds, world)

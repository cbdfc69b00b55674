"""What each kind of step does with the entries that are due at it, all of them at once.

Every function takes rows due at one step and returns them with `to`, the step each goes on to or END. Things are
judged as of each row's own `due_at`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from evergrow.definitions.journeys import (
    END,
    Branch,
    CallWebhook,
    Emit,
    Journey,
    Leave,
    SendMessage,
    SetTrait,
    Split,
    Step,
    WaitFor,
)
from evergrow.engage.facts import Facts, judged
from evergrow.engage.journeys.spec import DEEDS, SENDS
from evergrow.kernel import buckets


def leave_step(facts: Facts, journey: Journey, name: str, step: Step, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `to`: where the step leads each of them."""
    match step:
        case Leave():
            return rows.with_columns(to=pl.lit(END))
        case WaitFor(on_timeout=on_timeout):
            return rows.with_columns(to=pl.lit(on_timeout or journey.after(step)))
        case Branch():
            return _branch(facts, journey, step, rows)
        case Split(shares=shares):
            return _split(f"{name}:{step.id}", shares, rows)
        case _:
            return rows.with_columns(to=pl.lit(journey.after(step)))


def sends_of(step: Step, rows: pl.DataFrame) -> pl.DataFrame | None:
    """The messages that the rows ask for at this step, as SENDS."""
    match step:
        case SendMessage(message=template) | CallWebhook(webhook=template):
            return rows.select(
                "entry_key", "version", "step", template=pl.lit(template), at=pl.col("due_at")
            ).cast(SENDS)
    return None


def deeds_of(step: Step, rows: pl.DataFrame) -> pl.DataFrame | None:
    """The traits and events that the rows leave at this step, as DEEDS."""
    if isinstance(step, SetTrait | Emit):
        return rows.select("entry_key", "version", "customer_id", "step", at=pl.col("due_at")).cast(DEEDS)
    return None


def _branch(facts: Facts, journey: Journey, step: Branch, rows: pl.DataFrame) -> pl.DataFrame:
    asked = rows.with_columns(at=pl.col("due_at"))
    found = judged(facts, asked, [arm.when for arm in step.arms])
    way: pl.Expr = pl.lit(step.otherwise or journey.after(step))
    for place, arm in reversed(list(enumerate(step.arms))):
        way = pl.when(pl.col(f"holds_{place}")).then(pl.lit(arm.next)).otherwise(way)
    return found.with_columns(to=way).select(*rows.columns, "to")


def _split(salt: str, shares: Sequence[tuple[str, float]], rows: pl.DataFrame) -> pl.DataFrame:
    """By the customer's bucket, so that somebody who comes again goes the same way."""
    drawn = pl.Series("drawn", buckets(salt, rows["customer_id"].to_list()), pl.Float64)
    way: pl.Expr = pl.lit(shares[-1][0])
    upto = sum(share for _, share in shares[:-1])
    for target, share in reversed(shares[:-1]):
        way = pl.when(pl.col("drawn") < upto).then(pl.lit(target)).otherwise(way)
        upto -= share
    return rows.with_columns(drawn).with_columns(to=way).drop("drawn")

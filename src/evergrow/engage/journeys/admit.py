"""Decide which candidates come in, by the journey's rule for coming in again.

A rule looks at the customer's other entries as they stood at the candidate's moment. So a candidate waits until
every entry of the same customer and key has been moved on to that moment, and of several the earliest is decided
first: the same customers come in however time is cut into slices.

See     tests/unit/engage/journeys/test_admit.py for the slow and obvious form of the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from evergrow.definitions.journeys import Again

_WHO = ["customer_key", "key"]


@dataclass(frozen=True)
class Admission:
    """What became of the candidates: those that come in now, and those that are not decided yet."""

    admitted: pl.DataFrame
    waiting: pl.DataFrame


def admit(candidates: pl.DataFrame, lives: pl.DataFrame, again: Again) -> Admission:
    """Decide what can be decided.

    Args:
        candidates: Rows of CANDIDATES.
        lives: Entries of the same customers: `entry_key`, `customer_key`, `key`, `entered_at`, `ended_at`, and
            `next_at`, until when it is certain that an entry stays (null once it has ended).
        again: The rule.
    """
    fresh = candidates.join(lives, on="entry_key", how="anti")
    if again.rule == "always":
        return Admission(fresh, fresh.clear())
    seen = fresh.join(_facts(fresh, lives, again), on="entry_key", how="left").with_columns(
        pl.col("is_inside", "is_open", "is_barred").fill_null(False)
    )
    undecided = seen.filter(~pl.col("is_inside") & ~(pl.col("is_barred") & ~pl.col("is_open")))
    first = undecided.sort("at", "entry_key").unique(_WHO, keep="first", maintain_order=True)
    admitted = first.filter(~pl.col("is_open"))
    waiting = undecided.join(admitted, on="entry_key", how="anti")
    columns = candidates.columns
    return Admission(admitted.select(columns), waiting.select(columns))


def _facts(fresh: pl.DataFrame, lives: pl.DataFrame, again: Again) -> pl.DataFrame:
    """What each candidate's other entries say: `is_inside` for certain, `is_open` yet, `is_barred` by the rule."""
    both = fresh.select("entry_key", "at", *_WHO).join(lives.drop("entry_key"), on=_WHO)
    is_alive = pl.col("ended_at").is_null()
    is_inside = (is_alive & (pl.col("next_at") > pl.col("at"))) | (pl.col("ended_at") > pl.col("at"))
    is_barred = pl.lit(again.rule == "never")
    if again.rule == "after" and again.after is not None:
        is_barred = pl.col("entered_at") > pl.col("at") - again.after
    return both.group_by("entry_key").agg(
        is_inside=is_inside.any(),
        is_open=(is_alive & (pl.col("next_at") <= pl.col("at"))).any(),
        is_barred=is_barred.any(),
    )

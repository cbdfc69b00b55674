"""When each message's customer usually reads."""

from __future__ import annotations

import polars as pl

from evergrow.definitions.guards import Guards
from evergrow.deliver.guards.spec import BestTimes
from evergrow.engage.facts import Facts, best_times


def best_times_of(facts: Facts, guards: Guards) -> BestTimes | None:
    """What `judge` asks for the best hour; None where no message is held for it."""
    best_hour = guards.best_hour
    if best_hour is None:
        return None

    def ask(rows: pl.DataFrame) -> pl.DataFrame:
        subjects = rows.select("message_key", "customer_key", at="due_at")
        return best_times(facts, subjects, best_hour.at_most)

    return ask

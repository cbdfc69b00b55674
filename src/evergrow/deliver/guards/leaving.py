"""Hold back what waited for its hour while its customer left the journey, by its goal or an exit.

The journeys take such messages back where they find them waiting. One that was made, held and let go within one slice
of time was never found so; it is found here, as of its own moment, however long the slice was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from sqlalchemy import select

from evergrow.deliver.guards.spec import REASONED, Reasons
from evergrow.engage.journeys import entries
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

LEFT: Final = ("goal", "exited")
_KEYS_AT_ONCE: Final = 500

Ends = Callable[[list[int]], pl.DataFrame]
"""From message keys, `message_key` and `ended_at` of those whose entry ended by its goal or an exit."""


def left_check(ends: Ends) -> Reasons:
    """Of messages that were held: `left_journey` where the entry was over before their hour came."""

    def check(rows: pl.DataFrame) -> pl.DataFrame:
        held = rows.filter(pl.col("waits_for").is_not_null())["message_key"].to_list()
        if not held:
            return REASONED.to_frame()
        known = rows.join(ends(held), on="message_key", how="left", maintain_order="left")
        is_over = (pl.col("ended_at") < pl.col("due_at")) & pl.col("waits_for").is_not_null()
        return known.select("message_key", reason=pl.when(is_over).then(pl.lit("left_journey")))

    return check


def ends_kept(tx: Tx) -> Ends:
    """As the state keeps them."""

    def ends(keys: list[int]) -> pl.DataFrame:
        joined = messages.join(entries, messages.c.entry_key == entries.c.entry_key)
        query = select(messages.c.message_key, entries.c.ended_at).select_from(joined)
        query = query.where(entries.c.end_reason.in_(LEFT))
        none = pl.DataFrame(schema={"message_key": pl.Int64(), "ended_at": pl.Datetime("us")})
        parts = [none]
        for first in range(0, len(keys), _KEYS_AT_ONCE):
            some = query.where(messages.c.message_key.in_(keys[first : first + _KEYS_AT_ONCE]))
            found = pl.from_arrow(tx.table(some))
            assert isinstance(found, pl.DataFrame)
            parts.append(found.cast(none.schema))  # type: ignore[arg-type]
        return pl.concat(parts)

    return ends

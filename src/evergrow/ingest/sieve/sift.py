"""The steps, in their order: tidy the records, drop the unfit and the repeated, draw out what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from evergrow.ingest.dialects import DIALECTS, FRAME, rejected
from evergrow.ingest.events import CONSENTS, EVENTS, IDENTITIES, LINKS, TRAITS
from evergrow.ingest.quarantined import Quarantined
from evergrow.ingest.sieve.consents import consents_of
from evergrow.ingest.sieve.devices import device_traits_of
from evergrow.ingest.sieve.judge import broken_rule, unfit
from evergrow.ingest.sieve.orders import put_orders
from evergrow.ingest.sieve.people import identities_of, links_of, put_is_known, traits_of
from evergrow.ingest.sieve.tidy import put_identities, put_message_ids, put_names, put_nulls, put_times
from evergrow.storage.log import LoggedEntry


@dataclass(frozen=True, kw_only=True)
class Sifted:
    """What is left of the records, and what they say. `duplicates` counts by source."""

    events: pa.Table
    links: pa.Table
    traits: pa.Table
    consents: pa.Table
    identities: pa.Table
    quarantined: list[Quarantined]
    duplicates: dict[str, int]


def sift(records: pl.DataFrame, homes: Mapping[int, LoggedEntry]) -> Sifted:
    """Judge `records` (columns of FRAME, in the order of the log); `homes` has their entries by position."""
    frame = put_orders(put_times(put_nulls(records.cast(FRAME))))
    frame, quarantined = drop_unfit(frame, homes)
    frame = put_message_ids(put_identities(frame))
    frame, duplicates = drop_repeated(frame)
    frame = put_names(frame)
    traits = traits_of(frame).vstack(device_traits_of(frame))
    frame = put_is_known(frame, traits)
    links = links_of(frame)
    return Sifted(
        events=_table(frame.rename({"type": "kind"}), EVENTS),
        links=_table(links, LINKS),
        traits=_table(traits, TRAITS),
        consents=_table(consents_of(frame), CONSENTS),
        identities=_table(identities_of(frame, links), IDENTITIES),
        quarantined=quarantined,
        duplicates=duplicates,
    )


def drop_unfit(
    frame: pl.DataFrame, homes: Mapping[int, LoggedEntry]
) -> tuple[pl.DataFrame, list[Quarantined]]:
    """Set aside every record that breaks a rule, with its text."""
    rules = broken_rule(frame)
    if rules.null_count() == len(frame):
        return frame, []
    found = unfit(frame, rules)
    places: dict[int, list[int]] = {}
    for position, ordinal, _, _ in found:
        places.setdefault(position, []).append(ordinal)
    texts = {
        (position, ordinal): text
        for position, ordinals in places.items()
        for ordinal, text in zip(
            ordinals, DIALECTS[homes[position].dialect].quote(homes[position], ordinals), strict=True
        )
    }
    quarantined = [
        rejected(homes[position], ordinal, reason, what, texts[position, ordinal])
        for position, ordinal, reason, what in found
    ]
    return frame.filter(rules.is_null()), quarantined


def drop_repeated(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """Keep the first record of each message id; the rest are counted by source."""
    is_first = frame["message_id"].is_first_distinct()
    if is_first.all():
        return frame, {}
    repeated = frame.filter(~is_first)["source_id"].value_counts()
    return frame.filter(is_first), dict(repeated.iter_rows())


def _table(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """The frame's columns as the other rooms get them; casting in Arrow spares a query a column."""
    return pl.DataFrame([frame[name] for name in schema.names]).to_arrow().cast(schema)

"""Who the messages of a batch are for: today's customer, the address, what is known, and who may not be written to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pyarrow as pa

from evergrow.deliver.addresses import with_address
from evergrow.deliver.dispatch import Claimed
from evergrow.deliver.guards import UNGUARDED
from evergrow.deliver.writing.house import House
from evergrow.engage.consent import consent_reasons
from evergrow.engage.messages import Needs, gather


class Batch:
    """What there is to know of the messages claimed, asked for all of them at once."""

    def __init__(self, house: House, claimed: Sequence[Claimed], needs: Needs, now: datetime) -> None:
        self.claimed = claimed
        self._house = house
        self._moment = now.astimezone(UTC).replace(tzinfo=None)
        asked = pa.table(
            {
                "row_key": pa.array([one.message_key for one in claimed], pa.int64()),
                "identity_key": pa.array([one.identity_key for one in claimed], pa.int64()),
                "at": pa.array([self._moment] * len(claimed), pa.timestamp("us")),
            }
        )
        found = gather(house.facts.fetch, asked, needs)
        self.customer = found.customers
        self._customer_keys = found.customer_keys
        self._offers = (
            house.recommend(list(set(found.customer_keys.values())), now) if needs.has_recommended else {}
        )
        self.identity = {
            one.message_key: self.customer[one.message_key].get("customer_id") or one.customer_id
            for one in claimed
        }
        self.address = self._addresses()

    def _addresses(self) -> Mapping[int, str | None]:
        """Where each message goes: its own address, else the customer's on that channel."""
        address = {
            one.message_key: one.address or self.customer[one.message_key].get("email")
            for one in self.claimed
            if one.channel == "email"
        }
        others = [one for one in self.claimed if one.channel != "email"]
        if others:
            rows = with_address(self._house.facts, self._frame(others))
            address |= dict(rows.select("message_key", "address").iter_rows())
        return address

    def recommended(self, message_key: int) -> Sequence[Mapping[str, Any]]:
        """The products to offer in a message; none unless one of the batch asks for them."""
        return self._offers.get(self._customer_keys.get(message_key, 0), ())

    def addresses(self) -> list[tuple[str, str]]:
        """Each channel and address there is among them."""
        pairs = ((one.channel, self.address[one.message_key]) for one in self.claimed)
        return list({(channel, address) for channel, address in pairs if address is not None})

    def stops(self, listed: Mapping[tuple[str, str], str]) -> dict[int, tuple[str, str]]:
        """Messages that must not go any more, with the reason. A test message goes in any case."""
        consent = self._consents()
        stops: dict[int, tuple[str, str]] = {}
        for one in self.claimed:
            key, address = one.message_key, self.address[one.message_key]
            if address is None:
                stops[key] = ("no_address", "")
            elif one.origin == "test":
                continue
            elif consent.get(key):
                stops[key] = (consent[key], "Changed while the message waited.")
            elif (one.channel, address) in listed:
                stops[key] = ("on_suppression_list", listed[one.channel, address])
        return stops

    def _consents(self) -> dict[int, str]:
        """Why a message may not go by what its customer said; nothing is asked about topics that need no consent."""
        topics = self._house.topics
        free = {topic.id for topic in topics.topics if not topic.is_marketing}
        asking = [
            one
            for one in self.claimed
            if one.topic not in free and one.channel not in UNGUARDED and one.origin != "test"
        ]
        if not asking:
            return {}
        asked = self._frame(asking).select("customer_key", "channel", "topic", "at", row_key="message_key")
        found = consent_reasons(self._house.facts.fetch, asked.to_arrow(), topics)
        return dict(zip(found["row_key"].to_pylist(), found["reason"].to_pylist(), strict=True))

    def _frame(self, claimed: Sequence[Claimed]) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "message_key": pl.Series([one.message_key for one in claimed], dtype=pl.Int64),
                "customer_key": pl.Series(
                    [self._customer_keys[one.message_key] for one in claimed], dtype=pl.Int64
                ),
                "channel": [one.channel for one in claimed],
                "topic": [one.topic for one in claimed],
                "address": pl.Series([one.address for one in claimed], dtype=pl.String),
            }
        ).with_columns(at=pl.lit(self._moment, pl.Datetime("us")))

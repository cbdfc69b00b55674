"""Write a batch of claimed messages: who they are for, whether they may still go, and in which words.

Reads   documents, customers, consents and suppressions as they are at the moment of sending.
Never   sends. Runs in the dispatcher's thread, one batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import polars as pl
import pyarrow as pa

from evergrow.definitions.guards import Guards
from evergrow.definitions.messages import Message, read_message
from evergrow.definitions.store import document
from evergrow.definitions.topics import Topics
from evergrow.deliver.addresses import with_address
from evergrow.deliver.channels import Outgoing
from evergrow.deliver.dispatch import Claimed, Prepared
from evergrow.deliver.guards import UNGUARDED
from evergrow.deliver.telling import About, public_id, sent_record
from evergrow.deliver.tracking import TrackedLinks
from evergrow.engage.consent import PublicLinks, consent_reasons, suppressed_addresses
from evergrow.engage.facts import Facts, placed
from evergrow.engage.messages import Brand, Links, Recipient, Rendered, gather_customers, render_many
from evergrow.kernel import Refusal
from evergrow.storage.state import State, Tx

_ABOUT: Final = tuple(field.name for field in fields(About))
_MOST_TEMPLATES: Final = 500


@dataclass(frozen=True, kw_only=True)
class House:
    """What messages are written by at one moment: the account, the topics, the guards, the public address."""

    facts: Facts
    brand: Brand
    topics: Topics
    guards: Guards
    base_url: str


@dataclass
class Writer:
    """Writes for one data directory. `house` is asked once a batch."""

    state: State
    secret: bytes
    house: Callable[[], House]
    _templates: dict[tuple[str, int], Message | None] = field(default_factory=dict)

    def __call__(self, claimed: Sequence[Claimed], now: datetime) -> list[Prepared]:
        """Every claimed message, written or suppressed, in their order."""
        house = self.house()
        batch = _Batch(house, claimed, now)
        with self.state.reading() as tx:
            templates = {key: self._template(tx, *key) for key in {_template_of(one) for one in claimed}}
            listed = suppressed_addresses(tx, batch.addresses())
        stops = batch.stops(listed)
        written = _Writing(house, self.secret, batch, now)
        ready: dict[int, Prepared] = {}
        for key, message in templates.items():
            rows = [one for one in claimed if _template_of(one) == key]
            if message is None:
                what = f"No message '{key[0]}' in version {key[1]}."
                ready |= {one.message_key: _stopped(one, "template_missing", what) for one in rows}
                continue
            free = [one for one in rows if one.message_key not in stops]
            ready |= {
                one.message_key: _stopped(one, *stops[one.message_key])
                for one in rows
                if one.message_key in stops
            }
            ready |= written.write(message, free)
        return [ready[one.message_key] for one in claimed]

    def _template(self, tx: Tx, name: str, version: int) -> Message | None:
        key = (name, version)
        if document(tx, "message", name) is None:
            return None  # deleted: not even an older version is sent
        if key not in self._templates:
            kept = document(tx, "message", name, version)
            if len(self._templates) > _MOST_TEMPLATES:
                self._templates.clear()
            try:
                self._templates[key] = read_message(kept.text, file=f"messages/{name}.yaml") if kept else None
            except Refusal:  # kept by an older version of Evergrow that allowed more
                self._templates[key] = None
        return self._templates[key]


class _Batch:
    """Who the messages are for: today's customer, address, what is known."""

    def __init__(self, house: House, claimed: Sequence[Claimed], now: datetime) -> None:
        moment = now.astimezone(UTC).replace(tzinfo=None)
        self.claimed = claimed
        self._house = house
        keys = [one.message_key for one in claimed]
        identities = [one.identity_key for one in claimed]
        customers = placed(house.facts, identities)
        names = dict(customers.select("identity_key", "customer_id").iter_rows())
        rows = pl.DataFrame(
            {
                "message_key": pl.Series(keys, dtype=pl.Int64),
                "identity_key": pl.Series(identities, dtype=pl.Int64),
                "channel": [one.channel for one in claimed],
                "topic": [one.topic for one in claimed],
                "address": pl.Series([one.address for one in claimed], dtype=pl.String),
            }
        )
        rows = rows.join(customers, on="identity_key", how="left", maintain_order="left")
        rows = rows.with_columns(customer_key=pl.coalesce("customer_key", "identity_key"))
        self.rows = with_address(house.facts, rows).with_columns(at=pl.lit(moment, pl.Datetime("us")))
        self.address = dict(self.rows.select("message_key", "address").iter_rows())
        self.identity = {one.message_key: names.get(one.identity_key) or one.customer_id for one in claimed}
        asked = pa.table(
            {
                "row_key": pa.array(keys, pa.int64()),
                "identity_key": pa.array(identities, pa.int64()),
                "at": pa.array([moment] * len(keys), pa.timestamp("us")),
            }
        )
        self.customer: Mapping[int, Mapping[str, Any]] = gather_customers(house.facts.fetch, asked)

    def addresses(self) -> list[tuple[str, str]]:
        """Each channel and address there is among them."""
        known = self.rows.filter(pl.col("address").is_not_null())
        return known.select("channel", "address").unique().rows()

    def stops(self, listed: Mapping[tuple[str, str], str]) -> dict[int, tuple[str, str]]:
        """Messages that must not go any more, with the reason. A test message goes in any case."""
        house = self._house
        asked = self.rows.filter(~pl.col("channel").is_in(UNGUARDED))
        wanted = asked.select("customer_key", "channel", "topic", "at", row_key="message_key")
        found = consent_reasons(house.facts.fetch, wanted.to_arrow(), house.topics)
        consent = dict(zip(found["row_key"].to_pylist(), found["reason"].to_pylist(), strict=True))
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


class _Writing:
    """The words: links of the customer's own, then the template."""

    def __init__(self, house: House, secret: bytes, batch: _Batch, now: datetime) -> None:
        self._house = house
        self._batch = batch
        self._now = now
        self._public = PublicLinks(secret, house.base_url)
        self._tracked = TrackedLinks(secret, house.base_url)

    def write(self, message: Message, rows: Sequence[Claimed]) -> dict[int, Prepared]:
        """One template for all of its rows."""
        topic = self._house.topics.topic(message.topic)
        is_marketing = topic is None or topic.is_marketing
        links = [self._links(one, is_marketing=is_marketing) for one in rows]
        recipients = [
            Recipient(
                message_key=one.message_key,
                customer=self._batch.customer.get(one.message_key, {}),
                at=one.due_at,
                event=msgspec.json.decode(one.trigger) if one.trigger else None,
                links=link,
            )
            for one, link in zip(rows, links, strict=True)
        ]
        written = render_many(message, recipients, brand=self._house.brand)
        return {
            one.message_key: self._prepared(one, result, link)
            if isinstance(result, Rendered)
            else _stopped(one, result.reason, result.detail)
            for one, result, link in zip(rows, written, links, strict=True)
        }

    def _links(self, one: Claimed, *, is_marketing: bool) -> Links:
        identity, message_id = self._batch.identity[one.message_key], public_id(one.message_key)
        guards = self._house.guards
        is_mail = one.channel == "email"
        unsubscribe = ""
        if is_marketing and one.channel not in UNGUARDED:
            unsubscribe = self._public.unsubscribe_url(
                identity=identity, channel=one.channel, topic=one.topic, message_key=one.message_key
            )
        return Links(
            unsubscribe_url=unsubscribe,
            preferences_url=self._public.preferences_url(identity=identity, message_key=one.message_key),
            pixel_url=self._tracked.pixel_url(message_id) if is_mail and guards.tracks_opens else "",
            click=self._tracked.clicker(message_id) if is_mail and guards.tracks_clicks else None,
        )

    def _prepared(self, one: Claimed, result: Rendered, links: Links) -> Prepared:
        about = About(**{name: getattr(one, name) for name in _ABOUT})
        outgoing = Outgoing(
            message_id=public_id(one.message_key),
            message_key=one.message_key,
            address=self._batch.address[one.message_key] or "",
            content=result.content,
            customer_id=self._batch.identity[one.message_key],
            topic=one.topic,
            language=result.language,
            is_transactional=not links.unsubscribe_url,
            unsubscribe_url=links.unsubscribe_url,
            sent_as_of=self._now,
        )
        told = sent_record(about) if one.origin != "test" else {}
        return Prepared(claimed=one, outgoing=outgoing, language=result.language, told=told)


def _template_of(one: Claimed) -> tuple[str, int]:
    return one.template, one.template_version


def _stopped(one: Claimed, reason: str, detail: str) -> Prepared:
    return Prepared(claimed=one, suppression=(reason, detail))

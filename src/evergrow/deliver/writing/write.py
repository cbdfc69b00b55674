"""Write a batch of claimed messages: who they are for, whether they may still go, and in which words.

Reads   documents, customers, consents and suppressions as they are at the moment of sending.
Never   sends. Runs in the dispatcher's thread, one batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from evergrow.definitions.messages import Message, read_message
from evergrow.definitions.store import document
from evergrow.deliver.channels import Outgoing
from evergrow.deliver.dispatch import Claimed, Prepared
from evergrow.deliver.guards import UNGUARDED
from evergrow.deliver.telling import public_id, sent_records
from evergrow.deliver.tracking import TrackedLinks
from evergrow.deliver.writing.gather import Batch
from evergrow.deliver.writing.house import House
from evergrow.engage.consent import PublicLinks, suppressed_addresses
from evergrow.engage.messages import (
    Links,
    Needs,
    Recipient,
    Rendered,
    joined_needs,
    needs_of,
    render_many,
)
from evergrow.kernel import Refusal
from evergrow.storage.state import State, Tx

_MOST_TEMPLATES: Final = 500
_LINKED: Final = ("email", "push", "web_push", "messenger")
"""Channels whose links lead here first, to be counted; a page that shows the inbox tells of its clicks itself."""


@dataclass(frozen=True)
class Template:
    """A message as it was kept, and what it reads of its customers."""

    message: Message
    needs: Needs


@dataclass
class Writer:
    """Writes for one data directory. `house` is asked once a batch."""

    state: State
    secret: bytes
    house: Callable[[], House]
    _templates: dict[tuple[str, int], Template | None] = field(default_factory=dict)

    def __call__(self, claimed: Sequence[Claimed], now: datetime) -> list[Prepared]:
        """Every claimed message, written or suppressed, in their order."""
        house = self.house()
        with self.state.reading() as tx:
            templates = {key: self._template(tx, *key) for key in {_template_of(one) for one in claimed}}
            needs = joined_needs([template.needs for template in templates.values() if template is not None])
            batch = Batch(house, claimed, needs, now)
            listed = suppressed_addresses(tx, batch.addresses())
        stops = batch.stops(listed)
        written = _Writing(house, self.secret, batch, now)
        ready: dict[int, Prepared] = {}
        for key, template in templates.items():
            rows = [one for one in claimed if _template_of(one) == key]
            if template is None:
                what = f"No message '{key[0]}' in version {key[1]}."
                ready |= {one.message_key: _stopped(one, "template_missing", what) for one in rows}
                continue
            free = [one for one in rows if one.message_key not in stops]
            ready |= {
                one.message_key: _stopped(one, *stops[one.message_key])
                for one in rows
                if one.message_key in stops
            }
            ready |= written.write(template, free)
        return [ready[one.message_key] for one in claimed]

    def _template(self, tx: Tx, name: str, version: int) -> Template | None:
        key = (name, version)
        if document(tx, "message", name) is None:
            return None  # deleted: not even an older version is sent
        if key not in self._templates:
            kept = document(tx, "message", name, version)
            if len(self._templates) > _MOST_TEMPLATES:
                self._templates.clear()
            try:
                self._templates[key] = _read(kept.text, name) if kept else None
            except Refusal:  # kept by an older version of Evergrow that allowed more
                self._templates[key] = None
        return self._templates[key]


class _Writing:
    """The words: links of the customer's own, then the template."""

    def __init__(self, house: House, secret: bytes, batch: Batch, now: datetime) -> None:
        self._house = house
        self._batch = batch
        self._now = now
        self._public = PublicLinks(secret, house.base_url)
        self._tracked = TrackedLinks(secret, house.base_url)

    def write(self, template: Template, rows: Sequence[Claimed]) -> dict[int, Prepared]:
        """One template for all of its rows."""
        message = template.message
        topic = self._house.topics.topic(message.topic)
        is_marketing = topic is None or topic.is_marketing
        chooses = is_marketing or template.needs.has_preferences
        links = [self._links(one, is_marketing=is_marketing, chooses=chooses) for one in rows]
        recipients = [
            Recipient(
                message_key=one.message_key,
                customer=self._batch.customer.get(one.message_key, {}),
                at=one.due_at,
                event=msgspec.json.decode(one.trigger) if one.trigger else None,
                links=link,
                recommended=self._batch.recommended(one.message_key)
                if template.needs.has_recommended
                else (),
                language=one.language,
            )
            for one, link in zip(rows, links, strict=True)
        ]
        written = render_many(message, recipients, brand=self._house.brand)
        told = sent_records(rows)
        return {
            one.message_key: self._prepared(one, result, link, record if one.origin != "test" else {})
            if isinstance(result, Rendered)
            else _stopped(one, result.reason, result.detail)
            for one, result, link, record in zip(rows, written, links, told, strict=True)
        }

    def _links(self, one: Claimed, *, is_marketing: bool, chooses: bool) -> Links:
        identity, message_id = self._batch.identity[one.message_key], public_id(one.message_key)
        guards = self._house.guards
        is_mail = one.channel == "email"
        unsubscribe = ""
        if is_marketing and one.channel not in UNGUARDED:
            unsubscribe = self._public.unsubscribe_url(
                identity=identity, channel=one.channel, topic=one.topic, message_key=one.message_key
            )
        preferences = ""
        if chooses:
            preferences = self._public.preferences_url(identity=identity, message_key=one.message_key)
        return Links(
            unsubscribe_url=unsubscribe,
            preferences_url=preferences,
            pixel_url=self._tracked.pixel_url(message_id) if is_mail and guards.tracks_opens else "",
            click=self._tracked.clicker(message_id)
            if one.channel in _LINKED and guards.tracks_clicks
            else None,
        )

    def _prepared(self, one: Claimed, result: Rendered, links: Links, told: dict[str, Any]) -> Prepared:
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
        return Prepared(claimed=one, outgoing=outgoing, language=result.language, told=told)


def _read(text: str, name: str) -> Template:
    message = read_message(text, file=f"messages/{name}.yaml")
    return Template(message, needs_of(message))


def _template_of(one: Claimed) -> tuple[str, int]:
    return one.template, one.template_version


def _stopped(one: Claimed, reason: str, detail: str) -> Prepared:
    return Prepared(claimed=one, suppression=(reason, detail))

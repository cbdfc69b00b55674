"""Messages and topics as operators write them: check, keep, look at as a customer, send to oneself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from evergrow.definitions.documents import refuse_other_name
from evergrow.definitions.messages import Message, read_message
from evergrow.definitions.store import (
    Kept,
    document,
    documents_of,
    keep_document,
    meant,
    remove_document,
    topics_in_force,
)
from evergrow.definitions.topics import SHIPPED_TOPICS, Topics, read_topics
from evergrow.engage import messages
from evergrow.engage.consent import CONFIRMATION, CONFIRMATION_TEXT
from evergrow.engage.messages import (
    Brand,
    Finding,
    Links,
    NewMessage,
    Preview,
    Recipient,
    Variable,
    check_message,
    gather_customers,
    needs_of,
    preview_message,
    refuse_errors,
    vocabulary_of,
)
from evergrow.kernel import key_of, new_id, refuse
from evergrow.runtime.accounts import read_account
from evergrow.runtime.consents import public_links
from evergrow.runtime.messages.barred import barred_addresses
from evergrow.runtime.messages.seen_as import SeenAs, seen_as
from evergrow.runtime.recommending import recommended_to
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

KIND = "message"
TOPICS = "topics"


@dataclass(frozen=True, kw_only=True)
class KeptTopics:
    """The topics in force; version 0 are the ones that ship with Evergrow."""

    topics: Topics
    text: str
    version: int


def look_over(
    workspace: Workspace, text: str, *, file: str = "message.yaml"
) -> tuple[Message, list[Finding]]:
    """A message, and everything worth saying about it.

    Raises:
        Refusal: it is no message.
    """
    message = read_message(text, file=file)
    account = read_account(workspace.state)
    with workspace.state.reading() as tx:
        topics, others = topics_in_force(tx), documents_of(tx, KIND)
    spoken = [account.locale, *(name for kept in others for name in _languages(kept))]
    findings = check_message(
        message,
        topics=topics,
        vocabulary=vocabulary_of(workspace.warehouse.fetch),
        languages=[name.partition("-")[0] for name in spoken],
        brand=brand_of(workspace),
        file=file,
    )
    return message, [*barred_addresses(message, file), *findings]


def save_message(
    workspace: Workspace, text: str, *, name: str | None, by: str, now: datetime
) -> tuple[Kept, list[Finding]]:
    """Keep a message's next version; returns it with what there is to warn of.

    Raises:
        Refusal: every problem of the document and every error in its texts, each with its line.
    """
    file = f"messages/{name or 'message'}.yaml"
    message, findings = look_over(workspace, text, file=file)
    refuse_errors(findings)
    refuse_other_name("message", message.name, name)
    with workspace.state.transaction() as tx:
        keep_document(tx, KIND, message.name, text, by=by, now=now)
        return known_message(tx, message.name), findings


def known_message(tx: Tx, name: str, version: int | None = None) -> Kept:
    """A message as it was saved.

    Raises:
        Refusal: `message.unknown`.
    """
    kept = document(tx, KIND, name, version)
    if kept is None:
        raise refuse(
            "message.unknown",
            f"There is no message '{name}'"
            + (f" in version {version}." if version else f".{meant(tx, KIND, name)}"),
            where="name",
            next_step="Take one from the Messages page.",
            status=404,
        )
    return kept


def delete_message(workspace: Workspace, name: str, *, by: str, now: datetime) -> None:
    """Let there be no such message from now on. A step that still names it suppresses, with that reason."""
    with workspace.state.transaction() as tx:
        known_message(tx, name)
        remove_document(tx, KIND, name, by=by, now=now)


def show_as(
    workspace: Workspace,
    text: str,
    *,
    customer_id: str | None,
    event_name: str | None = None,
    event: Mapping[str, Any] | None = None,
    language: str | None = None,
    now: datetime,
) -> tuple[Preview, SeenAs]:
    """A message as a customer would get it, and who that is: see `seen_as`.

    `event` is a trigger (event, at, properties); `event_name` takes the customer's newest event of that name.
    """
    message = read_message(text)
    whom = seen_as(workspace, customer_id, event_name)
    known: Mapping[str, Any] = {}
    recommended: Sequence[Mapping[str, Any]] = ()
    if whom.keys:
        row = {"row_key": 1, "identity_key": whom.keys[0], "at": now.astimezone(UTC).replace(tzinfo=None)}
        known = gather_customers(workspace.warehouse.fetch, _rows(row))[1]
        if needs_of(message).has_recommended:
            recommended = recommended_to(workspace, whom.keys[:1], now).get(whom.keys[0], ())
    links, identity = public_links(workspace), whom.customer_id or ""
    recipient = Recipient(
        message_key=0,
        customer=known,
        at=now,
        event=event or whom.event,
        links=Links(
            unsubscribe_url=links.unsubscribe_url(
                identity=identity, channel=message.channel, topic=message.topic
            ),
            preferences_url=links.preferences_url(identity=identity),
            view_url=workspace.settings.url(),
        ),
        recommended=recommended,
    )
    return preview_message(message, recipient, brand=brand_of(workspace), language=language), whom


def send_test(
    workspace: Workspace, name: str, *, address: str, customer_id: str | None, event_name: str | None,
    language: str | None, now: datetime,
) -> str:  # fmt: skip
    """Put a message into the outbox that goes to this address only, written as for the customer; returns its id.

    Raises:
        Refusal: `message.unknown`, `message.no_address`, `customer.unknown`.
    """
    if not address.strip():
        raise refuse("message.no_address", "Nothing says where the test goes.", where="address", status=422)
    whom = seen_as(workspace, customer_id, event_name)
    seen, trigger = whom.customer_id or "", whom.event
    test_id = new_id("test")
    with workspace.state.transaction() as tx:
        kept = known_message(tx, name)
        message = read_message(kept.text)
        key = key_of(f"test\n{name}\n{test_id}")
        new = NewMessage(
            message_key=key, origin="test", origin_name=name, origin_version=kept.version, step="", entry_key=None,
            identity_key=whom.keys[0] if whom.keys else key_of(seen), customer_id=seen,
            channel=message.channel, topic=message.topic, template=name, template_version=kept.version,
            created_at=now, due_at=now, trigger=json.dumps(trigger, ensure_ascii=False) if trigger else None,
            address=address.strip(), language=language,
        )  # fmt: skip
        messages.enqueue(tx, [new])
    workspace.settle_soon()
    return f"{key & (2**64 - 1):016x}"


def variables(workspace: Workspace) -> list[Variable]:
    """What a template may use, for completion in an editor."""
    return messages.variables_for(vocabulary_of(workspace.warehouse.fetch))


def brand_of(workspace: Workspace) -> Brand:
    """Who writes."""
    account = read_account(workspace.state)
    return Brand(
        name=account.name,
        language=account.locale.partition("-")[0],
        time_zone=account.time_zone,
        postal_address=account.postal_address,
        coupon_key=workspace.secret,
    )


def kept_topics(tx: Tx) -> KeptTopics:
    """The topics in force, as the document they are."""
    kept = document(tx, TOPICS, TOPICS)
    text, version = (kept.text, kept.version) if kept else (SHIPPED_TOPICS, 0)
    return KeptTopics(topics=read_topics(text), text=text, version=version)


def save_topics(workspace: Workspace, text: str, *, by: str, now: datetime) -> None:
    """Let these be the topics from now on.

    Raises:
        Refusal: every problem of the document; `topic.in_use` for one that a message is still about.
    """
    topics = read_topics(text)
    with workspace.state.transaction() as tx:
        for kept in documents_of(tx, KIND):
            if kept.name == CONFIRMATION and kept.text == CONFIRMATION_TEXT:
                continue  # Evergrow's own, kept when it was first needed: it goes about whatever needs no consent
            topic = read_message(kept.text).topic
            if topics.topic(topic) is None and topics_in_force(tx).topic(topic) is not None:
                raise refuse(
                    "topic.in_use",
                    f"The message '{kept.name}' is about '{topic}'.",
                    where="topics",
                    next_step="Keep the topic, or give the message another one first.",
                    status=422,
                )
        keep_document(tx, TOPICS, TOPICS, text, by=by, now=now)


def _languages(kept: Kept) -> list[str]:
    return list(read_message(kept.text).contents)


def _rows(row: Mapping[str, Any]) -> pa.Table:
    schema = pa.schema([("row_key", pa.int64()), ("identity_key", pa.int64()), ("at", pa.timestamp("us"))])
    return pa.Table.from_pylist([dict(row)], schema=schema)

"""Double opt-in: a yes that was not confirmed asks the owner of the address to confirm it, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any, Final

import pyarrow as pa

from evergrow.definitions.topics import Topic, Topics
from evergrow.engage.consent.links import PublicLinks
from evergrow.engage.messages import NewMessage
from evergrow.kernel import iso, key_of

CONFIRMATION: Final = "confirm-subscription"
CONFIRMATION_TEXT: Final = (files("evergrow.engage.consent") / "confirm.yaml").read_text(encoding="utf-8")
"""The message that asks, until the brand saves its own under this name, or names another in the topic."""

_LATE: Final = timedelta(hours=24)
_CHANNELS: Final = ("email", "all")


def to_confirm(stated: pa.Table, topics: Topics, *, now: datetime) -> list[dict[str, Any]]:
    """The statements of a batch that ask for a confirmation. What was imported from long ago does not.

    Args:
        stated: statements as `ingest.CONSENTS`.
    """
    doubled = {topic.id for topic in topics.topics if topic.is_marketing and topic.consent == "double_opt_in"}
    since = now.astimezone(UTC).replace(tzinfo=None) - _LATE
    return [
        row
        for row in stated.to_pylist()
        if row["is_granted"]
        and not row["is_confirmed"]
        and row["topic"] in doubled
        and row["channel"] in _CHANNELS
        and row["at"] >= since
    ]


def confirmations(
    rows: list[dict[str, Any]],
    topics: Topics,
    *,
    customers: Mapping[int, str],
    versions: Mapping[str, int],
    links: PublicLinks,
    now: datetime,
) -> list[NewMessage]:
    """A message for each of these statements: the same statement gives the same one, so it goes once.

    Args:
        rows: as `to_confirm` gives them.
        customers: customer id by identity key.
        versions: the newest version of each message that is named.
    """
    carrier = _transactional(topics)
    found = []
    for row in rows:
        topic, customer = topics.topic(row["topic"]), customers.get(row["identity_key"])
        if topic is None or customer is None:
            continue
        name = topic.confirm_message or CONFIRMATION
        found.append(
            NewMessage(
                message_key=key_of(f"consent\n{row['identity_key']}\n{topic.id}\n{row['message_id']}"),
                origin="consent",
                origin_name=topic.id,
                origin_version=1,
                step="",
                entry_key=None,
                identity_key=row["identity_key"],
                customer_id=customer,
                channel="email",
                topic=carrier,
                template=name,
                template_version=versions[name],
                trigger=_trigger(row, topic, customer, links),
                created_at=now,
                due_at=now,
            )
        )
    return found


def _trigger(row: Mapping[str, Any], topic: Topic, customer: str, links: PublicLinks) -> str:
    url = links.confirm_url(identity=customer, channel="email", topic=topic.id, message_id=row["message_id"])
    properties = {"topic": topic.id, "topic_title": topic.title, "confirm_url": url}
    at = row["at"].replace(tzinfo=UTC)
    return json.dumps(
        {"event": "Consent Granted", "at": iso(at), "properties": properties, "key": None}, ensure_ascii=False
    )


def _transactional(topics: Topics) -> str:
    """The topic that the question itself goes under: it needs no consent."""
    ids = [topic.id for topic in topics.topics if not topic.is_marketing]
    return "account" if "account" in ids or not ids else ids[0]

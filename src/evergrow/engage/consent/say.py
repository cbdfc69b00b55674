"""What a customer decided, as a record for the log: the fold of records is the only writer of consents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from evergrow.ingest import RECORDS
from evergrow.kernel import key_of


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A yes or no. `identity` is `user:...` or `anon:...`; `place` the page or form; `message_key` the mail it came from."""

    identity: str
    channel: str
    topic: str
    is_granted: bool
    at: datetime
    wording: str
    place: str
    is_confirmed: bool = False
    ip: str | None = None
    agent: str | None = None
    message_key: int = 0
    message: str | None = None
    by: str | None = None


def statement_records(statements: Sequence[Statement]) -> pa.Table:
    """The statements as RECORDS. Saying the same twice in one second is said once."""
    return pa.Table.from_pylist([_record(statement) for statement in statements], schema=RECORDS)


def _record(said: Statement) -> dict[str, Any]:
    kind, _, value = said.identity.partition(":")
    name = "Consent Granted" if said.is_granted else "Unsubscribed"
    properties = {
        "channel": said.channel,
        "topic": said.topic,
        "wording": said.wording,
        "place": said.place,
        "confirmed": said.is_confirmed,
        "message": said.message,
        "message_id": _hex(said.message_key) if said.message_key else None,
        "operator": said.by,
    }
    context = {"ip": said.ip, "userAgent": said.agent}
    second = int(said.at.timestamp())
    unique = key_of(
        f"{said.identity}\n{said.channel}\n{said.topic}\n{name}\n{said.is_confirmed}\n{said.place}\n{second}"
    )
    return {
        "type": "track",
        "message_id": f"consent-{_hex(unique)}",
        "name": name,
        "user_id": value if kind == "user" else None,
        "anonymous_id": value if kind != "user" else None,
        "timestamp": said.at,
        "properties": _json(properties),
        "context": _json(context),
    }


def _json(values: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)


def _hex(key: int) -> str:
    return f"{key & (2**64 - 1):016x}"

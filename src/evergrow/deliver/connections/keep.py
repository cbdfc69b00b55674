"""Keep what was entered to connect channels, its secrets under lock."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, func, insert, select, update

from evergrow.deliver.channels import ChannelKind, Clock, kind_of, look_at
from evergrow.deliver.connections.tables import connections
from evergrow.kernel import Refusal, new_id, refuse
from evergrow.storage.state import Tx

_PURPOSE: Final = b"evergrow connections"
_LONGEST_NAME: Final = 80
_LONGEST_VALUE: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A connected channel. `values` are unlocked: for `kind.open` only, never for an answer."""

    id: str
    kind: ChannelKind
    name: str
    values: Mapping[str, str]
    is_paused: bool
    created_at: datetime
    changed_at: datetime

    @property
    def channel(self) -> str:
        return self.kind.channel

    @property
    def entered(self) -> dict[str, str]:
        """What may be shown: secrets are left out, but for those that the other side needs."""
        secret = {field.name for field in self.kind.fields if field.is_secret and not field.is_shared}
        return {name: value for name, value in self.values.items() if name not in secret}

    @property
    def kept_secrets(self) -> list[str]:
        """The names of the secrets that are kept."""
        return [field.name for field in self.kind.fields if field.is_secret and self.values.get(field.name)]

    def __repr__(self) -> str:
        return f"Connection({self.id} {self.kind.kind})"


def connect(
    tx: Tx,
    kind: ChannelKind,
    name: str,
    values: Mapping[str, str],
    *,
    secret: bytes,
    by: str,
    now: datetime,
    clock: Clock,
) -> str:
    """Keep a new connection; returns its id.

    Raises:
        Refusal: what `kind.open` refuses, `channel.unknown_field`, `channel.bad_name`.
    """
    _check(kind, name, values, clock, is_entered=True)
    row = _row(kind, name, _completed(kind, values), secret, by, now)
    connection_id = new_id("con")
    tx.run(insert(connections), [row | {"id": connection_id, "is_paused": False, "created_at": now}])
    return connection_id


def change_connection(
    tx: Tx,
    connection: Connection,
    *,
    name: str | None,
    values: Mapping[str, str] | None,
    is_paused: bool | None,
    secret: bytes,
    by: str,
    now: datetime,
    clock: Clock,
) -> None:
    """Enter something else. A secret that is left out or empty stays as it is.

    Raises:
        Refusal: as `connect`.
    """
    kept = {key: connection.values[key] for key in connection.kept_secrets}
    entered = {key: value for key, value in (values or {}).items() if value or key not in kept}
    merged = kept | entered if values is not None else dict(connection.values)
    shown = connection.name if name is None else name
    _check(connection.kind, shown, merged, clock, is_entered=values is not None)
    row = _row(connection.kind, shown, _completed(connection.kind, merged), secret, by, now)
    if is_paused is not None:
        row["is_paused"] = is_paused
    if values is not None:
        row |= {"checked_at": None, "is_well": None, "said": None}  # what was found was of other values
    tx.run(update(connections).where(connections.c.id == connection.id).values(row))


def disconnect(tx: Tx, connection_id: str) -> None:
    """Forget a connection and its secrets. What was sent through it stays on record."""
    if not tx.run(delete(connections).where(connections.c.id == connection_id)):
        raise _unknown(connection_id)


def every_connection(tx: Tx, *, secret: bytes) -> list[Connection]:
    """All connections, oldest first."""
    rows = tx.rows(select(connections).order_by(connections.c.created_at, connections.c.id))
    return [_read(dict(row), secret) for row in rows]


def connection_of(tx: Tx, connection_id: str, *, secret: bytes) -> Connection:
    """The connection of this id.

    Raises:
        Refusal: `connection.unknown` (404).
    """
    row = tx.first(select(connections).where(connections.c.id == connection_id))
    if row is None:
        raise _unknown(connection_id)
    return _read(dict(row), secret)


def connections_version(tx: Tx) -> tuple[object, object]:
    """Changes with every change of a connection."""
    row = tx.first(select(func.count().label("count"), func.max(connections.c.changed_at).label("newest")))
    assert row is not None
    return row["count"], row["newest"]


def _check(
    kind: ChannelKind, name: str, values: Mapping[str, str], clock: Clock, *, is_entered: bool
) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise refuse("channel.bad_name", f"A name has 1 to {_LONGEST_NAME} characters.", where="name")
    known = {field.name for field in kind.fields}
    unknown = sorted(set(values) - known)
    if unknown:
        raise refuse(
            "channel.unknown_field",
            f"{kind.title} has no field '{unknown[0]}'.",
            where=unknown[0],
            next_step=f"Fields: {', '.join(sorted(known))}.",
            status=422,
        )
    long = [key for key, value in values.items() if len(value) > _LONGEST_VALUE]
    if long:
        raise refuse("channel.bad_value", "The value is too long.", where=long[0], status=422)
    if is_entered:
        look_at(kind.fields, values)
    kind.open(values, clock)


def _completed(kind: ChannelKind, values: Mapping[str, str]) -> Mapping[str, str]:
    return values if kind.complete is None else kind.complete(values)


def _row(
    kind: ChannelKind, name: str, values: Mapping[str, str], secret: bytes, by: str, now: datetime
) -> dict[str, Any]:
    hidden = {field.name for field in kind.fields if field.is_secret}
    entered = {key: value for key, value in values.items() if key not in hidden}
    secrets = {key: value for key, value in values.items() if key in hidden}
    locked = _lock(secret).encrypt(json.dumps(secrets).encode()).decode()
    return {
        "kind": kind.kind,
        "channel": kind.channel,
        "name": name.strip(),
        "entered": json.dumps(entered),
        "locked": locked,
        "changed_at": now,
        "changed_by": by,
    }


def _read(row: dict[str, Any], secret: bytes) -> Connection:
    try:
        hidden = json.loads(_lock(secret).decrypt(row["locked"].encode()))
    except InvalidToken:
        hidden = {}  # another key: the channel says what is missing, and it can be entered again
    return Connection(
        id=row["id"],
        kind=kind_of(row["kind"]),
        name=row["name"],
        values=json.loads(row["entered"]) | hidden,
        is_paused=row["is_paused"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
    )


def _lock(secret: bytes) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))


def _unknown(connection_id: str) -> Refusal:
    return refuse(
        "connection.unknown",
        f"There is no connection '{connection_id}'.",
        where="connection_id",
        next_step="List the connections with GET /api/channels.",
        status=404,
    )

"""Keep how the storyteller is reached, its key under lock."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, insert, select

from evergrow.kernel import Problem, Refusal
from evergrow.runtime.storyteller.spec import Connected
from evergrow.runtime.storyteller.tables import storyteller
from evergrow.storage.state import Tx

_PURPOSE: Final = b"evergrow storyteller"
_LONGEST: Final = {"base_url": 500, "model": 200, "key": 2_000}


def storyteller_of(tx: Tx, *, secret: bytes) -> Connected | None:
    """The endpoint that is connected; None: none is."""
    row = tx.first(select(storyteller))
    if row is None:
        return None
    try:
        key = _lock(secret).decrypt(row["locked"].encode()).decode()
    except InvalidToken:
        key = ""  # another key of the data directory: it can be entered again
    return Connected(base_url=row["base_url"], model=row["model"], key=key)


def connect_storyteller(
    tx: Tx, *, base_url: str, model: str, key: str | None, secret: bytes, by: str, now: datetime
) -> Connected:
    """Connect an endpoint instead of any other. A key that is left out stays, if the address does.

    Raises:
        Refusal: `storyteller.base_url`, `storyteller.model`, `storyteller.key`.
    """
    address, name = base_url.strip().rstrip("/"), model.strip()
    kept = storyteller_of(tx, secret=secret)
    if not key and kept is not None and kept.base_url == address:
        key = kept.key  # never sent to another address than it was entered for
    connected = Connected(base_url=address, model=name, key=(key or "").strip())
    _check(connected)
    disconnect_storyteller(tx)
    locked = _lock(secret).encrypt(connected.key.encode()).decode()
    row = {"id": 1, "base_url": address, "model": name, "locked": locked, "changed_at": now, "changed_by": by}
    tx.run(insert(storyteller), [row])
    return connected


def disconnect_storyteller(tx: Tx) -> None:
    """Forget the endpoint and its key."""
    tx.run(delete(storyteller))


def _check(given: Connected) -> None:
    problems = []
    parts = urlsplit(given.base_url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(given.base_url) > _LONGEST["base_url"]
    ):
        problems.append(
            Problem(
                code="storyteller.base_url",
                what=f"'{given.base_url[:80]}' is no address of an endpoint.",
                where="base_url",
                next_step="Write it up to the version, such as https://api.openai.com/v1 or http://127.0.0.1:11434/v1.",
            )
        )
    if not given.model or len(given.model) > _LONGEST["model"]:
        problems.append(
            Problem(
                code="storyteller.model",
                what="The model has no name." if not given.model else "The model's name is too long.",
                where="model",
                next_step="Write it as the endpoint lists it.",
            )
        )
    if len(given.key) > _LONGEST["key"] or not given.key.isprintable() or not given.key.isascii():
        problems.append(
            Problem(
                code="storyteller.key",
                what="This is no key.",
                where="key",
                next_step="Copy it as the endpoint's owner shows it; leave it empty where none is asked for.",
            )
        )
    if problems:
        raise Refusal(*problems, status=422)


def _lock(secret: bytes) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))

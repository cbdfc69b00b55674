"""Sessions: a signed note that says who it is, kept by the browser and not by the server.

Holds   a session ends after its days, when the password changes (a new generation), and when the
        operator is gone. The signing secret is made once and stays in the state.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import insert, select

from evergrow.runtime.accounts.own import operator_of
from evergrow.runtime.accounts.spec import Operator
from evergrow.runtime.accounts.tables import OPERATORS, SECRETS
from evergrow.storage.state import State

_SECRET: Final = "session"


def issue_session(state: State, operator: Operator, *, now: datetime, days: int) -> str:
    """The text of a session that holds for `days` from `now`."""
    with state.reading() as tx:
        generation = tx.scalar(select(OPERATORS.c.session_generation).where(OPERATORS.c.id == operator.id))
    ends_at = int((now + timedelta(days=days)).timestamp())
    return str(_signer(state).dumps([operator.id, generation, ends_at]))


def operator_of_session(state: State, session: str, *, now: datetime) -> Operator | None:
    """Whose session it is; None where it is forged, over or withdrawn."""
    try:
        operator_id, generation, ends_at = _signer(state).loads(session)
    except (BadSignature, ValueError, TypeError):
        return None
    if now >= datetime.fromtimestamp(ends_at, UTC):
        return None
    with state.reading() as tx:
        row = tx.first(select(OPERATORS).where(OPERATORS.c.id == operator_id))
    if row is None or row["session_generation"] != generation:
        return None
    return operator_of(row)


def _signer(state: State) -> URLSafeSerializer:
    return URLSafeSerializer(_secret(state), salt="evergrow.session")


def _secret(state: State) -> str:
    wanted = select(SECRETS.c.value).where(SECRETS.c.name == _SECRET)
    with state.reading() as tx:
        secret = tx.scalar(wanted)
    if secret is not None:
        return secret
    with state.transaction() as tx:
        secret = tx.scalar(wanted)
        if secret is None:
            secret = secrets.token_hex(32)
            tx.run(insert(SECRETS).values(name=_SECRET, value=secret))
    return secret

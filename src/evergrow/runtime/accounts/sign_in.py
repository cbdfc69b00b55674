"""Signing in, and holding back whoever tries passwords."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from evergrow.kernel import refuse
from evergrow.runtime.accounts.own import operator_of
from evergrow.runtime.accounts.passwords import is_right
from evergrow.runtime.accounts.spec import Operator
from evergrow.runtime.accounts.tables import OPERATORS
from evergrow.storage.state import State

FREE_TRIES: Final = 5
WINDOW: Final = timedelta(minutes=15)
_REMEMBERED: Final = 10_000  # names; a flood of invented ones must not fill the memory


class SignInLimit:
    """Counts failures by address and by visitor: five in fifteen minutes, then wait.

    Kept in memory: a restart forgives, and one process serves a data directory.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, *names: str, now: datetime) -> None:
        """Raise `sign_in.too_many` (429) where any of the names has failed too often lately."""
        with self._lock:
            for name in names:
                recent = [at for at in self._failures.get(name, ()) if now - at < WINDOW]
                if len(recent) >= FREE_TRIES:
                    minutes = -((recent[0] + WINDOW - now) // -timedelta(minutes=1))
                    raise refuse(
                        "sign_in.too_many",
                        "Too many tries with a wrong password.",
                        next_step=f"Wait {minutes} minutes, then try again.",
                        status=429,
                    )

    def failed(self, *names: str, now: datetime) -> None:
        """Remember a failure."""
        with self._lock:
            for name in names:
                recent = [at for at in self._failures.pop(name, ()) if now - at < WINDOW]
                self._failures[name] = [*recent, now]
            while len(self._failures) > _REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, *names: str) -> None:
        """Forget the failures of these names."""
        with self._lock:
            for name in names:
                self._failures.pop(name, None)


def sign_in(
    state: State, limit: SignInLimit, *, email: str, password: str, visitor: str, now: datetime
) -> Operator:
    """The operator with this address and password. `visitor` is the network address that asks.

    Raises:
        Refusal: `sign_in.wrong` (401), the same for an unknown address as for a wrong password;
            `sign_in.too_many` (429).
    """
    address = email.strip().lower()
    names = (f"email:{address[:320]}", f"visitor:{visitor}")
    limit.check(*names, now=now)
    with state.reading() as tx:
        row = tx.first(select(OPERATORS).where(OPERATORS.c.email == address))
    if not is_right(password, row["password_hash"] if row else None) or row is None:
        limit.failed(*names, now=now)
        raise refuse(
            "sign_in.wrong",
            "The address or the password is wrong.",
            where="password",
            next_step="Check both and try again.",
            status=401,
        )
    limit.succeeded(*names)
    return operator_of(row)

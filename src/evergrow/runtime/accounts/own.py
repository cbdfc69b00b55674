"""The first visit: the owner's account is made once, and never by somebody else."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select

from evergrow.kernel import Problem, Refusal, new_id, refuse
from evergrow.runtime.accounts.passwords import hashed, password_problem
from evergrow.runtime.accounts.spec import Operator
from evergrow.runtime.accounts.tables import OPERATORS
from evergrow.storage.state import State, Tx

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*")
_DEMO_EMAIL: Final = "demo@localhost"


def needs_owner(state: State) -> bool:
    """Whether nobody runs this data directory yet."""
    with state.reading() as tx:
        return not tx.scalar(select(func.count()).select_from(OPERATORS))


def create_owner(state: State, *, email: str, name: str, password: str, now: datetime) -> Operator:
    """Make the account of the owner.

    Raises:
        Refusal: `owner.exists` (409) where there is one; `operator.name`, `operator.email` and
            `password.weak` (422) for what does not fit, all at once.
    """
    problems = [*operator_problems(email=email, name=name), password_problem(password)]
    found = [problem for problem in problems if problem is not None]
    if found:
        raise Refusal(*found, status=422)
    password_hash = hashed(password)  # slow on purpose, so before the transaction
    with state.transaction() as tx:
        if tx.scalar(select(func.count()).select_from(OPERATORS)):
            raise refuse(
                "owner.exists",
                "This Evergrow has an owner already.",
                next_step="Sign in, or ask the owner for an account.",
                status=409,
            )
        return _insert(tx, email=email, name=name, password_hash=password_hash, now=now)


def operator_for_demo(state: State, *, now: datetime) -> Operator:
    """The operator whom a visitor of the demo is; made on the first visit, without a password that works."""
    with state.transaction() as tx:
        row = tx.first(select(OPERATORS).order_by(OPERATORS.c.created_at, OPERATORS.c.id))
        if row is not None:
            return operator_of(row)
        return _insert(tx, email=_DEMO_EMAIL, name="Demo", password_hash="", now=now)


def operator_problems(*, email: str, name: str) -> list[Problem]:
    """What is wrong with an operator's name and address."""
    problems = []
    if not 0 < len(name.strip()) <= 200:
        problems.append(
            Problem(
                code="operator.name",
                what="A name is missing.",
                where="name",
                next_step="Write up to 200 characters.",
            )
        )
    if len(email) > 320 or not _EMAIL.fullmatch(email.strip()):
        problems.append(
            Problem(
                code="operator.email",
                what=f"'{email[:80]}' is not an email address.",
                where="email",
                next_step="Write it as ana@example.com.",
            )
        )
    return problems


def operator_of(row: object) -> Operator:
    """The operator of a row of `OPERATORS`."""
    return Operator(id=row["id"], email=row["email"], name=row["name"])  # type: ignore[index]


def _insert(tx: Tx, *, email: str, name: str, password_hash: str, now: datetime) -> Operator:
    operator = Operator(id=new_id("opr"), email=email.strip().lower(), name=name.strip())
    tx.run(
        insert(OPERATORS).values(
            id=operator.id,
            email=operator.email,
            name=operator.name,
            password_hash=password_hash,
            session_generation=1,
            created_at=now,
        )
    )
    return operator

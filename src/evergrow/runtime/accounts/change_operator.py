"""An operator changes their name, address or password."""

from __future__ import annotations

from sqlalchemy import select, update

from evergrow.kernel import Problem, Refusal
from evergrow.runtime.accounts.own import operator_problems
from evergrow.runtime.accounts.passwords import hashed, is_right, password_problem
from evergrow.runtime.accounts.spec import Operator
from evergrow.runtime.accounts.tables import OPERATORS
from evergrow.storage.state import State


def change_operator(
    state: State,
    operator: Operator,
    *,
    name: str,
    email: str,
    password: str | None = None,
    current_password: str | None = None,
) -> Operator:
    """Keep the new name and address; a new password ends every session and asks for the current one.

    Raises:
        Refusal: `operator.name`, `operator.email`, `operator.email_taken`, `password.weak` or
            `password.wrong` (422), all at once.
    """
    changed = Operator(id=operator.id, email=email.strip().lower(), name=name.strip())
    problems = operator_problems(email=email, name=name)
    with state.reading() as tx:
        row = tx.first(select(OPERATORS).where(OPERATORS.c.id == operator.id))
        namesake = tx.first(
            select(OPERATORS.c.id).where(OPERATORS.c.email == changed.email, OPERATORS.c.id != operator.id)
        )
    if namesake is not None:
        problems.append(_email_taken(changed.email))
    values = {"name": changed.name, "email": changed.email}
    change = update(OPERATORS).where(OPERATORS.c.id == operator.id)
    if password:
        problems += _password_problems(password, current_password, row["password_hash"] if row else "")
    if problems:
        raise Refusal(*problems, status=422)
    if password:
        values["password_hash"] = hashed(password)
        change = change.values(session_generation=OPERATORS.c.session_generation + 1)
    with state.transaction() as tx:
        tx.run(change.values(**values))
    return changed


def _password_problems(password: str, current: str | None, password_hash: str) -> list[Problem]:
    problems = []
    if password_hash and not is_right(current or "", password_hash):
        problems.append(
            Problem(
                code="password.wrong",
                what="The current password is wrong.",
                where="current_password",
                next_step="Type the password you signed in with.",
            )
        )
    weak = password_problem(password)
    return [*problems, weak] if weak else problems


def _email_taken(email: str) -> Problem:
    return Problem(
        code="operator.email_taken",
        what=f"Another operator has the address {email}.",
        where="email",
        next_step="Use another address.",
    )

"""Passwords: what is asked of one, and how it is kept (argon2id, never the text)."""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from evergrow.kernel import Problem

SHORTEST: Final = 10
LONGEST: Final = 1_000  # beyond it somebody is making the server work, not choosing a password
_HASHER: Final = PasswordHasher()


def password_problem(password: str, *, where: str = "password") -> Problem | None:
    """What is wrong with a chosen password; None where nothing is. Length is all that is asked for."""
    if len(password) < SHORTEST:
        what = f"The password has {len(password)} characters."
    elif len(password) > LONGEST:
        what = "The password is longer than anybody can type."
    elif len(set(password)) < 3:
        what = "The password repeats the same character."
    else:
        return None
    return Problem(
        code="password.weak",
        what=what,
        where=where,
        next_step=f"Choose at least {SHORTEST} characters; a few unrelated words are easy to remember.",
    )


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password fits the hash. Takes as long without a hash, so time tells nothing about who exists."""
    try:
        return (
            _HASHER.verify(password_hash or _nobodys_hash(), password[: LONGEST + 1])
            and password_hash is not None
        )
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")

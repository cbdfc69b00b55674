"""Signing in, and being held back."""

from datetime import UTC, datetime, timedelta

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.accounts import Operator, SignInLimit, create_owner, sign_in
from evergrow.storage.state import State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def owner(state: State) -> Operator:
    return create_owner(state, email="ana@example.com", name="Ana", password=PASSWORD, now=NOW)


def try_in(
    state: State, limit: SignInLimit, password: str, *, email: str = "ana@example.com", now: datetime = NOW
) -> str:
    """Who came in, or the code of the refusal."""
    try:
        return sign_in(state, limit, email=email, password=password, visitor="10.0.0.1", now=now).name
    except Refusal as refusal:
        return refusal.code


def test_the_right_password_signs_in_whatever_the_case_of_the_address(state: State) -> None:
    assert try_in(state, SignInLimit(), PASSWORD, email=" ANA@example.com") == "Ana"


def test_an_unknown_address_and_a_wrong_password_are_told_apart_by_nobody(state: State) -> None:
    limit = SignInLimit()
    assert (
        try_in(state, limit, "wrong")
        == try_in(state, limit, PASSWORD, email="eve@example.com")
        == "sign_in.wrong"
    )


def test_five_failures_close_the_door_for_a_quarter_of_an_hour(state: State) -> None:
    limit = SignInLimit()
    for _ in range(5):
        assert try_in(state, limit, "wrong") == "sign_in.wrong"

    assert try_in(state, limit, PASSWORD) == "sign_in.too_many"
    assert try_in(state, limit, PASSWORD, now=NOW + timedelta(minutes=15)) == "Ana"


def test_success_forgives_earlier_failures(state: State) -> None:
    limit = SignInLimit()
    for _ in range(4):
        try_in(state, limit, "wrong")
    assert try_in(state, limit, PASSWORD) == "Ana"
    for _ in range(4):
        assert try_in(state, limit, "wrong") == "sign_in.wrong"

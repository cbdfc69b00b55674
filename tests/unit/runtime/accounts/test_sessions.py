"""A session says who it is until it is over, forged or withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.accounts import (
    Operator,
    SignInLimit,
    change_operator,
    create_owner,
    issue_session,
    operator_of_session,
    sign_in,
)
from evergrow.storage.state import State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def owner(state: State) -> Operator:
    return create_owner(state, email="ana@example.com", name="Ana", password=PASSWORD, now=NOW)


def test_a_session_holds_for_its_days(state: State, owner: Operator) -> None:
    session = issue_session(state, owner, now=NOW, days=30)

    assert operator_of_session(state, session, now=NOW + timedelta(days=29, hours=23)) == owner
    assert operator_of_session(state, session, now=NOW + timedelta(days=30)) is None


@pytest.mark.parametrize("forged", ["", "x", "WyJvcHJfMSIsMSw5OTk5OTk5OTk5XQ.abc"])
def test_a_forged_session_is_nobodys(state: State, owner: Operator, forged: str) -> None:
    assert operator_of_session(state, forged, now=NOW) is None


def test_a_new_password_ends_every_session_and_a_new_name_none(state: State, owner: Operator) -> None:
    session = issue_session(state, owner, now=NOW, days=30)

    change_operator(state, owner, name="Anna", email="ana@example.com")
    renamed = operator_of_session(state, session, now=NOW)
    change_operator(
        state,
        owner,
        name="Anna",
        email="ana@example.com",
        password="another good one",
        current_password=PASSWORD,
    )

    assert renamed is not None
    assert renamed.name == "Anna"
    assert operator_of_session(state, session, now=NOW) is None
    assert sign_in(
        state, SignInLimit(), email="ana@example.com", password="another good one", visitor="::1", now=NOW
    )


def test_a_new_password_asks_for_the_current_one(state: State, owner: Operator) -> None:
    with pytest.raises(Refusal) as refused:
        change_operator(state, owner, name="Ana", email="ana@example.com", password="another good one")
    assert refused.value.code == "password.wrong"

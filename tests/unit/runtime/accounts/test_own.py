"""The owner is made once, on the first visit."""

from datetime import UTC, datetime

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.accounts import create_owner, needs_owner, operator_for_demo
from evergrow.storage.state import State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GOOD = {"email": "Ana@Example.com", "name": "Ana", "password": "correct horse battery"}


def test_the_first_visitor_becomes_the_owner_and_the_second_is_refused(state: State) -> None:
    assert needs_owner(state)

    owner = create_owner(state, **GOOD, now=NOW)

    assert (owner.email, owner.name) == ("ana@example.com", "Ana")
    assert not needs_owner(state)
    with pytest.raises(Refusal) as refused:
        create_owner(state, email="eve@example.com", name="Eve", password="correct horse battery", now=NOW)
    assert (refused.value.code, refused.value.status) == ("owner.exists", 409)


def test_everything_that_is_wrong_is_said_at_once(state: State) -> None:
    with pytest.raises(Refusal) as refused:
        create_owner(state, email="nobody", name=" ", password="short", now=NOW)
    assert [problem.code for problem in refused.value.problems] == [
        "operator.name",
        "operator.email",
        "password.weak",
    ]


@pytest.mark.parametrize("password", ["", "123456789", "aaaaaaaaaaaa", "ab" * 501])
def test_a_weak_password_is_refused(state: State, password: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_owner(state, **{**GOOD, "password": password}, now=NOW)
    assert refused.value.code == "password.weak"


def test_every_visitor_of_the_demo_is_the_same_operator(state: State) -> None:
    assert operator_for_demo(state, now=NOW) == operator_for_demo(state, now=NOW)

"""Account settings that cannot be are refused, all at once."""

from dataclasses import replace

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.accounts import Account, change_account, read_account
from evergrow.storage.state import State


def test_an_account_starts_with_defaults_and_keeps_what_was_changed(state: State) -> None:
    assert read_account(state) == Account()
    wanted = Account(name="Tea & Co", currency="JPY", time_zone="Asia/Tokyo", locale="ja-JP")

    change_account(state, replace(wanted, name="  Tea & Co "))
    change_account(state, wanted)

    assert read_account(state) == wanted


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("currency", "EURO"),
        ("currency", "eur"),
        ("time_zone", "Mars/Base"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", ""),
        ("locale", "english"),
        ("locale", "xx-XX"),
        ("locale", "en-ZZ"),
        ("locale", "en_US"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(state: State, field: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        change_account(state, replace(Account(), **{field: value}))
    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        (f"account.{field}", field)
    ]
    assert read_account(state) == Account()


def test_a_near_miss_is_answered_with_what_was_meant(state: State) -> None:
    with pytest.raises(Refusal, match="Did you mean 'Europe/Warsaw'"):
        change_account(state, Account(time_zone="Europe/Warszaw"))


@pytest.mark.parametrize("locale", ["en", "ja-JP", "zh-Hant-TW", "es-419", "pl-PL"])
def test_real_locales_are_taken(state: State, locale: str) -> None:
    assert change_account(state, Account(locale=locale)).locale == locale

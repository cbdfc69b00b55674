"""The account's name, address, currency, time zone and locale: read them, and change them when they make sense."""

from __future__ import annotations

from dataclasses import asdict, fields
from difflib import get_close_matches
from typing import Final
from zoneinfo import available_timezones

from sqlalchemy import insert, select, update

from evergrow.kernel import Problem, Refusal
from evergrow.runtime.accounts.spec import Account
from evergrow.runtime.accounts.standards import CURRENCIES, is_locale
from evergrow.runtime.accounts.tables import ACCOUNT
from evergrow.storage.state import State

LONGEST_ADDRESS: Final = 300


def read_account(state: State) -> Account:
    """The account as it was last changed, or as it starts."""
    with state.reading() as tx:
        row = tx.first(select(ACCOUNT))
    if row is None:
        return Account()
    return Account(**{field.name: row[field.name] for field in fields(Account)})


def change_account(state: State, account: Account) -> Account:
    """Keep the account.

    Raises:
        Refusal: `account.name`, `account.postal_address`, `account.currency`, `account.time_zone`,
            `account.locale` (422), all at once.
    """
    problems = account_problems(account)
    if problems:
        raise Refusal(*problems, status=422)
    values = asdict(account) | {
        "name": account.name.strip(),
        "postal_address": " ".join(account.postal_address.split()),
    }
    with state.transaction() as tx:
        if not tx.run(update(ACCOUNT).where(ACCOUNT.c.id == 1).values(**values)):
            tx.run(insert(ACCOUNT).values(id=1, **values))
    return Account(**values)


def account_problems(account: Account) -> list[Problem]:
    """Everything about the account that cannot be."""
    problems = []
    if not 0 < len(account.name.strip()) <= 200:
        problems.append(_problem("name", "A name is missing.", "Write up to 200 characters."))
    if len(account.postal_address) > LONGEST_ADDRESS:
        problems.append(
            _problem(
                "postal_address", "The address is too long.", f"Write up to {LONGEST_ADDRESS} characters."
            )
        )
    if account.currency not in CURRENCIES:
        problems.append(
            _problem(
                "currency",
                f"'{account.currency[:40]}' is not a currency.{_meant(account.currency.upper(), CURRENCIES)}",
                "Write an ISO 4217 code such as EUR, GBP, JPY or USD.",
            )
        )
    zones = available_timezones()
    if account.time_zone not in zones:
        problems.append(
            _problem(
                "time_zone",
                f"'{account.time_zone[:80]}' is not a time zone.{_meant(account.time_zone, zones)}",
                "Write an IANA name such as Europe/Warsaw or Asia/Tokyo.",
            )
        )
    if not is_locale(account.locale):
        problems.append(
            _problem(
                "locale",
                f"'{account.locale[:40]}' is not a locale.",
                "Write a language and a region, such as en-US, ja-JP or fr-FR.",
            )
        )
    return problems


def _problem(field: str, what: str, next_step: str) -> Problem:
    return Problem(code=f"account.{field}", what=what, where=field, next_step=next_step)


def _meant(given: str, known: set[str] | frozenset[str]) -> str:
    close = get_close_matches(given, sorted(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""

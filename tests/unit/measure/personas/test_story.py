"""No story passes with a number that its card does not have."""

from __future__ import annotations

import pytest

from evergrow.measure.personas import strange_numbers

FACTS = [
    "Customers: 1,204, 14.6% of all",
    "Revenue: JPY 303,010.00, 82.3% of all revenue",
    "product Pan 24 cm: 9.0%",
]


@pytest.mark.parametrize(
    "text",
    [
        "They are 1,204 customers, 14.6% of all. They like the Pan 24 cm.",
        "1204 customers; about 15 % of all, and 82% of the revenue, that is 303,010.",
        "One-time buyers rarely place a second order.",
        "顧客は１，２０４人、全体の14.6％です。一度きりではありません。",
    ],
)
def test_numbers_of_the_card_pass(text: str) -> None:
    assert strange_numbers(text, FACTS) == []


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("They are 1,205 customers.", ["1,205"]),
        ("Their share rose by 3.2 points to 14.6%.", ["3.2"]),
        ("14,6 % of all", ["14,6"]),
        ("Nearly two thirds buy again, and half of them twice.", ["two", "thirds", "half", "twice"]),
        ("1.2.3", ["1.2.3"]),
        ("顧客の八割が戻り、半数は三回以上買います。", ["八割", "半数", "三回"]),
        ("They spend ٣٠ on average.", ["٣٠"]),
    ],
)
def test_any_other_number_is_found(text: str, strange: list[str]) -> None:
    assert strange_numbers(text, FACTS) == strange

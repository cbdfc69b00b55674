"""Numbers are written the way the network knows them, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.deliver.phones import phone_number, region_of


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("+81 90-1234-5678", None, "+819012345678"),
        ("0081 90 1234 5678", None, "+819012345678"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("090-1234-5678", "jp", "+819012345678"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("090-1234-5678", None, None),
        ("+1 000 000 0000", None, None),
        ("call me", "US", None),
        ("", "US", None),
        ("+" + "1" * 400, "US", None),
    ],
)
def test_a_number_is_e164_or_none(typed: str, region: str | None, number: str | None) -> None:
    assert phone_number(typed, region=region) == number


def test_the_country_follows_from_the_number() -> None:
    assert (region_of("+819012345678"), region_of("nothing")) == ("JP", None)


@given(st.text(max_size=60), st.sampled_from([None, "JP", "US", "PL", "zz"]))
def test_whatever_is_typed_gives_a_number_or_none(text: str, region: str | None) -> None:
    number = phone_number(text, region=region)

    assert number is None or (number.startswith("+") and number[1:].isascii() and number[1:].isdigit())

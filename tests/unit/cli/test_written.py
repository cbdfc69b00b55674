"""Numbers on a terminal carry their unit, and a missing one is a dash."""

import pytest

from evergrow.cli.written import change, figure, money, quantity


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.9, "share", "90.0 %"),
        (1_234_567, "customers", "1,234,567"),
        (2.5, "orders", "2.50"),
        (38.25, "days", "38.2 days"),
        (8_911_407_904_000, "money_micros", "GBP 8,911,407.90"),
    ],
)
def test_a_quantity_is_written_in_its_unit(value: float, unit: str, written: str) -> None:
    assert quantity(value, unit, "GBP") == written


def test_a_number_that_is_not_there_is_a_dash_and_never_a_zero() -> None:
    assert figure({"unit": "share", "value": None}) == "–"
    assert money(None) == "–"


def test_an_estimate_shows_its_interval_and_a_small_sample_its_star() -> None:
    given = {"unit": "share", "value": 0.5, "low": 0.4, "high": 0.6, "is_small_sample": True}
    assert figure(given) == "50.0 %  (40.0 % to 60.0 %) *"


@pytest.mark.parametrize(
    ("unit", "value", "previous", "written"),
    [
        ("customers", 110, 100, "+10.0 %"),
        ("share", 0.34, 0.36, "-2.0 points"),
        ("customers", 5, 0, "–"),
        ("customers", 5, None, "–"),
    ],
)
def test_a_change_is_in_percent_and_of_a_share_in_points(
    unit: str, value: float, previous: float | None, written: str
) -> None:
    assert change({"unit": unit, "value": value, "previous": previous}) == written

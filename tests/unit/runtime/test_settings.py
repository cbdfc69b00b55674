"""Settings come from flags, then from the environment, then from their defaults."""

from pathlib import Path

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime.settings import Settings, settings_from


def test_a_flag_beats_the_environment_and_the_environment_the_default() -> None:
    settings = settings_from({"EVERGROW_PORT": "9000", "EVERGROW_HOST": "0.0.0.0"}, port=9001, host=None)

    assert (settings.port, settings.host, settings.tick_ms) == (9001, "0.0.0.0", 250)
    assert settings_from({"EVERGROW_DATA": "/srv/shop"}).data == Path("/srv/shop")


def test_every_value_that_does_not_fit_is_told() -> None:
    with pytest.raises(Refusal) as refused:
        settings_from({"EVERGROW_PORT": "70000", "EVERGROW_TICK_MS": "soon", "EVERGROW_IS_DEMO": "maybe"})
    assert [problem.where for problem in refused.value.problems] == [
        "EVERGROW_PORT",
        "EVERGROW_TICK_MS",
        "EVERGROW_IS_DEMO",
    ]


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="::1"), "http://[::1]:8000"),
        (Settings(public_url="https://grow.example.com/"), "https://grow.example.com"),
    ],
)
def test_the_address_people_type(settings: Settings, url: str) -> None:
    assert settings.url() == url

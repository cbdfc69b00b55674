"""The reference says what the code says."""

from __future__ import annotations

import pytest

from tools.reference import ROOT, pages

PLACES = [
    "contracts/definitions.schema.json",
    "contracts/openapi.json",
    "docs/reference/api.md",
    "docs/reference/cli.md",
    "docs/reference/errors.md",
    "docs/reference/settings.md",
]


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("place", PLACES)
def test_a_generated_page_is_up_to_date(place: str, wanted: dict[str, str]) -> None:
    path = ROOT / place

    assert path.is_file(), f"{place} is missing; run `make docs` and commit it"
    assert path.read_text("utf-8") == wanted[place], f"{place} is out of date; run `make docs` and commit it"


def test_every_generated_page_is_checked(wanted: dict[str, str]) -> None:
    assert sorted(wanted) == sorted(PLACES)

"""What a table exports: all of it, as numbers, in a file named by what it holds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.stories.processes import Server, start

pytestmark = pytest.mark.slow
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small demo whose customers rest."""
    data = tmp_path_factory.mktemp("downloads") / "shop"
    server = start(["demo", "--data", str(data), "--port", "0", "--customers", "1000", "--no-live"], data)
    server.settled()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, shop: Server) -> Iterator[Page]:
    """A page of the demo's operator."""
    with browser.new_context(locale="en-US", base_url=shop.url) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()


def exported(page: Page, button: Locator, directory: Path) -> tuple[str, list[dict[str, str]]]:
    """The name of the file that the button writes, and its rows."""
    with page.expect_download() as coming:
        button.click()
    path = directory / "export.csv"
    coming.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return coming.value.suggested_filename, list(csv.DictReader(file))


def test_the_catalogue_is_exported_whole_and_not_the_rows_in_sight(
    shop: Server, page: Page, tmp_path: Path
) -> None:
    page.goto("/recommendations?view=catalogue")
    name, rows = exported(page, page.get_by_role("button", name="Export: Catalogue"), tmp_path)
    total = shop.get("/api/catalogue")["total"]
    assert total > 50
    assert (name, len(rows)) == ("Catalogue.csv", total)


def test_a_list_that_the_server_pages_is_exported_whole(shop: Server, page: Page, tmp_path: Path) -> None:
    page.goto("/customers")
    name, rows = exported(page, page.get_by_role("link", name=re.compile("^Export: ")), tmp_path)
    total = shop.get("/api/customers")["total"]
    assert total > 50
    assert (name, len(rows)) == ("customers.csv", total)


def test_the_lost_of_a_step_and_its_interval_are_named(page: Page, tmp_path: Path) -> None:
    page.goto("/funnels")
    _, steps = exported(page, page.get_by_role("button", name="Export: All steps"), tmp_path)
    assert steps[1]["Step"] == "2. Product Added"
    low, rate, high = (
        float(steps[1][f"Of the step before{end}"]) for end in (", lower bound", "", ", upper bound")
    )
    assert low < rate < high

    page.goto("/funnels?step=2")
    name, lost = exported(page, page.get_by_role("button", name="Export: Lost before"), tmp_path)
    assert (name, len(lost)) == ("Lost before Product Added.csv", int(steps[1]["Lost"]))

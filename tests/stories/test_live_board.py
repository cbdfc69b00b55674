"""The pages move: a purchase shows on every open page within two seconds, without a reload."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.stories.processes import Server, start

pytestmark = pytest.mark.slow
PROMISED_SECONDS = 2.0
ATTEMPTS = 5
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small demo whose customers wait for the story to act."""
    data = tmp_path_factory.mktemp("board") / "shop"
    server = start(["demo", "--data", str(data), "--port", "0", "--customers", "300", "--no-live"], data)
    server.settled()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small demo whose customers go on buying."""
    data = tmp_path_factory.mktemp("lively") / "shop"
    server = start(["demo", "--data", str(data), "--port", "0", "--customers", "300"], data)
    yield server
    server.stop()


@pytest.fixture
def other_page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        yield context.new_page()


def buy(server: Server, user: str, order: str) -> None:
    """What the shop's own site would send."""
    (source,) = [source for source in server.get("/api/sources") if source["kind"] == "demo"]
    purchase: dict[str, Any] = {
        "userId": user,
        "event": "Order Completed",
        "properties": {"order_id": order, "revenue": 48.5, "currency": "USD"},
    }
    httpx.post(f"{server.url}/v1/track", auth=(source["write_key"], ""), json=purchase).raise_for_status()


def tile(page: Page, stage: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{stage}: [\d,]+ customers"))


def number(page: Page, stage: str) -> int:
    name = tile(page, stage).get_attribute("aria-label") or ""
    return int(re.sub(r"\D", "", name))


def seconds_until_seen(demo: Server, customer: str, customer_page: Page, board: Page) -> float:
    """Open both pages, let the customer buy, and take the time until both show it."""
    customer_page.goto(f"{demo.url}/customers/{customer}")
    main = customer_page.get_by_role("main")
    expect(main.get_by_text("Acquisition").first).to_be_visible(timeout=PATIENCE_MS)
    expect(main.get_by_text("Order Completed")).to_have_count(0)
    board.goto(f"{demo.url}/lifecycle")
    expect(tile(board, "Conversion")).to_be_visible(timeout=PATIENCE_MS)
    before = number(board, "Conversion")

    started = time.monotonic()
    buy(demo, customer.removeprefix("user:"), f"order of {customer}")
    after = board.get_by_role("button", name=re.compile(rf"^Conversion: {before + 1:,} customers"))
    expect(after).to_be_visible(timeout=PATIENCE_MS)
    expect(main.get_by_text("Order Completed").first).to_be_visible(timeout=PATIENCE_MS)
    took = time.monotonic() - started

    expect(board.get_by_test_id("latest-moves").get_by_role("listitem")).to_contain_text("Conversion")
    assert demo.get(f"/api/customers/{customer}")["stage"] == "conversion"
    return took


@pytest.mark.alone
def test_a_purchase_moves_the_customer_on_the_open_pages_within_two_seconds(
    demo: Server, page: Page, other_page: Page
) -> None:
    """Other work on the machine can only make it slower: the promise holds if one of a few purchases keeps it."""
    took: list[float] = []
    for row in demo.get("/api/customers", stage="acquisition", limit=ATTEMPTS)["rows"]:
        took.append(seconds_until_seen(demo, row["customer_id"], page, other_page))
        if took[-1] < PROMISED_SECONDS:
            return
    raise AssertionError(f"it took {took} seconds")


def test_live_visitors_move_the_board_by_themselves(lively: Server, page: Page) -> None:
    page.goto(f"{lively.url}/lifecycle")
    moves = page.get_by_test_id("latest-moves").get_by_role("listitem")
    expect(moves.first).to_be_visible(timeout=PATIENCE_MS)
    expect(moves.nth(1)).to_be_visible(timeout=PATIENCE_MS)

"""Whoever imports the history of years ago is led to it from the first page on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.processes import Server, run, serving

pytestmark = pytest.mark.slow
ORDERS = "order_id,customer_id,ordered_at,total\n" + "".join(
    f"A{n},C{n % 4},2018-10-{n + 6:02d} 12:00,{10 + n}.50\n" for n in range(12)
)
OWNER = {"email": "ana@example.com", "name": "Ana", "password": "correct horse battery"}
NOTICE = "Nothing happened in this period."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A shop whose orders all lie between 6 and 17 October 2018."""
    folder = tmp_path_factory.mktemp("old")
    file = folder / "orders.csv"
    file.write_text(ORDERS)
    run("import", str(file), "--as", "orders", "--data", str(folder / "data")).check_returncode()
    with serving(folder / "data") as server:
        server.http.post("/api/owner", json=OWNER).raise_for_status()
        server.settled()
        yield server


@pytest.fixture(scope="module")
def owner(browser: Browser, server: Server) -> Any:
    """What the browser of the owner keeps."""
    with browser.new_context(locale="en-US") as context:
        signed_in = context.request.post(
            f"{server.url}/api/session",
            data={"email": OWNER["email"], "password": OWNER["password"]},
            headers={"x-evergrow": "1"},
        )
        assert signed_in.ok
        return context.storage_state()


@pytest.fixture
def page(browser: Browser, owner: Any) -> Iterator[Page]:
    """A page of the owner's browser."""
    with browser.new_context(locale="en-US", storage_state=owner) as context:
        yield context.new_page()


def test_the_first_board_says_where_the_events_end_and_keys_lead_there(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_text(f"{NOTICE} Your events end on Oct 17, 2018.")).to_have_count(1)
    page.get_by_role("button", name="Show the 28 days up to then").press("Enter")

    expect(page).to_have_url(re.compile(r"period=2018-09-20\.\.2018-10-18"))
    expect(page.get_by_text(NOTICE)).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
    expect(page.get_by_role("button", name=re.compile(r"^Retention: 4 customers"))).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Retention", exact=True).click()
    expect(page).to_have_url(re.compile(r"/retention\?period=2018-09-20\.\.2018-10-18"))
    expect(page.get_by_role("heading", level=1, name="Retention")).to_be_visible()
    expect(page.get_by_text(NOTICE)).to_have_count(0)


def test_a_period_before_the_first_event_leads_to_the_first_days(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/retention?period=2010-01-01..2010-01-08")
    expect(page.get_by_text(f"{NOTICE} Your events begin on Oct 6, 2018.")).to_have_count(1)
    page.get_by_role("button", name="Show the first 7 days").click()
    expect(page).to_have_url(re.compile(r"period=2018-10-06\.\.2018-10-13"))
    expect(page.get_by_text(NOTICE)).to_have_count(0)


def test_pages_without_a_period_say_nothing_of_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/customers")
    expect(page.get_by_role("row").filter(has_text="C1").first).to_be_visible()
    expect(page.get_by_text(NOTICE)).to_have_count(0)


def test_an_event_of_today_takes_the_notice_away(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_text(NOTICE)).to_be_visible()
    key = server.http.post("/api/sources", json={"name": "Shop"}).json()["write_key"]
    server.http.post(
        "/v1/track", auth=(key, ""), json={"event": "Signed Up", "userId": "new"}
    ).raise_for_status()
    expect(page.get_by_text(NOTICE)).to_have_count(0)

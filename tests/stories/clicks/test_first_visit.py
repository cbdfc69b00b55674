"""The first hour at the dashboard: an owner, a file, a record to mend, the account's settings. All by hand."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.stories.processes import Server, eventually, serving

pytestmark = pytest.mark.slow
PATIENCE_MS = 60_000
ORDERS = "No;Kunde;Mail;Datum;Betrag\n" + "".join(
    f"A{n};C{n % 4};c{n % 4}@example.com;2026-10-{n + 1:02d} 12:00;{10 + n},50\n" for n in range(12)
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on an empty directory."""
    with serving(tmp_path_factory.mktemp("first") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def owner(browser: Browser, server: Server) -> Any:
    """What the browser of the owner keeps, once the owner has come in through the form."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        page.goto(server.url)
        submit = page.get_by_role("button", name="Create the account")
        page.get_by_label("Your name").fill("Ana")
        page.get_by_label("Email address").fill("ana@example.com")
        page.get_by_label("Password", exact=True).fill("short")
        submit.click()
        expect(page.get_by_text("Use at least 10 characters.")).to_be_visible()
        page.get_by_label("Password", exact=True).fill("correct horse battery")
        submit.click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        return context.storage_state()


@pytest.fixture
def page(browser: Browser, owner: Any) -> Iterator[Page]:
    """A page of the owner's browser."""
    size = {"width": 1440, "height": 900}
    with browser.new_context(viewport=size, locale="en-US", storage_state=owner) as context:  # pyright: ignore[reportArgumentType]
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()


def drop(zone: Locator, name: str, content: bytes) -> None:
    """Let go of a file above the zone, as a hand would."""
    zone.evaluate(
        """(element, [name, packed]) => {
            const held = new DataTransfer();
            const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
            held.items.add(new File([bytes], name));
            for (const kind of ['dragenter', 'dragover', 'drop'])
                element.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        [name, base64.b64encode(content).decode()],
    )


def test_the_owner_stays_signed_in_and_nobody_else_may_make_the_account(server: Server, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1, name="Lifecycle")).to_be_visible()
    visitor = httpx.get(f"{server.url}/api/session").json()
    assert (visitor["needs_owner"], visitor["operator"]) == (False, None)


def test_a_file_is_dropped_its_columns_are_put_right_and_its_customers_stand_on_the_board(
    server: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/data?tab=import")
    drop(page.get_by_text("Drop a file here"), "orders.csv", ORDERS.encode())
    start = page.get_by_role("button", name="Import", exact=True)
    for field, column in (
        ("Order id", "No"),
        ("Customer id", "Kunde"),
        ("Time of the order", "Datum"),
        ("Total of the order", "Betrag"),
    ):
        page.get_by_label(field, exact=True).select_option(column)
    start.click()

    expect(page.get_by_text("orders.csv is in")).to_be_visible()
    expect(page.get_by_text("12 lines read = 12 accepted + 0 quarantined + 0 there already")).to_be_visible()
    page.get_by_role("button", name="See the lifecycle").click()
    expect(page.get_by_role("button", name=re.compile(r"^Retention: 4 customers"))).to_be_visible()


def test_a_quarantined_record_is_mended_by_hand_and_another_is_retried(server: Server, page: Page) -> None:
    key = server.http.post("/api/sources", json={"name": "Shop"}).json()["write_key"]
    broken = [
        {"type": "track", "userId": "mended", "messageId": "m1"},
        {"type": "track", "event": "Signed Up"},
    ]
    httpx.post(f"{server.url}/v1/batch", auth=(key, ""), json={"batch": broken}).raise_for_status()
    server.settled()

    page.goto(f"{server.url}/data?tab=quarantine")
    page.get_by_role("row").filter(has_text="Track without the event's name").click()
    record = page.get_by_label("The record")
    record.fill(record.input_value().replace("{", '{ "event": "Signed Up",', 1))
    page.get_by_role("button", name="Save and retry").click()
    expect(page.get_by_text("The mended record was accepted.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Track without the event's name")).to_have_count(0)
    eventually(lambda: server.http.get("/api/customers/user:mended").status_code, lambda code: code == 200)

    page.get_by_role("row").filter(has_text="No id of a customer").click()
    page.get_by_role("button", name="Retry as it is").click()
    expect(page.get_by_text("1 record is on its way through the door.")).to_be_visible()
    back = eventually(lambda: server.get("/api/quarantine"), lambda waiting: waiting["total"] == 1)
    assert back["rows"][0]["reason"] == "missing_id"


def test_the_account_changes_its_currency_and_locale(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/settings")
    for label, typed in (("Currency", "EUR"), ("Language and region", "fr-FR")):
        page.get_by_role("combobox", name=label, exact=True).fill(typed)
        page.get_by_role("option").filter(has_text=typed).first.click()
    expect(page.get_by_text("they are not converted into EUR")).to_be_visible()
    page.locator("form").filter(has_text="Currency").get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("counts in EUR")).to_be_visible()
    account = server.get("/api/account")
    assert (account["currency"], account["locale"]) == ("EUR", "fr-FR")


def test_a_refusal_is_said_in_japanese_with_the_servers_words_below(
    server: Server, browser: Browser, owner: Any
) -> None:
    with browser.new_context(locale="ja-JP", storage_state=owner) as context:
        page = context.new_page()
        page.goto(f"{server.url}/lifecycle?period=2100-01-01..2100-02-01")

        alert = page.get_by_role("alert")
        expect(alert.get_by_role("heading")).to_have_text("この期間はまだ始まっていません。")
        expect(alert).to_contain_text("過去に始まる期間を選んでください。")
        expect(alert.locator("[lang=en]")).to_contain_text("has not begun")

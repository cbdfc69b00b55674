"""A day's work at the dashboard of a shop: its map, its flow, its customers, RFM and retention. All by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.processes import Server, eventually, start

pytestmark = pytest.mark.slow
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small demo whose customers rest."""
    data = tmp_path_factory.mktemp("day") / "shop"
    server = start(["demo", "--data", str(data), "--port", "0", "--customers", "300", "--no-live"], data)
    server.settled()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, shop: Server) -> Iterator[Page]:
    """A page of the demo's operator."""
    size = {"width": 1440, "height": 900}
    with browser.new_context(viewport=size, locale="en-US", base_url=shop.url) as context:  # pyright: ignore[reportArgumentType]
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()


def count(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_map_is_edited_seen_before_it_counts_and_saved_and_the_trends_mark_it(
    shop: Server, page: Page
) -> None:
    before = shop.get("/api/lifecycle")
    page.goto("/lifecycle/map")
    document = page.get_by_label("The map as a document")
    text = document.input_value()

    document.fill(text.replace("orders >= 2", "orders >= banana", 1))
    expect(page.get_by_text(re.compile(r"\d+ problem"))).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    document.fill(text.replace("orders >= 2", "orders >= 3", 1))
    save = page.get_by_role("button", name=re.compile(r"^Save and move [\d,]+ customers"))
    moving = count(save.inner_text())
    assert shop.get("/api/lifecycle")["stages"] == before["stages"]  # nothing counts before it is saved
    save.click()
    expect(page.get_by_text("Map saved")).to_be_visible()

    page.get_by_role("link", name="Lifecycle", exact=True).last.click()
    expect(page.get_by_text(re.compile("Map changed .* by .* \\(version 1\\)")).last).to_be_visible()
    held = {stage["id"]: stage["customers"]["value"] for stage in shop.get("/api/lifecycle")["stages"]}
    stood = {stage["id"]: stage["customers"]["value"] for stage in before["stages"]}
    assert 0 < stood["retention"] - held["retention"] <= moving
    shop.http.put("/api/maps/shop", json={"yaml": text}).raise_for_status()


def test_another_map_is_used_after_a_look_at_what_it_does(shop: Server, page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name=re.compile("^Use this map:")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("row")).not_to_have_count(0)
    dialog.get_by_role("button", name="Use this map").click()
    expect(page.get_by_text(re.compile("is active now."))).to_be_visible()
    assert shop.get("/api/maps")["active"] == "saas"

    page.goto("/lifecycle")
    expect(page.get_by_role("button", name=re.compile(r"^Activated: [\d,]+ customers"))).to_be_visible()
    shop.http.put("/api/maps/active", json={"name": "shop"}).raise_for_status()


def test_the_flow_is_read_by_arrow_keys_and_enter_shows_who_is_in_it(page: Page) -> None:
    page.goto("/lifecycle")
    flow = page.get_by_role("application", name="Flow of customers between stages")
    flow.focus()
    said = page.get_by_test_id("sankey-status")
    flow.press("ArrowDown")
    expect(said).to_have_text(re.compile(r"^.+ → .+: [\d,]+ customers?, "))
    first = said.inner_text()
    flow.press("ArrowRight")
    expect(said).not_to_have_text(first)
    flow.press("ArrowLeft")
    expect(said).to_have_text(re.compile("→"))
    flow.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link").or_(dialog.get_by_role("listitem")).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(flow).to_be_focused()


def test_customers_are_searched_filtered_and_one_is_taken_apart_and_joined_again(
    shop: Server, page: Page
) -> None:
    rows = shop.get("/api/customers", stage="retention", limit=20)["rows"]
    joined = next(
        one
        for row in rows
        if (one := shop.get(f"/api/customers/{row['customer_id']}"))["merges"] and one["name"]
    )
    page.goto("/customers")
    table = page.get_by_role("table", name="Customers")
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_label("Stage", exact=True).select_option("retention")
    expect(page.get_by_text(re.compile("stands? in Retention"))).to_be_visible()
    page.get_by_placeholder("Name, email or id").fill(joined["email"])
    expect(page.get_by_text("1 customer fits the filter.")).to_be_visible()
    table.get_by_role("row").nth(1).click()
    expect(page.get_by_role("heading", level=1, name=joined["name"])).to_be_visible()

    page.get_by_role("button", name=re.compile("^Undo: ")).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take apart").click()
    expect(page.get_by_text("They are two customers now.")).to_be_visible()
    assert any(merge["is_undone"] for merge in shop.get(f"/api/customers/{joined['customer_id']}")["merges"])
    page.get_by_role("button", name=re.compile("^Join again: ")).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Join again").click()
    expect(page.get_by_text("They are one customer again.")).to_be_visible()
    eventually(
        lambda: shop.get(f"/api/customers/{joined['customer_id']}")["metrics"],
        lambda metrics: metrics == joined["metrics"],
    )


def test_a_cell_of_the_rfm_grid_opens_its_segment_and_leads_to_its_customers(
    shop: Server, page: Page
) -> None:
    fullest = max(shop.get("/api/rfm")["cells"], key=lambda cell: cell["customers"])
    segment = next(one for one in shop.get("/api/rfm")["segments"] if one["id"] == fullest["segment"])
    page.goto("/rfm")
    page.get_by_role("button", name=re.compile(f"^Recency {fullest['r']}, frequency {fullest['f']},")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Customers").first).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Show (all )?[\\d,]+ customers?")).or_(
        dialog.get_by_role("link", name=re.compile("^Show (all )?[\\d,]+ customers?"))
    ).click()

    expect(page).to_have_url(re.compile(f"rfm={segment['id']}"))
    expect(page.get_by_text(re.compile("fits? the filter"))).to_be_visible()


def test_retention_is_read_by_week_and_a_number_says_how_it_is_made(shop: Server, page: Page) -> None:
    rate = shop.get("/api/retention", period="2026-01-01..2026-07-01")["retention_rate"]["value"]
    page.goto("/retention?period=2026-01-01..2026-07-01")
    expect(page.get_by_text(f"{rate:.1%}").first).to_be_visible()
    page.get_by_text("By week", exact=True).click()
    expect(page.get_by_text(re.compile("in the week after their first order"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Retention rate")).first.click()
    expect(page.get_by_role("dialog").get_by_text(re.compile(r"E.*N.*S")).first).to_be_visible()


def test_a_persona_is_opened_beside_another_and_its_rule_becomes_a_segment(shop: Server, page: Page) -> None:
    card = next(one for one in shop.get("/api/personas")["cards"] if one["id"] == "repeat_buyer")
    page.goto("/personas")
    page.get_by_role("button", name=re.compile("^Repeat buyers")).click()
    wide = page.locator("#persona-wide")
    expect(wide.get_by_text(card["when"])).to_be_visible()
    expect(wide.get_by_text(f"{card['share']['value']:.1%}").first).to_be_visible()
    wide.get_by_role("button", name="Show customers").click()
    listed = page.get_by_role("dialog").locator("tbody tr")
    expect(listed).to_have_count(min(12, int(card["customers"]["value"])))
    page.keyboard.press("Escape")
    wide.get_by_placeholder("Compare with").click()
    page.get_by_role("option", name="Bouncers").click()
    expect(wide.get_by_role("heading", name="Repeat buyers beside Bouncers")).to_be_visible()
    wide.get_by_role("button", name="Save as a segment").first.click()

    expect(page).to_have_url(re.compile("/segments/~new"))


def test_paths_are_walked_by_arrow_keys_and_asked_from_an_event_in_them(page: Page) -> None:
    page.goto("/paths?period=365d")
    picture = page.get_by_role("application", name="Paths of sessions, step by step")
    picture.focus()
    said = page.get_by_test_id("sankey-status")
    picture.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^.+ → .+: [\d,]+ sessions?, "))
    picture.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r", step \d: [\d,]+ sessions?"))
    event = said.inner_text().rsplit(", step", 1)[0]
    picture.press("Enter")

    expect(page).to_have_url(re.compile("event="))
    expect(page.get_by_text(f"Sessions with {event}").first).to_be_visible()
    expect(page.get_by_test_id("finding")).to_contain_text(f"After {event}")


def test_reports_are_saved_and_arranged_on_ones_own_board_by_keys(shop: Server, page: Page) -> None:
    for address, title in (("/map-check?limit=90+days", "Who keeps to it"), ("/retention", "Who stays")):
        page.goto(address)
        page.get_by_role("button", name="Save this report").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(title)
        dialog.get_by_role("switch", name="Put its first figure on my board").check()
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f"Saved as {title}")).to_be_visible()
    saved = {one["title"]: one["ask"] for one in shop.get("/api/saved-reports")}
    assert saved["Who keeps to it"] == {"limit": "90 days"}

    page.goto("/mine")
    tiles = page.get_by_role("list", name="Board").get_by_role("listitem")
    handle = page.get_by_role("button", name=re.compile("^Move Who keeps to it, tile "))
    handle.press("Shift+ArrowRight")
    handle.press("ArrowRight")
    expect(page.get_by_text("Who keeps to it is now tile 2 of 2")).to_be_attached()
    expect(handle).to_be_focused()

    def board() -> list[tuple[str, int]]:
        mine = page.request.get("/api/boards/mine").json()  # the board of who looks, not of the shop's key
        return [(tile["report"], tile["width"]) for tile in mine["tiles"]]

    eventually(board, lambda now: now == [("who-stays", 1), ("who-keeps-to-it", 2)])
    page.reload()
    expect(tiles.nth(1)).to_contain_text("Who keeps to it")
    tiles.nth(1).get_by_role("button", name=re.compile("^Customers on the map|^Took only")).click()
    expect(page.get_by_role("dialog")).to_be_visible()  # what the number means
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change Who stays").click()
    page.get_by_role("menuitem", name="Take off the board").click()
    expect(tiles).to_have_count(1)
    eventually(board, lambda now: now == [("who-keeps-to-it", 2)])
    tiles.get_by_role("link", name=re.compile("^Who keeps to it")).click()
    expect(page).to_have_url(re.compile(r"/map-check\?.*limit=90(\+|%20)days"))


def test_definitions_are_found_by_their_letters_and_each_opens_its_page(shop: Server, page: Page) -> None:
    segment = "segment: regulars\ntitle: Regulars of the shop\nwhen: orders >= 2\n"
    campaign = (
        "campaign: harvest\ntitle: The new harvest\naudience: in segment 'regulars'\n"
        "message: welcome-hello\nwhen: { at: 2036-11-22 07:20 }\n"
    )
    shop.http.put("/api/segments/regulars", json={"yaml": segment}).raise_for_status()
    shop.http.put("/api/campaigns/harvest", json={"yaml": campaign}).raise_for_status()
    page.goto("/settings")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for letters, title, address in (
        ("regulars of", "Regulars of the shop", "/segments/regulars"),
        ("new harv", "The new harvest", "/campaigns/harvest"),
        ("can we h", "Can we help?", "/messages/cart-abandoned-help"),
        ("cart aband", "Cart abandoned", "/journeys/cart-abandoned"),
    ):
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name=re.compile("^Find a customer")).fill(letters)
        page.get_by_role("option").filter(has_text=title).first.click()
        expect(page).to_have_url(re.compile(f"{address}(\\?|$)"))
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_backtest_that_takes_too_long_is_stopped(page: Page) -> None:
    page.route("**/api/journeys/*/backtest", lambda _: None)  # for ever
    page.goto("/journeys/cart-abandoned?view=backtest")
    page.get_by_role("button", name="Run the backtest").first.click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Stopped before its end")).to_be_visible()
    expect(page.get_by_role("button", name="Run the backtest").first).to_be_enabled()

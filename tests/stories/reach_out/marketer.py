"""The hands of a marketer at the dashboard: every step of the story, as clicks and typing."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

CLICKS = 10
MESSAGE = """<mjml><mj-body><mj-section><mj-column>
<mj-text>Your {{ event.properties.product }} is still in the basket.</mj-text>
<mj-button href="https://shop.example/basket">Back to the basket</mj-button>
<mj-text><a href="{{ preferences_url }}">Choose topics</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>"""
SUBJECT = "{{ customer.first_name | default: 'Hello' }}, your {{ event.properties.product }} is waiting"


@dataclass(frozen=True)
class Marketer:
    """Somebody at the dashboard."""

    page: Page

    def opens_an_account(self) -> None:
        page = self.page
        page.goto("/")
        page.get_by_label("Your name").fill("Mia")
        page.get_by_label("Email address").fill("mia@shop.example")
        page.get_by_label("Password", exact=True).fill("correct horse battery")
        page.get_by_role("button", name="Create the account").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()

    def sees_the_leak_and_what_closes_it(self) -> None:
        """From the board to the plays for its leak."""
        page = self.page
        page.goto("/lifecycle")
        leak = page.get_by_text(re.compile("^Most value is waiting between Acquisition and Conversion"))
        expect(leak).to_be_visible()
        page.get_by_role("button", name="Close this leak").click()
        expect(page.get_by_text(re.compile("is made to bring more customers"))).to_be_visible()

    def connects_a_mail_server(self, port: int, dkim_key: str) -> None:
        page = self.page
        page.goto("/channels")
        page.get_by_role("button", name="Connect Email by SMTP").click()
        form = page.get_by_role("dialog")
        self._choose(form, "Security", "none")
        form.get_by_text(re.compile("more that may be left out")).click()
        for label, typed in (
            ("Server", "127.0.0.1"),
            ("Port", str(port)),
            ("From", "hello@shop.example"),
            ("DKIM domain", "shop.example"),
            ("DKIM selector", "grow"),
            ("DKIM private key (PEM)", dkim_key),
        ):
            form.get_by_role("textbox", name=label, exact=True).fill(typed)
        form.get_by_role("button", name="Connect", exact=True).click()
        card = page.get_by_role("article", name="Email by SMTP")
        card.get_by_role("button", name="Check").click()
        expect(card.get_by_text("DKIM")).to_be_visible()

    def lets_messages_go_out_at_night(self) -> None:
        """Else what this story sends would wait for the morning."""
        page = self.page
        page.get_by_role("tab", name="Guards").click()
        page.get_by_label("Hold messages at night").click()
        page.get_by_role("button", name="Save the guards").click()
        expect(page.get_by_text("The guards are in force.")).to_be_visible()

    def describes_whom_to_reach(self) -> int:
        """Who came to the checkout and bought nothing; how many the builder counts."""
        page = self.page
        page.goto("/segments")
        page.get_by_role("button", name="New segment").click()
        page.get_by_label("Title").fill("Almost customers")
        self._adds_behaviour(1, "did", "Checkout Started")
        self._adds_behaviour(2, "did not do", "Order Completed")
        said = "started a checkout in the last 30 days and did not buy in the last 30 days"
        expect(page.get_by_text(said)).to_be_visible()
        count = page.get_by_test_id("segment-count")
        expect(count).to_have_text(re.compile(r"^[1-9]\d*$"))
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(re.compile("^Almost customers is saved"))).to_be_visible()
        return int(count.inner_text())

    def _adds_behaviour(self, number: int, reading: str, event: str) -> None:
        page = self.page
        page.get_by_role("button", name="Condition", exact=True).click()
        page.get_by_role("menuitem", name="Behavior: did or did not do").click()
        row = page.get_by_role("group", name="All of these").get_by_role("listitem").nth(number - 1)
        if reading != "did":
            self._choose(row, "What they did", reading)
        row.get_by_label("Event", exact=True).fill(event)
        page.keyboard.press("Escape")

    def writes_a_message(self) -> None:
        """In the editor, seen as a customer who left a basket gets it."""
        page = self.page
        page.goto("/messages")
        page.get_by_role("button", name="New message").click()
        page.get_by_role("dialog").get_by_label("Title").fill("Basket reminder")
        page.get_by_role("button", name="Write it").click()
        page.get_by_label("Subject").fill(SUBJECT)
        page.get_by_label("MJML").fill(MESSAGE)
        self._choose(page, "Triggered by", "Checkout Started")
        someone = page.get_by_role("combobox", name="As customer")
        someone.fill("old-1@example.com")
        page.get_by_role("option", name="Jo · old-1@example.com").click()
        mail = page.frame_locator("iframe[title='The mail as it is opened']")
        expect(mail.get_by_text("Your a teapot is still in the basket.")).to_be_visible()
        expect(page.get_by_text("Jo, your a teapot is waiting")).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Basket reminder is saved as version 1.")).to_be_visible()

    def draws_a_journey(self) -> None:
        """A checkout begins it; a mail, then two days for an order; the order is its goal."""
        page = self.page
        page.goto("/journeys")
        page.get_by_role("button", name="New journey").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Title").fill("Save the basket")
        form.get_by_label("One entry for each").fill("properties.cart_id")
        form.get_by_role("button", name="Draw it").click()

        canvas = page.get_by_test_id("canvas")
        first = canvas.locator(".react-flow__node", has_text="Wait")
        canvas.get_by_role("button", name="Add a step here").first.click()
        page.get_by_role("menuitem", name="Send a message").click()
        self._choose(page, "Message", "Basket reminder")
        canvas.get_by_role("button", name="Add a step here").nth(1).click()
        page.get_by_role("menuitem", name="Wait for an event").click()
        self._selects(first.filter(has_not_text="Wait for an event"))
        page.keyboard.press("Delete")
        expect(canvas.locator(".react-flow__node-step")).to_have_count(2)

        canvas.locator(".react-flow__node-entry").click()
        page.get_by_label("Only customers who").fill("in segment 'almost-customers'")
        self._choose(page, "The same customer may come in again", "Always, also while inside")
        page.get_by_label("The journey has a goal").click()
        expect(page.get_by_text(re.compile("^Nothing is wrong with it. Save it"))).to_be_visible()
        page.get_by_role("button", name="Save version").click()
        expect(page.get_by_text("Saved as version 2.")).to_be_visible()

    def _selects(self, step: Locator) -> None:
        """Click until it is selected: while the page takes in what was done before, a step may move off the mouse."""
        for _ in range(CLICKS):
            step.click()
            with suppress(AssertionError):
                expect(step).to_contain_class("selected", timeout=5_000)
                return
        raise AssertionError("the step was never selected")

    def tries_it_on_history(self) -> tuple[str, str]:
        """The backtest's finding, and where its messages would have been."""
        page = self.page
        self._opens("Backtest")
        page.get_by_role("button", name="Run the backtest").first.click()
        finding = page.get_by_test_id("backtest-finding")
        expect(finding).to_be_visible()
        return finding.inner_text(), self.equation()

    def launches_it(self) -> None:
        page = self.page
        page.get_by_role("button", name="Launch", exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Launch", exact=True).click()
        expect(page.get_by_text("Launched. Customers come in from now on.")).to_be_visible()
        self._opens("Running")

    def figure(self, name: str) -> Locator:
        """A figure of the running journey."""
        title = self.page.locator("dt", has_text=re.compile(f"^{name}$"))
        return title.locator("xpath=following-sibling::dd")

    def equation(self) -> str:
        """Where every message is, as it stands on the page."""
        return self.page.get_by_test_id("identity").get_by_role("group").get_attribute("aria-label") or ""

    def asks_why_nothing_was_sent_to(self, customer: str) -> None:
        self.page.goto(f"/customers/user:{customer}")

    def _opens(self, view: str) -> None:
        self.page.get_by_role("radiogroup", name="View").get_by_text(view, exact=True).click()

    def _choose(self, where: Page | Locator, label: str, option: str) -> None:
        where.get_by_role("combobox", name=label).or_(where.get_by_role("textbox", name=label)).first.click()
        self.page.get_by_role("option", name=option, exact=True).click()

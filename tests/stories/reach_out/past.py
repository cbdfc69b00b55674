"""What happened in a small shop before the story begins: many fill a basket, few buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from evergrow.testing.calls import Call, buy, call, identify, sign_up

VISITORS = range(48)
AGREES = "Consent Granted"


@dataclass(frozen=True)
class Visitor:
    """One of them, by number: whether they agreed to offers, came to the checkout, and bought after it."""

    number: int

    @property
    def agrees(self) -> bool:
        return self.number % 3 != 0

    @property
    def checks_out(self) -> bool:
        return self.number % 4 != 0

    @property
    def buys(self) -> bool:
        return self.checks_out and self.number % 7 == 0

    def calls(self, now: datetime) -> list[Call]:
        """Everything they did, beginning 6 to 25 days ago."""
        user, came = f"old-{self.number}", now - timedelta(days=6 + self.number % 20, minutes=self.number)
        made = [identify(came, user=user, email=f"{user}@example.com", firstName="Jo")]
        made.append(sign_up(came + timedelta(minutes=1), user=user))
        if self.agrees:
            made.append(agree(came + timedelta(minutes=2), user))
        if self.checks_out:
            properties = {"cart_id": f"cart-{self.number}", "product": "a teapot"}
            at = came + timedelta(minutes=3)
            made.append(call("track", at, user=user, event="Checkout Started", properties=properties))
        if self.buys:
            made.append(buy(came + timedelta(hours=5), user=user, amount=40))
        return made


def agree(at: datetime, user: str) -> Call:
    """They agree to offers by email."""
    properties = {"channel": "email", "topic": "offers", "wording": "Yes, send me offers."}
    return call("track", at, user=user, event=AGREES, properties=properties)


def past() -> tuple[list[Visitor], list[Call]]:
    """The visitors, and everything they did until some days ago."""
    visitors = [Visitor(number) for number in VISITORS]
    now = datetime.now(UTC)
    return visitors, [made for visitor in visitors for made in visitor.calls(now)]

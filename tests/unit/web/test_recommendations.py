"""Recommendations over HTTP: from events and a catalogue to products for a customer, a cart and a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import select

from evergrow.deliver.dispatch import Claimed
from evergrow.deliver.writing import Writer
from evergrow.engage.messages import messages
from evergrow.runtime import Workspace, tick
from evergrow.runtime.sending import house_of
from evergrow.testing import entry_of, identify, view

CATALOGUE = (
    "id,name,category,price,image,in_stock\n"
    "tea,Green tea,Drinks,9.5,https://shop.example/tea.png,yes\n"
    "pot,Tea pot,Things,30,,yes\n"
    "cup,Tea cup,Things,8,,no\n"
    "bad,Broken,Things,dear,,yes\n"
)


def looked(workspace: Workspace, now: datetime, *seen: tuple[str, str]) -> None:
    calls = [view(now - timedelta(hours=2), user=user, product=product) for user, product in seen]
    people = [identify(now - timedelta(hours=3), user=user, email=f"{user}@x.example") for user, _ in seen]
    workspace.log.append_now([entry_of([*people, *calls], received_at=now)])
    tick(workspace, now)


def test_what_a_customer_gets_follows_events_at_once_and_the_catalogue(
    workspace: Workspace, operator: httpx.Client
) -> None:
    def offered(address: str) -> list[tuple[str, str]]:
        return [
            (one["id"], one["why"])
            for one in operator.get(f"/api/recommendations/{address}").json()["products"]
        ]

    now = datetime.now(UTC)
    nothing = operator.get("/api/recommendations/popular").json()
    assert (nothing["products"], nothing["learned_at"]) == ([], None)
    assert nothing["unavailable"].startswith("Nothing was learned yet")
    assert operator.post("/api/recommendations/model").json()["unavailable"] == "No event names a product."

    several = [(user, product) for user in ("ana", "ben", "eve") for product in ("tea", "pot", "cup")]
    looked(workspace, now, *several, ("kim", "pen"), ("lee", "pen"))
    made = operator.post("/api/recommendations/model").json()
    assert (made["unavailable"], made["customers"], made["products"]) == (None, 5, 4)

    assert offered("customers/user:kim?popular=false") == []
    looked(workspace, now + timedelta(seconds=1), ("kim", "tea"))
    assert operator.get("/api/recommendations/model").json()["has_later"]
    near = operator.get("/api/recommendations/customers/user:kim?popular=false").json()
    assert sorted(one["id"] for one in near["products"]) == ["cup", "pot"]
    assert near["products"][0]["because"]
    assert near["interests"][0]["id"] == "tea"

    kept = operator.post("/api/catalogue?filename=products.csv", content=CATALOGUE.encode()).json()
    assert (kept["rows_read"], kept["kept"], kept["unreadable"][0]["line"]) == (4, 3, 5)
    assert offered("customers/user:kim?popular=false") == [("pot", "interest")]
    assert offered("cart?item=tea&count=1") == [("pot", "interest")]
    assert offered("popular?category=drinks") == [("tea", "popular")]
    assert operator.get("/api/catalogue?q=pot").json()["total"] == 1

    unknown = operator.get("/api/recommendations/customers/user:nobody")
    too_many = operator.get("/api/recommendations/popular?count=0")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "customer.unknown")
    assert (too_many.status_code, too_many.json()["code"]) == (400, "recommendations.count")


MAIL = """
message: for-you
channel: email
topic: offers
missing: {missing}
languages:
  en:
    subject: For you
    text: "{{% for product in recommended limit: 1 %}}Try {{{{ product.name }}}}, {{{{ product.price }}}} {{{{ product.currency }}}}.{{% endfor %}}"
"""


def test_a_message_offers_what_suits_its_customer_and_without_it_does_as_its_author_chose(
    workspace: Workspace, operator: httpx.Client
) -> None:
    def shown(user: str, missing: str) -> tuple[str | None, list[str], str | None]:
        body = {"yaml": MAIL.format(missing=missing), "customer_id": f"user:{user}"}
        found = operator.post("/api/messages/preview", json=body).json()
        text = (found["content"] or {}).get("text")
        return text and text.splitlines()[0], found["missing"], found["would_suppress"]

    now = datetime.now(UTC)
    several = [(user, product) for user in ("ana", "ben", "eve") for product in ("tea", "pot")]
    looked(workspace, now, *several, ("kim", "tea"), ("lee", "pen"))
    checked = operator.post("/api/messages/check", json={"yaml": MAIL.format(missing="suppress")}).json()
    assert [one for one in checked["findings"] if one["level"] == "error"] == []

    assert shown("kim", "suppress")[1:] == (
        ["recommended"],
        "The customer has no recommended to put into the message.",
    )
    assert shown("kim", "fallback")[2] is None or "Nothing is left" in (shown("kim", "fallback")[2] or "")
    operator.post("/api/recommendations/model")
    operator.post("/api/catalogue?filename=products.csv", content=CATALOGUE.encode())
    assert shown("kim", "suppress") == ("Try Tea pot, 30.0 USD.", [], None)

    assert operator.put("/api/messages/for-you", json={"yaml": MAIL.format(missing="suppress")}).is_success
    sent = {"address": "me@x.example", "customer_id": "user:kim"}
    assert operator.post("/api/messages/for-you/test", json=sent).status_code == 202
    with workspace.state.reading() as tx:
        row = tx.rows(select(messages))[0]
    claimed = Claimed(**{name: row[name] for name in Claimed.__struct_fields__ if name in row})
    write = Writer(workspace.state, workspace.secret, lambda: house_of(workspace))
    (written,) = write([claimed], now + timedelta(minutes=1))
    assert written.outgoing is not None
    assert written.outgoing.content["text"].startswith("Try Tea pot, 30.0 USD.")

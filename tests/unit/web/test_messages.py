"""Messages, topics, consents and suppressions as the dashboard asks for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from evergrow.definitions.maps import shipped_map
from evergrow.deliver.dispatch import Claimed
from evergrow.deliver.writing import Writer
from evergrow.engage.messages import messages
from evergrow.runtime import Workspace, tick
from evergrow.runtime.sending import house_of
from evergrow.testing import buy, entry_of, identify

NOW = datetime.now(UTC)
CART = """\
message: cart
title: Cart
channel: email
topic: offers
languages:
  en:
    subject: "Hi {{ customer.first_name }}"
    html: |
      <p>{{ customer.plan | default: "none" }} {{ customer.stage }} {{ customer.metrics.orders }}
      {{ event.properties.order_id }}</p><a href="{{ unsubscribe_url }}">out</a>
"""


@pytest.fixture
def api(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """An operator of a shop with two customers."""
    calls = [
        identify(NOW - timedelta(days=2), user="ana", email="ana@example.com", firstName="Ana", plan="gold"),
        buy(NOW - timedelta(days=1), user="ana", amount=20, order_id="o-7"),
        identify(NOW - timedelta(hours=1), user="ben", email="ben@example.com"),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    account = operator.get("/api/account").json() | {"postal_address": "1 Main Street"}
    assert operator.put("/api/account", json=account).json() == account
    return operator


def test_a_webhook_to_a_private_address_is_refused_where_it_is_written(operator: httpx.Client) -> None:
    text = "message: told\nchannel: webhook\ntopic: orders\nlanguages:\n  en: { url: 'http://169.254.169.254/x', body: '{}' }\n"
    for path in ("/api/messages/told", "/api/documents/message/told"):
        refused = operator.put(path, json={"yaml": text})
        (problem,) = refused.json()["problems"]
        assert (refused.status_code, problem["code"]) == (422, "message.private_address")
        assert problem["where"] == "messages/told.yaml:5  languages.en.url"
    (found,) = operator.post("/api/messages/check", json={"yaml": text}).json()["findings"]
    assert (found["level"], found["what"]) == ("error", "'169.254.169.254' is not on the public internet.")
    for other in ("ftp://hooks.example.com", "http://user:pw@hooks.example.com", "hooks.example.com"):
        odd = text.replace("http://169.254.169.254", other)
        refused = operator.put("/api/messages/told", json={"yaml": odd}).json()
        assert refused["code"] == "message.no_receiver"
    public = text.replace("169.254.169.254", "hooks.example.com")
    assert operator.put("/api/messages/told", json={"yaml": public}).status_code == 200


def test_a_problem_of_a_definition_names_the_file_that_it_stands_in(operator: httpx.Client) -> None:
    for kind, name, text in (
        ("journey", "cart", "journey: cart\nentry: { api: true }\nsteps: [{ id: a, wait: soon }]\n"),
        ("segment", "cart", "segment: cart\ntitle: x\nwhen: never ever\n"),
        ("map", "cart", "kind: map\nname: cart\nstages: 7\n"),
    ):
        refused = operator.put(f"/api/documents/{kind}/{name}", json={"yaml": text}).json()
        assert {one["where"].partition(":")[0] for one in refused["problems"]} == {f"{kind}s/cart.yaml"}
        other = operator.put(f"/api/documents/{kind}/basket", json={"yaml": _sound(kind)}).json()
        assert other["code"] == "definitions.other_name", other


def _sound(kind: str) -> str:
    if kind == "journey":
        return "journey: cart\nentry: { api: true }\nsteps: [{ id: a, wait: 1 day }]\n"
    return "segment: cart\nwhen: orders >= 1\n" if kind == "segment" else shipped_map("shop")


def test_a_message_is_saved_shown_in_its_versions_and_taken_away(api: httpx.Client) -> None:
    saved = api.put("/api/messages/cart", json={"yaml": CART}).json()
    assert (saved["version"], saved["channel"], saved["languages"], saved["findings"]) == (
        1,
        "email",
        ["en"],
        [],
    )
    document = saved["document"] | {"title": "Your cart"}
    again = api.put("/api/messages/cart", json={"document": document}).json()
    assert (again["version"], again["title"]) == (2, "Your cart")
    assert again["document"] == document
    assert [one["version"] for one in api.get("/api/messages/cart/versions").json()] == [2, 1]
    assert api.get("/api/messages/cart", params={"version": 1}).json()["title"] == "Cart"
    assert [one["name"] for one in api.get("/api/messages").json()] == ["cart"]
    assert api.delete("/api/messages/cart").status_code == 204
    assert api.get("/api/messages/cart").json()["code"] == "message.unknown"


def test_errors_keep_a_message_from_being_saved_and_warnings_do_not(api: httpx.Client) -> None:
    broken = CART.replace("customer.stage", "custmer.stage").replace("customer.plan", "customer.plann")
    found = api.post("/api/messages/check", json={"yaml": broken}).json()["findings"]
    assert [(one["level"], one["code"], one["where"]) for one in found] == [
        ("error", "message.unknown_variable", "message.yaml:9  languages.en.html"),
        ("warning", "message.unknown_trait", "message.yaml:9  languages.en.html"),
    ]
    assert "Did you mean 'plan'?" in found[1]["what"]
    refused = api.put("/api/messages/cart", json={"yaml": broken})
    assert (refused.status_code, refused.json()["code"]) == (422, "message.unknown_variable")
    assert api.post("/api/messages/check", json={"yaml": "x"}).json()["findings"][0]["level"] == "error"
    assert api.put("/api/messages/other", json={"yaml": CART}).json()["code"] == "definitions.other_name"
    huge = CART.replace("<p>", "<p>" + "x" * 10_000_000)
    assert api.put("/api/messages/cart", json={"yaml": huge}).json()["code"] == "definition.too_large"


def test_a_message_is_shown_as_a_chosen_customer(api: httpx.Client) -> None:
    asked = {"yaml": CART, "customer_id": "user:ana", "event_name": "Order Completed"}
    shown = api.post("/api/messages/preview", json=asked).json()
    assert shown["content"]["subject"] == "Hi Ana"
    assert "<p>gold conversion 1\no-7</p>" in shown["content"]["html"]
    assert "/p/unsubscribe/" in shown["content"]["text"]
    assert (shown["missing"], shown["would_suppress"]) == ([], None)
    assert shown["size_bytes"] == len(shown["content"]["html"])
    other = api.post("/api/messages/preview", json={"yaml": CART}).json()
    assert other["customer_id"] == "user:ben"
    assert sorted(other["missing"]) == ["customer.first_name", "event.properties.order_id"]
    assert "customer.first_name" in other["would_suppress"]


def test_a_message_with_a_trigger_is_shown_as_somebody_who_did_it(api: httpx.Client) -> None:
    asked = {"yaml": CART, "event_name": "Order Completed"}
    shown = api.post("/api/messages/preview", json=asked).json()
    assert shown["customer_id"] == "user:ana"
    assert datetime.fromisoformat(shown["event_at"]) == NOW - timedelta(days=1)
    other = api.post("/api/messages/preview", json=asked | {"customer_id": "user:ben"}).json()
    assert (other["customer_id"], other["event_at"]) == ("user:ben", None)
    nobody = api.post("/api/messages/preview", json=asked | {"event_name": "Ticket Created"}).json()
    assert (nobody["customer_id"], nobody["event_at"]) == ("user:ben", None)


def test_a_mail_is_shown_in_a_frame_with_a_policy_of_its_own(api: httpx.Client) -> None:
    shown = api.post("/api/messages/preview", json={"yaml": CART}).json()
    frame = api.get(shown["frame"])
    assert "<p>" in frame.text
    policy = frame.headers["content-security-policy"]
    assert all(said in policy for said in ("default-src 'none'", "img-src 'self' https:", "sandbox"))
    assert frame.headers["x-frame-options"] == "SAMEORIGIN"
    page = api.get("/api/account").headers
    assert "https:" not in page["content-security-policy"]
    assert page["x-frame-options"] == "DENY"
    assert api.get("/api/frames/0").json()["code"] == "frame.gone"
    assert httpx.Headers(frame.headers).get_list("content-security-policy") == [policy]


def test_a_search_finds_definitions_by_title_and_name(api: httpx.Client) -> None:
    api.put("/api/messages/cart", json={"yaml": CART.replace("title: Cart", "title: Basket reminder")})
    for letters in ("BASKET", "cart"):
        found = api.get("/api/search", params={"q": letters}).json()["definitions"]
        assert found == [{"kind": "message", "name": "cart", "title": "Basket reminder", "titles": {}}]
    assert api.get("/api/search", params={"q": "elsewhere"}).json() == {"customers": [], "definitions": []}


def test_a_commercial_mail_without_a_postal_address_is_warned_of(api: httpx.Client) -> None:
    account = api.get("/api/account").json() | {"postal_address": " "}
    assert api.put("/api/account", json=account).json()["postal_address"] == ""
    saved = api.put("/api/messages/cart", json={"yaml": CART}).json()
    assert [one["code"] for one in saved["findings"]] == ["message.no_postal_address"]
    about_orders = {"yaml": CART.replace("topic: offers", "topic: orders")}
    assert api.post("/api/messages/check", json=about_orders).json()["findings"] == []


def test_an_editor_knows_what_may_be_used(api: httpx.Client) -> None:
    offered = api.get("/api/messages/variables").json()
    assert {"customer.plan", "customer.metrics.orders", "coupon.code"} <= {
        one["path"] for one in offered["variables"]
    }
    assert [piece["name"] for piece in offered["channels"]["sms"]] == ["text"]


def test_a_test_goes_to_one_address_only(api: httpx.Client, workspace: Workspace) -> None:
    api.put("/api/messages/cart", json={"yaml": CART})
    asked = {"address": "me@example.com", "customer_id": "user:ana", "event_name": "Order Completed"}
    sent = api.post("/api/messages/cart/test", json=asked)
    assert sent.status_code == 202
    with workspace.state.reading() as tx:
        rows = tx.rows(select(messages))
    assert [(row["origin"], row["address"], row["customer_id"], row["template_version"]) for row in rows] == [
        ("test", "me@example.com", "user:ana", 1)
    ]
    assert api.post("/api/messages/nothing/test", json=asked).json()["code"] == "message.unknown"


def test_a_test_speaks_the_language_that_was_asked_for_and_else_the_customers(
    api: httpx.Client, workspace: Workspace
) -> None:
    workspace.log.append_now([entry_of([identify(NOW, user="kei", language="ja")], received_at=NOW)])
    tick(workspace, NOW)
    said = (
        "message: hi\nchannel: sms\ntopic: orders\ndefault_language: en\nlanguages:\n  en: { text: Hello }\n"
    )
    assert api.put("/api/messages/hi", json={"yaml": f"{said}  ja: {{ text: こんにちは }}\n"}).is_success
    for language in ("en", "ja", None):
        asked = {"address": "+819012345678", "customer_id": "user:kei", "language": language}
        assert api.post("/api/messages/hi/test", json=asked).is_success
    with workspace.state.reading() as tx:
        rows = tx.rows(select(*(messages.c[name] for name in Claimed.__struct_fields__)))
    write = Writer(workspace.state, workspace.secret, lambda: house_of(workspace))
    written = write([Claimed(**row) for row in rows], NOW)

    texts = {one.claimed.language: one.outgoing.content["text"] for one in written if one.outgoing}
    assert texts == {"en": "Hello", "ja": "こんにちは", None: "こんにちは"}


def test_topics_are_the_shipped_ones_until_others_are_saved(api: httpx.Client) -> None:
    shipped = api.get("/api/topics").json()
    assert (shipped["version"], [one["id"] for one in shipped["topics"]][:4]) == (
        0,
        ["orders", "account", "offers", "news"],
    )
    api.put("/api/messages/cart", json={"yaml": CART})
    refused = api.put("/api/topics", json={"yaml": "topics: [{ id: tips }]"})
    assert refused.json()["code"] == "topic.in_use"
    saved = api.put(
        "/api/topics", json={"document": {"topics": [{"id": "offers", "consent": "opt_out"}]}}
    ).json()
    assert (saved["version"], saved["topics"][0]["consent"]) == (1, "opt_out")
    assert api.post("/api/topics/check", json={"yaml": "topics: [{ id: all }]"}).json()["problems"]


def test_an_operator_writes_down_what_a_customer_said_with_its_proof(
    api: httpx.Client, workspace: Workspace
) -> None:
    said = {
        "channel": "email",
        "topic": "offers",
        "is_granted": True,
        "wording": "Yes, please",
        "place": "Call",
    }
    assert (
        api.post("/api/customers/user:ana/consents", json=said | {"place": " "}).json()["code"]
        == "consent.no_proof"
    )
    assert api.post("/api/customers/user:nobody/consents", json=said).status_code == 404
    assert api.post("/api/customers/user:ana/consents", json=said).status_code == 202
    tick(workspace, datetime.now(UTC))
    shown = api.get("/api/customers/user:ana/consents").json()
    assert [(one["topic"], one["is_granted"]) for one in shown["choices"]][:2] == [
        ("offers", True),
        ("news", False),
    ]
    assert [(one["wording"], one["place"]) for one in shown["history"]] == [("Yes, please", "Call")]
    assert "/p/preferences/" in shown["preferences_url"]


def test_the_suppression_list_is_kept_searched_imported_and_exported(api: httpx.Client) -> None:
    assert api.post("/api/suppressions", json={"address": "ana@example.com"}).json() == {"is_new": True}
    brought = api.post("/api/suppressions/import", json={"csv": "email\nBen@example.com\nana@example.com\n", "reason": "legal"})  # fmt: skip
    assert brought.json() == {"added": 1, "known": 1, "unreadable": 0, "unread": []}
    found = api.get("/api/suppressions", params={"search": "ben@"}).json()
    assert (found["total"], found["rows"][0]["reason"], found["rows"][0]["by"]) == (1, "legal", "Ana")
    csv = api.get("/api/suppressions/export")
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.count("\n") == 3
    removal = {"address": "ana@example.com", "note": "She asked us to."}
    assert api.post("/api/suppressions/remove", json=removal).status_code == 204
    assert api.post("/api/suppressions/remove", json=removal).json()["code"] == "suppression.unknown"
    assert api.get("/api/suppressions").json()["total"] == 1

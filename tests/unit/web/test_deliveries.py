"""From the outbox to a mail server and back: sent, opened, clicked, bounced, and why the next one was not sent."""

from __future__ import annotations

import email
import email.message
import email.policy
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, insert, update

from evergrow.deliver.attempts import attempts
from evergrow.engage.messages import NewMessage, enqueue, message_key, messages
from evergrow.kernel import key_of
from evergrow.record import events
from evergrow.runtime import Sender, Workspace, tick
from evergrow.testing import call, entry_of, identify
from evergrow.testing.mail_server import MailHandler, mail_server_in_thread

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
TEMPLATE = """message: hello
title: Hello
channel: email
topic: offers
languages:
  en:
    subject: "Tea for {{ customer.first_name | default: 'you' }}"
    html: "<html><body><p>Hi</p><a href='https://shop.example/tea?a=1&b=2'>Look</a></body></html>"
    text: "Hi. Look: https://shop.example/tea"
"""


@pytest.fixture
def handler() -> MailHandler:
    return MailHandler()


@pytest.fixture
def connected(operator: httpx.Client, handler: MailHandler) -> Iterator[str]:
    with mail_server_in_thread(handler) as port:
        values = {
            "host": "127.0.0.1",
            "port": str(port),
            "security": "none",
            "from_address": "hello@shop.example",
            "password": "hunter2",
            "patience_seconds": "2",
        }
        body = {"kind": "email_smtp", "name": "Our mail", "values": values}
        made = operator.post("/api/channels", json=body)
        assert made.status_code == 201, made.text
        yield made.json()["id"]


@pytest.fixture
def sender(workspace: Workspace, connected: str) -> Iterator[Sender]:
    sender = Sender(workspace)
    sender.start()
    yield sender
    sender.stop()


def know(workspace: Workspace, user: str, *, agrees: bool = True) -> None:
    now = datetime.now(UTC)
    calls = [identify(now, user=user, email=f"{user}@shop.example", first_name=user.title())]
    if agrees:
        said = {"channel": "email", "topic": "offers", "wording": "Yes, tea"}
        calls.append(call("track", now, user=user, event="Subscribed", properties=said))
    workspace.log.append_now([entry_of(calls, received_at=now)])
    tick(workspace, now)


def put(workspace: Workspace, user: str, campaign: str = "spring") -> str:
    now = datetime.now(UTC)
    key = message_key(campaign, f"user:{user}")
    new = NewMessage(
        message_key=key,
        origin="campaign",
        origin_name=campaign,
        origin_version=1,
        step="",
        entry_key=None,
        identity_key=key_of(f"user:{user}"),
        customer_id=f"user:{user}",
        channel="email",
        topic="offers",
        template="hello",
        template_version=1,
        created_at=now,
        due_at=now,
    )
    with workspace.state.transaction() as tx:
        enqueue(tx, [new])
    tick(workspace, datetime.now(UTC))
    return f"{key % 2**64:016x}"


def settled(operator: httpx.Client, sender: Sender, message_id: str) -> dict[str, object]:
    sender.wake()
    found: dict[str, object] = {}
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        found = operator.get(f"/api/deliveries/{message_id}").json()
        if found["status"] in ("sent", "suppressed", "failed", "unknown"):
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def told(workspace: Workspace) -> Counter[str]:
    time.sleep(0.3)
    tick(workspace, datetime.now(UTC))
    names = workspace.warehouse.fetch(events.EVENTS.rows.select("name"))["name"].to_pylist()
    return Counter(name for name in names if name.startswith("Email"))


@pytest.fixture
def template(operator: httpx.Client) -> None:
    saved = operator.put("/api/guards", json={"caps": [], "tracks_opens": True, "tracks_clicks": True})
    assert saved.status_code == 200, saved.text
    saved = operator.put("/api/messages/hello", json={"yaml": TEMPLATE})
    assert saved.status_code in (200, 201), saved.text


def test_a_secret_is_kept_and_never_shown(
    operator: httpx.Client, connected: str, workspace: Workspace
) -> None:
    shown = operator.get("/api/channels")

    assert "hunter2" not in shown.text
    assert shown.json()["connections"][0]["kept_secrets"] == ["password"]
    assert b"hunter2" not in (workspace.settings.data / "state.sqlite").read_bytes()
    renamed = operator.patch(f"/api/channels/{connected}", json={"name": "Mail", "values": None})
    assert renamed.json()["kept_secrets"] == ["password"]


def test_a_connection_is_checked_and_tested(
    operator: httpx.Client, connected: str, handler: MailHandler
) -> None:
    assert operator.post(f"/api/channels/{connected}/check").json()["is_well"] is True

    tested = operator.post(f"/api/channels/{connected}/test", json={"address": "me@shop.example"})

    assert tested.json()["status"] == "sent"
    assert handler.mails[0].recipients == ["me@shop.example"]


@pytest.mark.usefixtures("template")
def test_a_mail_goes_out_and_what_comes_of_it_comes_back(
    workspace: Workspace, operator: httpx.Client, sender: Sender, handler: MailHandler
) -> None:
    know(workspace, "ana")
    message_id = put(workspace, "ana")

    sent = settled(operator, sender, message_id)

    assert (sent["status"], sent["why"]) == ("sent", "Sent.")
    mail: email.message.EmailMessage = email.message_from_bytes(
        handler.mails[0].data, policy=email.policy.default
    )  # type: ignore[assignment]
    assert mail["subject"] == "Tea for Ana"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    pixel = re.search(r'src="(http[^"]+\.gif)"', html)
    link = re.search(r'<a href="([^"]+/t/c/[^"]+)"', html)
    assert pixel
    assert link
    with workspace.state.transaction() as tx:
        tx.run(update(messages).values(sent_at=datetime.now(UTC) - timedelta(hours=1)))
    shown, led = httpx.URL(pixel.group(1)).path, httpx.URL(link.group(1)).path
    assert operator.get(shown, headers={"user-agent": "Barracuda scanner"}).status_code == 200
    assert operator.head(shown, headers=BROWSER).status_code == 200
    assert told(workspace) == {"Email Sent": 1}
    for _ in range(2):
        assert operator.get(shown, headers=BROWSER).headers["content-type"] == "image/gif"
        answer = operator.get(led, headers=BROWSER, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, "https://shop.example/tea?a=1&b=2")
    assert told(workspace) == {"Email Sent": 1, "Email Opened": 1, "Email Link Clicked": 1}
    forged = led[:-4] + "AAAA"
    assert operator.get(forged, headers=BROWSER, follow_redirects=False).status_code == 404


@pytest.mark.usefixtures("template")
def test_a_mail_is_not_tracked_where_that_is_switched_off(
    workspace: Workspace, operator: httpx.Client, sender: Sender, handler: MailHandler
) -> None:
    operator.put("/api/guards", json={"caps": [], "tracks_opens": False, "tracks_clicks": False})
    know(workspace, "ana")

    assert settled(operator, sender, put(workspace, "ana"))["status"] == "sent"

    mail = email.message_from_bytes(handler.mails[0].data, policy=email.policy.default)
    html = mail.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert "https://shop.example/tea?a=1" in html
    assert "/t/o/" not in html
    assert "/t/c/" not in html


@pytest.mark.usefixtures("template")
def test_a_bounce_suppresses_the_address_and_the_next_message_says_why(
    workspace: Workspace, operator: httpx.Client, sender: Sender, handler: MailHandler
) -> None:
    know(workspace, "ben")
    first = put(workspace, "ben")
    settled(operator, sender, first)
    raw = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; ben@shop.example\nAction: failed\nStatus: 5.1.1\n\n--B\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: <{first}@shop.example>\n\n--B--\n"
    )

    taken = operator.post("/api/bounces", content=raw)
    second = settled(operator, sender, put(workspace, "ben", campaign="summer"))

    assert taken.json() == {"events": 1, "suppressed": 1, "unplaced": 0}
    assert (second["status"], second["reason"]) == ("suppressed", "on_suppression_list")
    assert told(workspace)["Email Bounced"] == 1
    [back] = operator.get(f"/api/deliveries/{first}").json()["came_of_it"]
    assert (back["name"], back["detail"]) == ("Email Bounced", "5.1.1")
    assert len(handler.mails) == 1


@pytest.mark.usefixtures("template")
def test_every_message_is_accounted_for(
    workspace: Workspace, operator: httpx.Client, sender: Sender, handler: MailHandler
) -> None:
    know(workspace, "ana")
    know(workspace, "cleo", agrees=False)
    know(workspace, "dora")
    handler.refused = {"dora@shop.example"}
    ids = [put(workspace, user) for user in ("ana", "cleo", "dora", "nobody")]
    for one in ids:
        settled(operator, sender, one)

    account = operator.get("/api/deliveries/account/campaign/spring").json()["total"]
    why = operator.get("/api/deliveries", params={"customer": "user:cleo"}).json()["rows"][0]

    assert account["is_balanced"]
    assert (account["entries"], account["sent"], account["waiting"]) == (4, 1, 0)
    assert account["suppressed"] == {"no_consent": 2}
    assert account["failed"] == {"bad_address": 1}
    assert (why["reason"], why["why"]) == (
        "no_consent",
        "The customer has not agreed to this topic on this channel.",
    )
    suppressed = operator.get("/api/suppressions").text
    assert "dora@shop.example" in suppressed
    listed = operator.get("/api/deliveries", params={"origin": "campaign"}).json()["rows"]
    assert {row["customer_id"]: (row["customer_name"], row["customer_email"]) for row in listed} == {
        "user:ana": ("Ana", "ana@shop.example"),
        "user:cleo": ("Cleo", "cleo@shop.example"),
        "user:dora": ("Dora", "dora@shop.example"),
        "user:nobody": (None, None),
    }


def test_a_report_that_nobody_signed_is_turned_away(operator: httpx.Client, connected: str) -> None:
    answer = operator.post(f"/public/reports/{connected}", json={"forged": True})

    assert (answer.status_code, answer.json()["code"]) == (401, "report.unsigned")


def test_guards_are_saved_as_fields_and_refused_with_their_problems(operator: httpx.Client) -> None:
    cap = {"channel": "email", "at_most": 2, "in_days": 7}
    best = {"best_hour_channels": ["email"], "best_hour_at_most_hours": 12.0}
    saved = operator.put(
        "/api/guards", json={"caps": [cap], "quiet_from": "22:00", "quiet_to": "07:30", **best}
    )

    assert saved.json()["caps"] == [cap]
    assert (saved.json()["quiet_from"], saved.json()["quiet_to"]) == ("22:00", "07:30")
    assert {name: saved.json()[name] for name in best} == best
    assert operator.put("/api/guards", json=saved.json() | {"yaml": None}).json() == saved.json()
    refused = operator.put("/api/guards", json={"yaml": "caps: [{channel: fax, at_most: 1}]"})
    assert (refused.status_code, refused.json()["code"]) == (422, "definition.unknown_channel")


def test_a_check_that_failed_is_remembered_until_a_message_went_through(
    operator: httpx.Client, workspace: Workspace
) -> None:
    values = {"host": "127.0.0.1", "port": "1", "security": "none", "from_address": "hello@shop.example"}
    made = operator.post(
        "/api/channels", json={"kind": "email_smtp", "name": "Away", "values": values}
    ).json()
    assert made["health"] is None
    place = f"/api/channels/{made['id']}"

    said = operator.post(f"{place}/check").json()
    health = _health(operator, made["id"])
    assert said["is_well"] is False
    assert health is not None
    assert (health["is_well"], health["what"]) == (False, said["what"])

    sent = {"message_key": 1, "number": 1, "connection_id": made["id"], "outcome": "sent"}
    when = datetime.now(UTC) + timedelta(seconds=1)
    with workspace.state.transaction() as tx:
        tx.run(insert(attempts), [sent | {"begun_at": when, "ended_at": when}])
    assert _health(operator, made["id"]) is None

    assert operator.post(f"{place}/check").json()["is_well"] is False
    with workspace.state.transaction() as tx:
        tx.run(delete(attempts))
    assert operator.patch(place, json={"is_paused": True}).json()["health"]["is_well"] is False
    assert operator.patch(place, json={"values": values | {"port": "2"}}).json()["health"] is None


def test_a_check_that_succeeds_takes_the_place_of_one_that_failed(
    operator: httpx.Client, connected: str, handler: MailHandler
) -> None:
    place = f"/api/channels/{connected}"
    assert operator.post(f"{place}/check").json()["is_well"] is True
    health = _health(operator, connected)
    assert health is not None
    assert health["is_well"] is True


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        ("sms_twilio", {"account_sid": "nonsense", "auth_token": "x", "sender": "@@"}, ["account_sid", "sender"]),
        ("sms_twilio", {"account_sid": f"AC{'0' * 32}", "auth_token": "x", "sender": f"MG{'a' * 32}"}, []),
        ("sms_vonage", {"api_key": "x y", "api_secret": "s", "sender": "Tea Shop"}, ["api_key"]),
        ("whatsapp", {"phone_number_id": "abc", "access_token": "t", "country": "Japan"}, ["phone_number_id", "country"]),
        ("push_apns", {"key": "k", "key_id": "abc", "team_id": "DEF123GHIJ", "topic": "shop"}, ["key_id"]),
    ],
)  # fmt: skip
def test_an_id_of_another_shape_than_its_provider_gives_is_refused_at_its_field(
    operator: httpx.Client, kind: str, values: dict[str, str], wrong: list[str]
) -> None:
    answer = operator.post("/api/channels", json={"kind": kind, "name": "New", "values": values})
    assert answer.status_code == (422 if wrong else 201)
    assert [problem["where"] for problem in answer.json().get("problems", [])] == wrong
    assert {problem["code"] for problem in answer.json().get("problems", [])} <= {"channel.value_misshapen"}


def _health(operator: httpx.Client, connection_id: str) -> dict[str, Any] | None:
    connections = operator.get("/api/channels").json()["connections"]
    return next(each["health"] for each in connections if each["id"] == connection_id)

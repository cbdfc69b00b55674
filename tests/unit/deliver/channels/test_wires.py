"""What goes over the wire to each provider, beyond what the contract asks for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from evergrow.deliver.channels import (
    KINDS,
    Channel,
    Outcome,
    Outgoing,
    messengers,
    push_apns,
    push_fcm,
    sms_http,
    sms_twilio,
    sms_vonage,
    web_push,
    webhook,
)
from evergrow.deliver.channels.public_addresses import PublicOnly
from evergrow.deliver.channels.web_push.subscription import read_subscription, sealed
from evergrow.kernel import Refusal
from evergrow.testing.providers import (
    FakeApns,
    FakeFcm,
    FakeGateway,
    FakePushService,
    FakeReceiver,
    FakeTwilio,
    FakeVonage,
    Reply,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def send(channel: Channel, address: str, content: Mapping[str, Any]) -> Outcome:
    async def one() -> Outcome:
        async def hand_over() -> None: ...

        outgoing = Outgoing(
            message_id="m1", message_key=1, address=address, content=content, customer_id="user:ana"
        )
        outcome = await channel.send(outgoing, hand_over=hand_over)
        await channel.close()
        return outcome

    return asyncio.run(one())


def test_a_national_number_is_sent_to_in_the_country_that_was_entered() -> None:
    with FakeTwilio() as twilio:
        values = {
            "account_sid": twilio.account_sid,
            "auth_token": twilio.auth_token,
            "sender": "MG1",
            "country": "JP",
        }
        channel = sms_twilio.TwilioSms(values, base_url=twilio.url)
        assert send(channel, "090-1234-5678", {"text": "Hello"}).status == "sent"

    [message] = twilio.messages
    assert message == {"To": "+819012345678", "Body": "Hello", "MessagingServiceSid": "MG1"}


@pytest.mark.parametrize(("text", "form"), [("Hello £5", "text"), ("こんにちは", "unicode")])
def test_vonage_is_told_whether_a_text_needs_unicode(text: str, form: str) -> None:
    with FakeVonage() as vonage:
        values = {"api_key": vonage.api_key, "api_secret": vonage.api_secret, "sender": "+819000000000"}
        assert (
            send(sms_vonage.VonageSms(values, base_url=vonage.url), "+819012345678", {"text": text}).status
            == "sent"
        )

    assert [(sent["type"], sent["from"], sent["client-ref"]) for sent in vonage.messages] == [
        (form, "819000000000", "m1")
    ]


def test_a_text_of_more_than_ten_pieces_is_not_sent() -> None:
    channel = sms_vonage.VonageSms({"api_key": "k", "api_secret": "s", "sender": "Shop"})

    outcome = send(channel, "+819012345678", {"text": "日" * 671})

    assert (outcome.reason, "11 pieces" in outcome.detail) == ("bad_content", True)


def test_a_text_cannot_break_out_of_the_gateways_template() -> None:
    evil = '", "to": "+1900", {key} \\ \n&to=1'
    with FakeGateway() as gateway:
        values = {"url": gateway.url + "/send?key={key}", "key": gateway.key, "sender": "Shop"}
        assert send(sms_http.GatewaySms(values), "+819012345678", {"text": evil}).status == "sent"
        form = values | {
            "method": "GET",
            "url": gateway.url + "/send?key={key}&to={number}&text={text}",
        }
        assert send(sms_http.GatewaySms(form), "+819012345678", {"text": evil}).status == "sent"

    posted, got = gateway.messages
    assert posted == {"to": "+819012345678", "from": "Shop", "text": evil, "reference": "m1"}
    assert got == {"key": gateway.key, "to": "819012345678", "text": evil}


def test_a_token_tells_which_of_two_connections_takes_it() -> None:
    takes = {
        kind.kind: [
            kind.tidy_address is not None and kind.tidy_address(token) is not None for token in TOKENS
        ]
        for kind in KINDS.values()
        if kind.channel == "push"
    }

    assert takes == {"push_fcm": [True, False, False], "push_apns": [False, True, False]}


TOKENS = [FakeFcm.device, FakeApns.device.upper(), "null"]


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        (FakeFcm().refused(), "failed", "bad_address"),
        (
            Reply(503, {"error": {"status": "UNAVAILABLE"}}, {"retry-after": "30"}),
            "retry",
            "rejected_for_now",
        ),
        (Reply(502, b"bad gateway"), "unknown", "unknown"),
        (Reply(301, b"", {"location": "http://127.0.0.1/"}), "failed", "refused"),
    ],
)
def test_firebase_answers_mean_what_its_documents_say(reply: Reply, status: str, reason: str) -> None:
    class Fcm(FakeFcm):
        def refused(self) -> Reply:
            return reply

    with Fcm("refuse") as fcm:
        channel = push_fcm.FcmPush(
            {"service_account": fcm.service_account()},
            lambda: NOON,
            base_url=fcm.url,
            token_url=f"{fcm.url}/token",
        )
        outcome = send(channel, fcm.device, {"title": "Hi"})

    assert (outcome.status, outcome.reason) == (status, reason)


def test_one_token_of_google_serves_many_messages_and_is_renewed_in_time() -> None:
    now = [NOON]
    with FakeFcm() as fcm:
        channel = push_fcm.FcmPush(
            {"service_account": fcm.service_account()},
            lambda: now[0],
            base_url=fcm.url,
            token_url=f"{fcm.url}/token",
        )

        async def three() -> None:
            async def hand_over() -> None: ...

            for minute in (0, 30, 56):
                now[0] = NOON.replace(minute=minute)
                content = {"title": "Hi", "link": "https://shop.example/"}
                message = Outgoing(
                    message_id=f"m{minute}",
                    message_key=1,
                    address=fcm.device,
                    content=content,
                    customer_id="c",
                )
                assert (await channel.send(message, hand_over=hand_over)).status == "sent"
            await channel.close()

        asyncio.run(three())

    assert [asked.path for asked in fcm.requests].count("/token") == 2
    assert fcm.messages[0]["data"] == {"message_id": "m0", "link": "https://shop.example/"}


def test_apple_gets_one_connection_and_the_same_id_for_the_same_message() -> None:
    with FakeApns() as apns:
        values = {"key": apns.key, "key_id": apns.key_id, "team_id": apns.team_id, "topic": apns.topic}
        for _ in range(2):
            channel = push_apns.ApnsPush(values, lambda: NOON, base_url=apns.url)
            assert (
                send(
                    channel, apns.device.upper(), {"title": "Hi", "image": "https://shop.example/a.png"}
                ).status
                == "sent"
            )

    first, second = apns.messages
    assert first["apns-id"] == second["apns-id"]
    assert first["aps"] == {"alert": {"title": "Hi"}, "sound": "default", "mutable-content": 1}


def test_a_push_message_that_is_too_large_is_not_sent() -> None:
    with FakeApns() as apns:
        values = {"key": apns.key, "key_id": apns.key_id, "team_id": apns.team_id, "topic": apns.topic}
        channel = push_apns.ApnsPush(values, lambda: NOON, base_url=apns.url)
        assert send(channel, apns.device, {"body": "日" * 2_000}).reason == "bad_content"
    assert apns.messages == []


def test_a_message_is_sealed_as_rfc_8291_seals_its_example() -> None:
    """RFC 8291, 5, with the salt and the sender's key of the example."""
    decoded = web_push.decoded
    text = json.dumps(
        {
            "endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            "keys": {
                "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            },
        }
    )
    subscription = read_subscription(text)
    assert subscription is not None
    private = int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")

    body = sealed(
        subscription,
        b"When I grow up, I want to be a watermelon",
        key=ec.derive_private_key(private, ec.SECP256R1()),
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert web_push.encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def reach(*addresses: str) -> PublicOnly:
    async def resolve(_host: str, _port: int) -> tuple[str, ...]:
        return addresses

    return PublicOnly(resolve)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "10.0.0.1", "127.0.0.1", "::1", "fe80::1", "100.100.100.200"]
)
def test_a_webhook_to_a_private_address_fails_before_anything_is_marked(address: str) -> None:
    outcome = send(
        webhook.Webhook({}, lambda: NOON, transport=reach(address)), "https://inside.example/", {"body": "{}"}
    )

    assert (outcome.status, outcome.reason) == ("failed", "bad_address")
    assert address in outcome.detail


def test_a_browser_cannot_make_us_reach_inside() -> None:
    with FakePushService() as service:
        subscription = service.subscription().replace(service.url, "https://metadata.example")
        channel = web_push.WebPush(
            {"contact": "mailto:a@b.example"}, lambda: NOON, transport=reach("169.254.169.254")
        )
        assert send(channel, subscription, {"title": "Hi"}).reason == "bad_address"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/",
        "http://u:p@x.example/",
        "https://",
        "http://x.example:0/",
        "http://a b/",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_no_receiver(url: str) -> None:
    assert send(webhook.Webhook({}, lambda: NOON), url, {"body": "{}"}).reason == "bad_address"


def test_a_redirect_of_a_webhook_is_not_followed() -> None:
    with FakeReceiver() as receiver:
        channel = webhook.Webhook(
            {"secret": receiver.secret}, lambda: NOON, transport=PublicOnly(is_allowed=lambda _: True)
        )
        outcome = send(channel, f"{receiver.url}/elsewhere", {"body": "{}"})

    assert (outcome.status, outcome.code, len(receiver.requests)) == ("failed", "302", 1)


def test_the_author_cannot_write_a_header_that_is_ours() -> None:
    with FakeReceiver() as receiver:
        channel = webhook.Webhook(
            {"secret": receiver.secret}, lambda: NOON, transport=PublicOnly(is_allowed=lambda _: True)
        )
        headers = {
            "X-Shop": "tea\r\nX-Evil: 1",
            "Webhook-Id": "forged",
            "Host": "evil",
            "Content-Length": "9999",
        }
        content = {"url": f"{receiver.url}/hook", "method": "put", "body": '{"a": 1}', "headers": headers}
        assert send(channel, "", content).status == "sent"

    [asked] = receiver.messages
    assert (asked.method, asked.headers["x-shop"], asked.headers["webhook-id"]) == (
        "PUT",
        "tea X-Evil: 1",
        "m1",
    )
    assert "x-evil" not in asked.headers


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1:8080/",
        "syslog://",
        "line://",
        "line://a b",
        "tgram://1",
        "mailto://x",
        "line://U1?to=U2",
        "x",
    ],
)
def test_an_address_of_a_messenger_cannot_name_another_machine(address: str) -> None:
    channel = messengers.Messengers(
        {"slack": "xoxb-1234567890-1234567890-abcdefghijklmnopqrstuvwx", "brand": "Shop"}
    )

    assert send(channel, address, {"text": "Hello"}).reason == "bad_address"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_field_tells_what_to_enter(kind: Any) -> None:
    assert all(
        field.title and (field.hint or field.example or field.choices or field.is_optional)
        for field in kind.fields
    )


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"private_key": "x"}', '{"private_key": 7, "project_id": "p"}']
)
def test_a_file_that_is_no_service_account_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        push_fcm.FcmPush({"service_account": text}, lambda: NOON)

    assert refused.value.problems[0].where == "service_account"

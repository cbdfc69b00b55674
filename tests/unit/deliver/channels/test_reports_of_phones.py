"""Twilio, Vonage and WhatsApp report what became of messages; who signs otherwise is not believed."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from evergrow.deliver.channels import Report, ReportRequest, sms_twilio, sms_vonage, whatsapp
from evergrow.kernel import Refusal
from evergrow.testing.providers import FakeTwilio, FakeVonage, FakeWhatsApp

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
URL = "https://grow.example/api/reports/con_1"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def asked(
    body: bytes | dict[str, str], headers: dict[str, str], *, url: str = URL, **query: str
) -> ReportRequest:
    told = body if isinstance(body, bytes) else urlencode(body).encode()
    return ReportRequest(headers=headers, body=told, url=url, query=query, now=NOON)


def of_twilio(form: dict[str, str], token: str = FakeTwilio.auth_token) -> list[Report]:
    assert sms_twilio.KIND.read_reports is not None
    headers = FORM | {"x-twilio-signature": FakeTwilio().signature(URL, form)}
    return sms_twilio.KIND.read_reports({"auth_token": token}, asked(form, headers))


def test_the_signature_that_twilio_documents_is_the_one_that_is_checked() -> None:
    """The example of https://www.twilio.com/docs/usage/security, with its token 12345."""
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
        "MessageSid": "SM1",
        "MessageStatus": "delivered",
    }
    documented = {name: form[name] for name in ("CallSid", "Caller", "Digits", "From", "To")}
    known = base64.b64encode(
        hmac.digest(b"12345", (url + "".join(n + documented[n] for n in sorted(documented))).encode(), "sha1")
    ).decode()
    assert known == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="

    provider = FakeTwilio()
    provider.auth_token = "12345"
    headers = FORM | {"x-twilio-signature": provider.signature(url, form)}
    assert sms_twilio.KIND.read_reports is not None
    found = sms_twilio.KIND.read_reports(
        {"auth_token": "12345"}, asked(form, headers, url=url, foo="1", bar="2")
    )
    assert [report.kind for report in found] == ["delivered"]


@pytest.mark.parametrize(
    ("form", "kind", "is_hard"),
    [
        ({"MessageStatus": "delivered"}, "delivered", False),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, "bounced", False),
        ({"MessageStatus": "undelivered", "ErrorCode": "30006"}, "bounced", True),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, "unsubscribed", False),
        ({"Body": "Stop."}, "unsubscribed", False),
        ({"Body": "配信停止"}, "unsubscribed", False),
        ({"Body": "START"}, "subscribed", False),
        ({"Body": "Where is my parcel?"}, "received", False),
        ({"Body": "basta", "OptOutType": "STOP"}, "unsubscribed", False),
    ],
)
def test_twilio_tells_what_became_of_a_text_and_what_came_back(
    form: dict[str, str], kind: str, is_hard: bool
) -> None:
    [report] = of_twilio({"MessageSid": "SM1", "From": "+819012345678", "To": "+819012345678", **form})

    assert (report.kind, report.is_hard, report.address) == (kind, is_hard, "+819012345678")


def test_a_text_on_its_way_is_no_news() -> None:
    assert of_twilio({"MessageSid": "SM1", "MessageStatus": "sent", "To": "+819012345678"}) == []


def test_twilio_signed_with_another_token_is_not_believed() -> None:
    with pytest.raises(Refusal) as refused:
        of_twilio({"MessageSid": "SM1", "Body": "STOP", "From": "+819012345678"}, token="another")
    with pytest.raises(Refusal):
        of_twilio({"MessageSid": "SM1", "Body": "STOP", "From": "+819012345678"}, token="")

    assert refused.value.status == 401


def of_vonage(form: dict[str, str], secret: str = FakeVonage.signature_secret) -> list[Report]:
    assert sms_vonage.KIND.read_reports is not None
    stamped = {"timestamp": str(int(NOON.timestamp())), "nonce": "n1", **form}
    values = {"signature_secret": secret, "signature_method": "sha256"}
    return sms_vonage.KIND.read_reports(values, asked(FakeVonage().signed(stamped), FORM))


def test_vonage_tells_of_receipts_by_our_own_id_and_of_replies() -> None:
    told = {"msisdn": "819012345678", "messageId": "0A0", "to": "Shop"}

    [receipt] = of_vonage(told | {"status": "delivered", "err-code": "0", "client-ref": "m0001"})
    [reply] = of_vonage(told | {"text": "停止 & = stop", "type": "unicode"})
    [stop] = of_vonage(told | {"text": "STOP", "keyword": "STOP"})

    assert (receipt.kind, receipt.message_id, receipt.address) == ("delivered", "m0001", "+819012345678")
    assert (reply.kind, stop.kind) == ("received", "unsubscribed")


def test_a_receipt_of_yesterday_is_not_believed_again() -> None:
    old = {"timestamp": str(int((NOON - timedelta(days=1)).timestamp()))}

    with pytest.raises(Refusal, match="too old"):
        of_vonage({"msisdn": "819012345678", "messageId": "1", "text": "START", **old})


def test_vonage_without_a_signature_secret_is_not_believed() -> None:
    with pytest.raises(Refusal, match="not signed"):
        of_vonage({"msisdn": "819012345678", "messageId": "1", "text": "STOP"}, secret="")


def test_vonage_signs_by_md5_where_the_account_is_set_so() -> None:
    """The worked form of the documents: `&a=1&b=x_y` and the secret behind it."""
    from evergrow.deliver.channels.sms_vonage.reports import signature

    assert signature({"b": "x=y", "a": "1"}, "secret", "md5hash") == "0e8b0835d0b0239a0747a5ff5c5e8f26"


def of_whatsapp(value: dict[str, object], secret: str = FakeWhatsApp.app_secret) -> list[Report]:
    assert whatsapp.KIND.read_reports is not None
    body, signature = FakeWhatsApp().webhook(value)
    headers = {"content-type": "application/json", "x-hub-signature-256": signature}
    return whatsapp.KIND.read_reports({"app_secret": secret}, asked(body, headers))


def test_whatsapp_tells_of_statuses_and_replies_in_one_webhook() -> None:
    status = {"id": "wamid.1", "status": "read", "timestamp": "1795262400", "recipient_id": "819012345678"}
    failed = {
        "id": "wamid.2",
        "status": "failed",
        "recipient_id": "819012345678",
        "errors": [{"code": 131026}],
    }
    message = {"from": "819012345678", "id": "wamid.3", "type": "text", "text": {"body": "stop"}}
    button = {
        "from": "819012345678",
        "id": "wamid.4",
        "type": "button",
        "button": {"text": "Stop promotions"},
    }

    found = of_whatsapp(
        {
            "statuses": [status | {"biz_opaque_callback_data": "m0001"}, failed],
            "messages": [message, button, {"id": "x", "type": "image", "from": "1"}],
        }
    )

    assert [(report.kind, report.is_hard) for report in found] == [
        ("opened", False),
        ("bounced", True),
        ("unsubscribed", False),
        ("unsubscribed", False),
    ]
    assert (found[0].message_id, found[0].at) == ("m0001", datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert found[2].address == "+819012345678"


def of_body(body: bytes) -> list[Report]:
    signature = hmac.new(FakeWhatsApp.app_secret.encode(), body, "sha256").hexdigest()
    assert whatsapp.KIND.read_reports is not None
    request = asked(body, {"x-hub-signature-256": f"sha256={signature}"})
    return whatsapp.KIND.read_reports({"app_secret": FakeWhatsApp.app_secret}, request)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_signed_nonsense_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        of_body(body)

    assert refused.value.code == "report.unreadable"


@pytest.mark.parametrize("body", [b'{"entry": 7}', b'{"entry": [{"changes": [{"value": []}]}]}', b"{}"])
def test_a_signed_webhook_of_another_kind_says_nothing(body: bytes) -> None:
    assert of_body(body) == []


def test_meta_is_greeted_with_its_challenge_only_when_it_knows_the_word() -> None:
    assert whatsapp.KIND.greet is not None
    known = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}

    assert whatsapp.KIND.greet({"verify_token": "word"}, asked(b"", {}, **known)) == "1158201444"
    for values in ({"verify_token": "other"}, {"verify_token": ""}, {}):
        with pytest.raises(Refusal):
            whatsapp.KIND.greet(values, asked(b"", {}, **known))


def test_a_body_that_is_json_is_read_as_json() -> None:
    form = {
        "msisdn": "819012345678",
        "messageId": "1",
        "text": "STOP",
        "timestamp": str(int(NOON.timestamp())),
    }
    body = json.dumps(FakeVonage().signed(form)).encode()
    values = {"signature_secret": FakeVonage.signature_secret, "signature_method": "sha256"}
    assert sms_vonage.KIND.read_reports is not None

    [report] = sms_vonage.KIND.read_reports(values, asked(body, {"content-type": "application/json"}))

    assert report.kind == "unsubscribed"

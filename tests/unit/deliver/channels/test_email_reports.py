"""What comes back of mails: bounce mails and signed webhooks are read, unsigned ones turned away."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from evergrow.deliver.channels import Report, ReportRequest
from evergrow.deliver.channels.email_smtp import read_bounce_mail, read_reports
from evergrow.deliver.channels.email_smtp.reports import ses
from evergrow.kernel import Refusal

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ID = "00c0ffee00c0ffee"
TOPIC = "arn:aws:sns:eu-west-1:1:bounces"


def request(body: bytes, **headers: str) -> ReportRequest:
    return ReportRequest(headers=headers, body=body, url="https://g.example/r", query={}, now=NOW)


def said(report: Report) -> tuple[str, str, str, bool]:
    return report.kind, report.message_id, report.address, report.is_hard


def bounce(status: str = "5.1.1", action: str = "failed") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; gone@shop.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such
 mailbox

--B
Content-Type: text/rfc822-headers

From: hello@shop.example
Message-ID: <{ID}@shop.example>

--B--
""".encode()


def test_a_bounce_mail_names_the_message_and_the_address() -> None:
    (report,) = read_bounce_mail(bounce(), now=NOW)

    assert said(report) == ("bounced", ID, "gone@shop.example", True)
    assert report.detail == "smtp; 550 5.1.1 no such mailbox"


@pytest.mark.parametrize(
    ("status", "action", "kind", "is_hard"),
    [
        ("5.2.2", "failed", "bounced", False),  # the mailbox is full: the address is good
        ("5.7.1", "failed", "bounced", False),
        ("4.4.1", "delayed", "delayed", False),
        ("2.0.0", "delivered", "delivered", False),
    ],
)
def test_only_an_address_that_is_gone_is_hard(status: str, action: str, kind: str, is_hard: bool) -> None:
    (report,) = read_bounce_mail(bounce(status, action), now=NOW)

    assert (report.kind, report.is_hard) == (kind, is_hard)


def test_a_bounce_without_the_mail_is_known_by_its_envelope() -> None:
    raw = bounce().replace(b"Reporting-MTA", b"Original-Envelope-Id: " + ID.encode() + b"\nReporting-MTA")
    raw = raw.replace(f"Message-ID: <{ID}@shop.example>".encode(), b"Message-ID: <other@else.example>")

    assert read_bounce_mail(raw, now=NOW)[0].message_id == ID


def test_a_complaint_by_feedback_report() -> None:
    raw = f"""MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Rcpt-To: ana@shop.example

--B
Content-Type: message/rfc822

Message-ID: <{ID}@shop.example>

Hi
--B--
""".encode()

    assert said(read_bounce_mail(raw, now=NOW)[0])[:3] == ("complained", ID, "ana@shop.example")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: Out of office\n\nBack on Monday",
        b"Content-Type: multipart/report; boundary=B\n\n--B\n--B--",
    ],
)
def test_an_ordinary_mail_reports_nothing(raw: bytes) -> None:
    assert read_bounce_mail(raw, now=NOW) == []


def mailgun(event: dict[str, Any], key: bytes = b"k", at: datetime = NOW) -> ReportRequest:
    timestamp = str(int(at.timestamp()))
    signature = hmac.new(key, f"{timestamp}tok".encode(), hashlib.sha256).hexdigest()
    signed = {"timestamp": timestamp, "token": "tok", "signature": signature}
    return request(json.dumps({"signature": signed, "event-data": event}).encode())


FAILED = {
    "event": "failed",
    "severity": "permanent",
    "id": "e1",
    "timestamp": NOW.timestamp(),
    "recipient": "gone@shop.example",
    "message": {"headers": {"message-id": f"{ID}@shop.example"}},
    "delivery-status": {"message": "no such mailbox"},
}


def test_mailgun_signs_by_hmac() -> None:
    values = {"reports_from": "mailgun", "reports_secret": "k"}

    (report,) = read_reports(values, mailgun(FAILED))

    assert said(report) == ("bounced", ID, "gone@shop.example", True)
    for forged in (mailgun(FAILED, key=b"other"), mailgun(FAILED, at=NOW - timedelta(days=1))):
        with pytest.raises(Refusal) as refused:
            read_reports(values, forged)
        assert refused.value.code == "report.unsigned"


@pytest.mark.parametrize("kind", ["ecdsa", "ed25519"])
def test_sendgrid_signs_by_curve(kind: str) -> None:
    key: Any = (
        ec.generate_private_key(ec.SECP256R1()) if kind == "ecdsa" else ed25519.Ed25519PrivateKey.generate()
    )
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    values = {"reports_from": "sendgrid", "reports_secret": base64.b64encode(public).decode()}
    event = {
        "event": "bounce",
        "type": "bounce",
        "email": "gone@shop.example",
        "smtp-id": f"<{ID}@shop.example>",
        "timestamp": 1_795_000_000,
        "sg_event_id": "e1",
        "reason": "550",
    }
    body = json.dumps([event, {"event": "open"}]).encode()
    signed = b"123" + body
    signature = key.sign(signed, ec.ECDSA(SHA256())) if kind == "ecdsa" else key.sign(signed)
    headers = {
        "x-twilio-email-event-webhook-signature": base64.b64encode(signature).decode(),
        "x-twilio-email-event-webhook-timestamp": "123",
    }

    (report,) = read_reports(values, request(body, **headers))

    assert said(report) == ("bounced", ID, "gone@shop.example", True)
    with pytest.raises(Refusal):
        read_reports(values, request(body + b" ", **headers))


def test_postmark_knows_a_password() -> None:
    values = {"reports_from": "postmark", "reports_secret": "grow:secret"}
    body = json.dumps(
        {"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": "gone@shop.example",
         "MessageID": "pm-1", "Metadata": {"evergrow": ID}, "BouncedAt": "2026-11-21T11:00:00Z"}
    ).encode()  # fmt: skip
    given = base64.b64encode(b"grow:secret").decode()

    (report,) = read_reports(values, request(body, authorization=f"Basic {given}"))

    assert said(report) == ("bounced", ID, "gone@shop.example", True)
    for wrong in ("", "Basic !!", "Basic " + base64.b64encode(b"grow:other").decode()):
        with pytest.raises(Refusal):
            read_reports(values, request(body, authorization=wrong))


class Amazon:
    """Signs as SNS does, and stands in for its network."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
        )
        made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
        self.pem = made.sign(self.key, SHA256()).public_bytes(Encoding.PEM)
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return self.pem

    def signed(self, names: tuple[str, ...], **fields: str) -> ReportRequest:
        plain = {
            "MessageId": "1",
            "Timestamp": "2026-11-21T12:00:00Z",
            "TopicArn": TOPIC,
            "SignatureVersion": "2",
            "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/c-1.pem",
        } | fields
        text = "".join(f"{name}\n{plain[name]}\n" for name in names if name in plain)
        signature = self.key.sign(text.encode(), PKCS1v15(), SHA256())
        return request(json.dumps(plain | {"Signature": base64.b64encode(signature).decode()}).encode())


NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


@pytest.fixture
def amazon() -> Amazon:
    ses._certificates.clear()  # pyright: ignore[reportPrivateUsage]
    return Amazon()


def test_ses_signs_by_amazons_certificate(amazon: Amazon) -> None:
    message = {
        "notificationType": "Bounce",
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "gone@shop.example"}]},
        "mail": {
            "messageId": "ses-1",
            "headers": [{"name": "X-Evergrow-Message", "value": f"<{ID}@shop.example>"}],
        },
    }
    webhook = amazon.signed(NOTIFICATION, Type="Notification", Message=json.dumps(message))

    (report,) = ses.read(TOPIC, webhook, amazon.fetch)

    assert said(report) == ("bounced", ID, "gone@shop.example", True)
    assert report.provider_id == "ses-1"


def test_a_subscription_is_confirmed_at_amazon(amazon: Amazon) -> None:
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=x"
    webhook = amazon.signed(
        CONFIRMATION, Type="SubscriptionConfirmation", Message="m", Token="x", SubscribeURL=url
    )

    assert ses.read(TOPIC, webhook, amazon.fetch) == []
    assert amazon.asked[-1] == url


def test_while_amazon_is_away_it_is_told_to_come_again(amazon: Amazon) -> None:
    def away(url: str) -> bytes:
        raise httpx.ConnectError("no network")

    good = amazon.signed(NOTIFICATION, Type="Notification", Message="{}")
    asking = amazon.signed(
        CONFIRMATION, Type="SubscriptionConfirmation", Message="m", Token="x",
        SubscribeURL="https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        ses.read(TOPIC, good, away)
    assert (refused.value.code, refused.value.status) == ("report.provider_away", 503)
    ses.read(TOPIC, good, amazon.fetch)  # the certificate is known now
    with pytest.raises(Refusal) as refused:
        ses.read(TOPIC, asking, away)
    assert refused.value.status == 503


@pytest.mark.parametrize(
    "url",
    [
        "https://sns.eu-west-1.amazonaws.com.evil.example/c.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/c.pem",
        "http://sns.eu-west-1.amazonaws.com/c.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/c.pem",
        "https://169.254.169.254/c.pem",
    ],
)
def test_no_certificate_is_fetched_from_elsewhere(amazon: Amazon, url: str) -> None:
    webhook = amazon.signed(NOTIFICATION, Type="Notification", Message="{}", SigningCertURL=url)

    with pytest.raises(Refusal):
        ses.read(TOPIC, webhook, amazon.fetch)

    assert amazon.asked == []


def test_another_topic_or_a_changed_message_is_turned_away(amazon: Amazon) -> None:
    other = amazon.signed(NOTIFICATION, Type="Notification", Message="{}", TopicArn="arn:other")
    good = amazon.signed(NOTIFICATION, Type="Notification", Message="{}")
    changed = request(good.body.replace(b'"{}"', b'"{ }"'))

    for webhook in (other, changed):
        with pytest.raises(Refusal) as refused:
            ses.read(TOPIC, webhook, amazon.fetch)
        assert refused.value.code == "report.unsigned"

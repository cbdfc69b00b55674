"""Email by SMTP against a real server: the contract, then what is SMTP's own."""

from __future__ import annotations

import asyncio
import base64
import email
import email.message
import email.policy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from evergrow.deliver.channels import ChannelKind, Outcome, Outgoing
from evergrow.deliver.channels.email_smtp import KIND, SmtpChannel, compose, read_address, read_settings
from evergrow.kernel import Refusal
from evergrow.testing.channel_contract import Behavior, ChannelContract, Stand, patience
from evergrow.testing.mail_server import PASSWORD, USER, MailHandler, mail_server

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MAIL = {"subject": "Your cart", "text": "Still here.\n.\n..dots\n", "html": "<p>Still here.</p>"}


def values(port: int, **more: str) -> dict[str, str]:
    plain = {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "from_address": "hello@shop.example",
        "from_name": 'The "Tea" Shop, Inc.',
        "patience_seconds": "30",
    }
    return plain | more


def opened(port: int, **more: str) -> SmtpChannel:
    return SmtpChannel(read_settings(values(port, **more)))


def outgoing(**changes: Any) -> Outgoing:
    plain: dict[str, Any] = {
        "message_id": "m1",
        "message_key": 1,
        "address": "ana@shop.example",
        "content": MAIL,
        "customer_id": "user:1",
        "sent_as_of": NOW,
    }
    return Outgoing(**plain | changes)


async def marked() -> None: ...


class TestEmailKeepsTheContract(ChannelContract):
    kind: ClassVar[ChannelKind] = KIND
    pipelines: ClassVar[bool] = True
    chunks: ClassVar[bool] = False

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        handler = MailHandler(behavior, pipelines=self.pipelines, chunks=self.chunks)
        needs_sign_in = behavior == "unauthorized"
        async with mail_server(handler, needs_sign_in=needs_sign_in) as port:
            if behavior == "down":
                port = 1
            signing_in = {"user": USER, "password": "wrong"} if needs_sign_in else {}
            yield Stand(
                channel=opened(port, patience_seconds=f"{patience(behavior)}", **signing_in),
                address="ana@shop.example",
                secrets=["wrong"] if needs_sign_in else [],
                received=lambda: handler.mails,
                content=MAIL,
                hostile={
                    "subject": "Hi\r\nBcc: eve@evil.example\r\n\r\n<b>🌱",
                    "text": "\r\n.\r\nMAIL FROM:<x@y.example>\r\n",
                    "html": "<p>\r\n.\r\n</p>",
                    "from_name": 'A"\r\nTo: x',
                },
            )


class TestEmailInChunks(TestEmailKeepsTheContract):
    chunks = True


class TestEmailWithoutPipelining(TestEmailKeepsTheContract):
    pipelines = False


def sent(handler: MailHandler, *messages: Outgoing, **more: Any) -> list[Outcome]:
    async def one() -> list[Outcome]:
        async with mail_server(handler) as port:
            channel = opened(port, **more)
            outcomes = [await channel.send(message, hand_over=marked) for message in messages]
            await channel.close()
            return outcomes

    return asyncio.run(asyncio.wait_for(one(), 60))


def received(handler: MailHandler) -> email.message.EmailMessage:
    return email.message_from_bytes(handler.mails[-1].data, policy=email.policy.default)  # type: ignore[return-value]


def test_a_mail_arrives_as_it_was_written() -> None:
    handler = MailHandler()
    url = "https://grow.example/u/token"
    mail = {
        "subject": "お茶が届きました 🌱 and a rather long rest of the subject line",
        "text": "Héllo\n.\nend",
        "html": "<p>" + "x" * 3000 + "</p>",
    }

    sent(handler, outgoing(content=mail, unsubscribe_url=url))

    found = received(handler)
    assert found["subject"] == mail["subject"]
    assert found["from"].addresses[0].display_name == 'The "Tea" Shop, Inc.'
    assert found["to"] == "ana@shop.example"
    assert found["message-id"] == "<m1@shop.example>"
    assert found["date"].datetime == NOW
    assert found["list-unsubscribe"] == f"<{url}>"
    assert found["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert found.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in found.iter_parts())
    assert plain.splitlines() == mail["text"].splitlines()
    assert html.strip() == mail["html"]
    assert max(map(len, handler.mails[0].data.split(b"\r\n"))) <= 998


def test_nobody_adds_a_header_by_what_a_customer_is_called() -> None:
    handler = MailHandler()
    hostile = {
        "subject": "Hi\r\nBcc: eve@evil.example\u2028X: y",
        "text": "x",
        "from_name": "A\nSubject: no",
        "reply_to": "a@b.example\r\nBcc: c@d.example",
    }

    sent(handler, outgoing(content=hostile))

    names = [name.lower() for name in received(handler)]
    assert "bcc" not in names
    assert names.count("subject") == 1
    assert "x" not in names


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("ana@shop.example", "ana@shop.example"),
        ('"ana maria"@shop.example', '"ana maria"@shop.example'),
        ('"a\\"b"@shop.example', '"a\\"b"@shop.example'),
        ("ana+tea@SHOP.example", "ana+tea@shop.example"),
        ("kawa@żółw.example", "kawa@xn--w-uga1v8h.example"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("ana@shop", None),
        ("ana@-shop.example", None),
        ("ana@@shop.example", None),
        ("ana maria@shop.example", None),
        ("ana@shop.example>\r\nRCPT TO:<x@y.example", None),
        ("a" * 65 + "@shop.example", None),
        ('"new\nline"@shop.example', None),
        ("", None),
    ],
)
def test_addresses_of_every_kind(text: str, ascii_text: str | None) -> None:
    address = read_address(text)

    assert (address.text if address else None) == ascii_text


def test_an_address_in_another_script_needs_a_server_that_takes_it() -> None:
    handler = MailHandler()

    (outcome,) = sent(handler, outgoing(address="用户@shop.example"))

    assert outcome.status == "sent"
    assert handler.mails[0].recipients == ["用户@shop.example"]
    assert "SMTPUTF8" in handler.mails[0].options


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_the_signature_holds(kind: str) -> None:
    key: Any = (
        rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    if kind == "rsa":
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    record = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}".encode()
    handler = MailHandler()

    sent(
        handler,
        outgoing(unsubscribe_url="https://grow.example/u/1"),
        dkim_domain="shop.example",
        dkim_selector="grow",
        dkim_key=pem,
    )

    mail = handler.mails[0].data
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    assert dkim.verify(mail, dnsfunc=dns)
    assert asked == [b"grow._domainkey.shop.example."]
    assert not dkim.verify(mail.replace(b"Subject: Your", b"Subject: Their"), dnsfunc=dns)
    assert not dkim.verify(b"From: eve@evil.example\r\n" + mail, dnsfunc=dns)


def test_one_connection_carries_many_mails_also_after_a_refusal() -> None:
    handler = MailHandler()
    handler.refused = {"gone@shop.example"}
    messages = [
        outgoing(message_id=f"m{n}", address="gone@shop.example" if n == 2 else "ana@shop.example")
        for n in range(6)
    ]

    outcomes = sent(handler, *messages, connections="1")

    assert [outcome.status for outcome in outcomes] == ["sent", "sent", "failed", "sent", "sent", "sent"]
    assert (outcomes[2].reason, outcomes[2].code) == ("bad_address", "550 5.1.1")
    assert handler.connections == 1
    assert [outcome.provider_id for outcome in outcomes[:2]] == ["Q00001", "Q00002"]


def test_a_server_that_closes_down_is_tried_again_later() -> None:
    (outcome,) = sent(MailHandler("drop_421"), outgoing())

    assert (outcome.status, outcome.reason) == ("retry", "rejected_for_now")


@pytest.mark.parametrize("upto", ["", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("closes", [False, True])
def test_a_server_that_falls_silent_before_it_has_the_mail_is_tried_again(upto: str, closes: bool) -> None:
    outcome, marks = asyncio.run(asyncio.wait_for(_with_a_server_that_stops(upto, closes=closes), 60))

    assert (outcome.status, outcome.reason, marks) == ("retry", "unreachable", 0)


async def _with_a_server_that_stops(after: str, *, closes: bool) -> tuple[Outcome, int]:
    """What comes of a mail to a server that answers up to a command, and that one not; how often it was marked."""
    answers = {"EHLO": b"250 here", "MAIL": b"250 ok", "RCPT": b"250 ok", "DATA": b"354 go on"}
    marks = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n" if after else b"")
        while after and (line := (await reader.readline()).decode()) and line[:4] != after:
            writer.write(answers[line[:4]] + b"\r\n")
        if not closes:
            await reader.read()
        writer.close()

    async def mark() -> None:
        marks.append(1)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        channel = opened(server.sockets[0].getsockname()[1], patience_seconds="0.3")
        outcome = await channel.send(outgoing(), hand_over=mark)
        await channel.close()
    return outcome, len(marks)


def test_a_refusal_after_the_mail_is_a_failure_not_a_mystery() -> None:
    (outcome,) = sent(MailHandler("late_refuse"), outgoing())

    assert (outcome.status, outcome.reason, outcome.code) == ("failed", "refused", "554 5.7.1")


def test_an_idle_connection_that_the_server_let_go_costs_nothing() -> None:
    async def two() -> list[str]:
        handler = MailHandler()
        async with mail_server(handler, timeout=1) as port:
            channel = opened(port)
            first = await channel.send(outgoing(), hand_over=marked)
            await asyncio.sleep(1.5)
            second = await channel.send(outgoing(message_id="m2"), hand_over=marked)
            await channel.close()
            assert handler.connections == 2
            return [first.status, second.status]

    assert asyncio.run(two()) == ["sent", "sent"]


def test_what_is_entered_is_checked_field_by_field() -> None:
    wrong = values(99999, host="a b", from_address="nobody", security="maybe", dkim_domain="shop.example")

    with pytest.raises(Refusal) as refused:
        read_settings(wrong)

    assert {problem.where for problem in refused.value.problems} == {
        "host", "port", "security", "from_address", "dkim_selector", "dkim_key",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reporter", "secret"),
    [
        ("ses", "my-topic"),
        ("sendgrid", "bm8ga2V5"),
        ("mailgun", ""),
        ("postmark", "secret"),
        ("postmark", ":x"),
    ],
)
def test_a_webhook_secret_that_can_be_none_is_refused_when_it_is_entered(reporter: str, secret: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_settings(values(25, reports_from=reporter, reports_secret=secret))

    assert [problem.where for problem in refused.value.problems] == ["reports_secret"]
    fits = values(25, reports_from="ses", reports_secret="arn:aws:sns:eu-west-1:123456789012:mail")
    assert read_settings(fits).reports_from == "ses"


def test_a_mail_that_the_server_finds_too_large_is_not_begun() -> None:
    async def one() -> tuple[Outcome, int]:
        handler = MailHandler()
        async with mail_server(handler, data_size_limit=2_000) as port:
            channel = opened(port)
            large = outgoing(content=MAIL | {"html": "<p>" + "x" * 5_000 + "</p>"})
            outcome = await channel.send(large, hand_over=marked)
            await channel.close()
            return outcome, len(handler.mails)

    outcome, taken = asyncio.run(one())

    assert (outcome.status, outcome.reason, taken) == ("failed", "bad_content", 0)


def test_a_password_is_never_shown() -> None:
    settings = read_settings(values(25, user="me", password=PASSWORD))

    assert PASSWORD not in repr(settings)
    assert compose(outgoing(), read_address("a@b.example"), settings, None)  # type: ignore[arg-type]

"""The line to a mail server: secured, the server proves who it is, and a password never goes in the open."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from evergrow.deliver.channels import Outcome, Outgoing
from evergrow.deliver.channels.email_smtp import SmtpChannel, read_settings
from evergrow.testing.mail_server import PASSWORD, USER, MailHandler, mail_server

MAIL = Outgoing(
    message_id="m1",
    message_key=1,
    address="ana@shop.example",
    content={"subject": "Your cart", "text": "Still here."},
    customer_id="user:1",
)


def opened(port: int, **more: str) -> SmtpChannel:
    entered = {"host": "127.0.0.1", "port": str(port), "from_address": "hello@shop.example"}
    return SmtpChannel(read_settings(entered | more))


async def marked() -> None: ...


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_line_is_secured_and_the_server_proves_who_it_is(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certified(tmp_path)

    async def both() -> tuple[str, str]:
        handler = MailHandler()
        options: dict[str, Any] = (
            {"tls": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
        )
        async with mail_server(handler, **options) as port:
            unknown = opened(port, security=security, host="localhost")
            refused = await unknown.send(MAIL, hand_over=marked)
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
            trusted = opened(port, security=security, host="localhost")
            sent = await trusted.send(MAIL, hand_over=marked)
            await trusted.close()
            assert len(handler.mails) == (sent.status == "sent")
            return refused.status, sent.status

    assert asyncio.run(both()) == ("retry", "sent")


def test_a_password_never_goes_over_an_open_line_when_starttls_was_asked_for() -> None:
    async def one() -> Outcome:
        async with mail_server(MailHandler(), needs_sign_in=True) as port:
            channel = opened(port, security="starttls", user=USER, password=PASSWORD)
            return await channel.send(MAIL, hand_over=marked)

    outcome = asyncio.run(one())

    assert (outcome.status, outcome.reason) == ("retry", "unreachable")
    assert "STARTTLS" in outcome.detail


def certified(folder: Path) -> ssl.SSLContext:
    """A certificate for localhost that only those trust who are told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (folder / "cert.pem").write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context

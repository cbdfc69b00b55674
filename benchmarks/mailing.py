"""Personalized mails out: rendered, signed, sent and recorded, beside what aiosmtplib does with a mail that is ready."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiosmtplib
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, select

from benchmarks.figures import Line, a_second, share
from evergrow.definitions.store import keep_document
from evergrow.deliver.channels import Outgoing
from evergrow.deliver.channels.email_smtp import SmtpChannel, compose, read_address, read_settings
from evergrow.deliver.telling import public_id
from evergrow.engage.messages import NewMessage, enqueue, message_key, messages
from evergrow.kernel import key_of
from evergrow.runtime import Sender, Settings, Workspace, open_workspace, save_guards, tick
from evergrow.runtime.connecting import connect_channel
from evergrow.testing import call, entry_of, identify

CONNECTIONS = 32
_ROWS = "".join(
    f"<tr><td style='padding:8px'>Product {number}</td><td>{number}.00 EUR</td></tr>" for number in range(28)
)
HTML = (
    f"<html><body><h1>Hello {{{{ customer.first_name }}}}</h1><table>{_ROWS}</table><p>Bye</p></body></html>"
)
TEMPLATE = f"""message: spring
title: Spring
channel: email
topic: orders
languages:
  en:
    subject: "Tea for {{{{ customer.first_name }}}}"
    html: "{HTML}"
    text: "Hello {{{{ customer.first_name }}}}, new teas are here."
"""


def measure(folder: Path, mails: int) -> list[Line]:
    """The peer's limit first, then ours with more and more of the work, all into the same sink."""
    pem = {"Ed25519": _pem(Ed25519PrivateKey.generate()), "RSA-2048": _pem(generate_private_key(65537, 2048))}
    with sink() as port:
        peer = _rate(mails, lambda: _aiosmtplib(port, mails))
        lines = [_line("aiosmtplib, the same mail over and over", peer, peer)]
        lines.append(
            _line("our conversation, written anew", _rate(mails, lambda: _channel(port, mails)), peer)
        )
        for name, key in pem.items():
            signing = {"dkim_domain": "shop.example", "dkim_selector": "grow", "dkim_key": key}
            rate = _rate(mails, lambda signing=signing: _channel(port, mails, **signing))
            lines.append(_line(f"the same, signed with {name}", rate, peer))
        whole = _whole(folder, port, mails)
    lines.append(_line("from the outbox: rendered, sent, recorded", whole, peer, aim="5,000/s"))
    return lines


@contextmanager
def sink() -> Iterator[int]:
    """The sink in a process of its own; gives its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mail_sink"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def _rate(mails: int, run: Callable[[], Awaitable[None]]) -> float:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        started = time.perf_counter()
        runner.run(run())  # type: ignore[arg-type]
    return mails / (time.perf_counter() - started)


async def _aiosmtplib(port: int, mails: int) -> None:
    address = read_address("c@shop.example")
    assert address is not None
    ready = compose(_outgoing(1), address, read_settings(values_for(port)), None)

    async def one(count: int) -> None:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
        async with client:
            for _ in range(count):
                await client.sendmail("hello@shop.example", ["c@shop.example"], ready)

    await asyncio.gather(*(one(mails // CONNECTIONS) for _ in range(CONNECTIONS)))


async def _channel(port: int, mails: int, **more: str) -> None:
    channel = SmtpChannel(read_settings(values_for(port) | more))

    async def nothing() -> None: ...

    async def some(start: int) -> None:
        for number in range(start, mails, CONNECTIONS):
            outcome = await channel.send(_outgoing(number), hand_over=nothing)
            assert outcome.status == "sent", outcome

    await asyncio.gather(*(some(start) for start in range(CONNECTIONS)))
    await channel.close()


def _outgoing(number: int) -> Outgoing:
    return Outgoing(
        message_id=public_id(number),
        message_key=number,
        address=f"c{number}@shop.example",
        content={"subject": f"Tea for {number}", "html": HTML, "text": f"Hello {number}"},
        customer_id=f"user:c{number}",
        unsubscribe_url="https://grow.example/p/unsubscribe/token",
    )


def values_for(port: int) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "from_address": "hello@shop.example",
        "connections": str(CONNECTIONS),
    }


def _whole(folder: Path, port: int, mails: int) -> float:
    """From messages in the outbox to the last one recorded as sent."""
    workspace = open_workspace(Settings(data=folder / "mailing"))
    try:
        _fill(workspace, port, mails)
        sender = Sender(workspace)
        started = time.perf_counter()
        tick(workspace, datetime.now(UTC))  # the guards
        sender.start()
        while _sent(workspace) < mails:
            time.sleep(0.05)
        took = time.perf_counter() - started
        sender.stop()
        return mails / took
    finally:
        workspace.close()


def _fill(workspace: Workspace, port: int, mails: int) -> None:
    now = datetime.now(UTC)
    save_guards(workspace, "", by="bench", now=now)
    connect_channel(workspace, "email_smtp", "Sink", values_for(port), by="bench", now=now)
    with workspace.state.transaction() as tx:
        keep_document(tx, "message", "spring", TEMPLATE, by="bench", now=now)
    calls = [
        identify(now, user=f"c{n}", email=f"c{n}@shop.example", first_name=f"Ana {n}") for n in range(mails)
    ]
    calls.append(call("track", now, user="c0", event="Warmed"))
    for start in range(0, len(calls), 2_000):
        workspace.log.append_now([entry_of(calls[start : start + 2_000], received_at=now)])
    while workspace.log.last_position() > workspace.taken_position():
        tick(workspace, datetime.now(UTC))
    tick(workspace, datetime.now(UTC) + timedelta(seconds=5))
    with workspace.state.transaction() as tx:
        enqueue(tx, [_new(number, now) for number in range(mails)])


def _new(number: int, now: datetime) -> NewMessage:
    identity = f"user:c{number}"
    return NewMessage(
        message_key=message_key("spring", identity),
        origin="campaign",
        origin_name="spring",
        origin_version=1,
        step="",
        entry_key=None,
        identity_key=key_of(identity),
        customer_id=identity,
        channel="email",
        topic="orders",
        template="spring",
        template_version=1,
        created_at=now,
        due_at=now,
    )


def _sent(workspace: Workspace) -> int:
    with workspace.state.reading() as tx:
        return tx.scalar(select(func.count()).where(messages.c.status == "sent")) or 0


def _line(what: str, rate: float, peer: float, aim: str = "") -> Line:
    return Line(
        what=what,
        figure=a_second(rate, "mails"),
        aim=aim,
        beside=f"aiosmtplib: {a_second(peer, 'mails')}",
        ratio=share(rate, peer),
    )


def _pem(key: object) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()  # type: ignore[attr-defined]

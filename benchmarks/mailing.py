"""Personalized mails out: rendered, signed, sent and recorded, beside what aiosmtplib does with a mail that is ready."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import aiosmtplib
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, select

from benchmarks.figures import Line, a_second, share
from evergrow.definitions.store import keep_document
from evergrow.deliver.channels import Outcome, Outgoing
from evergrow.deliver.channels.email_smtp import SmtpChannel, compose, read_address, read_settings
from evergrow.deliver.telling import public_id
from evergrow.engage.messages import NewMessage, enqueue, message_key, messages
from evergrow.kernel import key_of
from evergrow.runtime import Sender, Settings, Workspace, open_workspace, save_guards, tick
from evergrow.runtime.connecting import connect_channel
from evergrow.testing import call, entry_of, identify

CONNECTIONS = 32
FLIGHT = 16
WARMING = 500
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
    """The peer's limit first, then ours with more and more of the work, all into the same kind of sink."""
    pem = {"Ed25519": _pem(Ed25519PrivateKey.generate()), "RSA-2048": _pem(generate_private_key(65537, 2048))}
    with sink(mails // CONNECTIONS * CONNECTIONS, one_recipient=True) as port:
        peer = _rate(mails, lambda: _aiosmtplib(port, mails))
    lines = [_line("aiosmtplib, the same mail over and over", peer, peer)]
    for name, chunks in (
        ("our conversation, written anew", True),
        ("the same, to a server without CHUNKING", False),
    ):
        with sink(mails, chunks=chunks) as port:
            lines.append(_line(name, _rate(mails, lambda port=port: _channel(port, mails)), peer))
    for name, key in pem.items():
        signing = {"dkim_domain": "shop.example", "dkim_selector": "grow", "dkim_key": key}
        count = mails if name == "Ed25519" else min(mails, 5_000)
        with sink(count) as port:
            rate = _rate(
                count, lambda port=port, count=count, signing=signing: _channel(port, count, **signing)
            )
        lines.append(_line(f"the same, signed with {name}", rate, peer))
    with sink(mails + WARMING) as port:
        whole = _whole(folder, port, mails)
    lines.append(_line("from the outbox: rendered, sent, recorded", whole, peer, aim="5,000/s"))
    return lines


@contextmanager
def sink(expected: int | None = None, *, one_recipient: bool = False, chunks: bool = True) -> Iterator[int]:
    """The sink in a process of its own; gives its port. At the end it must have had so many mails, each as it should be."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mail_sink", *(["CHUNKING"] if chunks else [])],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
    if expected is not None:
        taken, recipients, odd = map(int, process.stdout.read().split())
        assert (taken, recipients, odd) == (expected, 1 if one_recipient else expected, 0)


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


@dataclass
class _Flight:
    """Mails that go over one connection, marked nowhere."""

    outgoings: Sequence[Outgoing]
    ended: int = 0

    async def mark(self) -> Collection[int]:
        return ()

    def begin(self, message_key: int) -> None: ...

    def end(self, message_key: int, outcome: Outcome) -> None:
        assert outcome.status == "sent", outcome
        self.ended += 1


async def _channel(port: int, mails: int, **more: str) -> None:
    channel = SmtpChannel(read_settings(values_for(port) | more))
    waiting = iter(range(mails))

    async def some() -> None:
        while numbers := list(islice(waiting, FLIGHT)):
            flight = _Flight([_outgoing(number) for number in numbers])
            await channel.carry(flight)
            assert flight.ended == len(numbers)

    await asyncio.gather(*(some() for _ in range(CONNECTIONS)))
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
    """From messages in the outbox to the last one recorded as sent, in a process that has sent some before."""
    workspace = open_workspace(Settings(data=folder / "mailing"))
    sender = Sender(workspace)
    try:
        _fill(workspace, port, mails + WARMING)
        sender.start()
        _put_in(workspace, range(WARMING))
        _send(workspace, sender, WARMING)
        _put_in(workspace, range(WARMING, mails + WARMING))
        started = time.perf_counter()
        _send(workspace, sender, mails + WARMING)
        return mails / (time.perf_counter() - started)
    finally:
        sender.stop()
        workspace.close()


def _send(workspace: Workspace, sender: Sender, mails: int) -> None:
    """Let the guards judge what waits, and wait until so many are recorded as sent."""
    tick(workspace, datetime.now(UTC))
    sender.wake()
    while _is_on_its_way(workspace):
        time.sleep(0.05)
    assert _sent(workspace) == mails


def _put_in(workspace: Workspace, numbers: Iterable[int]) -> None:
    now = datetime.now(UTC)
    with workspace.state.transaction() as tx:
        enqueue(tx, [_new(number, now) for number in numbers])


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


def _is_on_its_way(workspace: Workspace) -> bool:
    """Whether a message is left to send. Asked often, so it must cost little: it would be measured along."""
    left = select(messages.c.message_key).where(messages.c.status.in_(("ready", "handing"))).limit(1)
    with workspace.state.reading() as tx:
        return tx.scalar(left) is not None


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

"""Speak SMTP over one connection, many mails after each other (RFC 5321, pipelined as RFC 2920 describes).

aiosmtplib, the house's choice, waits for an answer after every command and cannot pipeline; benchmarks/mailing.py
shows both side by side. MAIL, RCPT and DATA go out in one write here where the server allows it.

Holds   a mail is complete only with its last dot, so whatever breaks before has surely not sent it; `hand_over` is
        awaited between the server's 354 and the mail's first byte.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections import deque
from functools import lru_cache
from typing import Final, cast

import msgspec

from evergrow.deliver.channels.email_smtp.settings import SmtpSettings
from evergrow.deliver.channels.spec import HandOver

_LONGEST_LINE: Final = 4_096
_MOST_LINES: Final = 200
_SHORT_LINE: Final = 80
RESET: Final = b"RSET\r\n"


class Reply(msgspec.Struct, frozen=True, gc=False):
    """A server's answer. `text` is all its lines, joined by a space."""

    code: int
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.code < 400


class Broken(Exception):
    """The connection ended, the server took too long, or it does not speak SMTP."""


class Refused(Exception):
    """The server answered no."""

    def __init__(self, step: str, reply: Reply) -> None:
        super().__init__(f"{step}: {reply.code} {reply.text}")
        self.step = step
        self.reply = reply


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """From whom, to whom, by which id a bounce may name it."""

    sender: str
    recipient: str
    mail_id: str
    needs_utf8: bool


class Conversation(asyncio.Protocol):
    """One connection to a mail server. `open` makes one; one mail at a time."""

    def __init__(self, patience_seconds: float) -> None:
        self._patience = patience_seconds
        self._replies: deque[Reply] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._wanted = 0
        self._deadline = 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._rest = b""
        self._lines: list[str] = []
        self._ended: str = ""
        self.needs_reset = False
        self._transport: asyncio.Transport | None = None
        self.extensions: dict[str, str] = {}
        self.mails = 0

    @classmethod
    async def open(cls, settings: SmtpSettings) -> Conversation:
        """Connect, secure the line, say hello and sign in.

        Raises:
            Broken, Refused: with the step at which the server said no.
        """
        loop = asyncio.get_running_loop()
        context = ssl.create_default_context() if settings.security == "tls" else None
        try:
            async with asyncio.timeout(settings.patience_seconds):
                _, conversation = await loop.create_connection(
                    lambda: cls(settings.patience_seconds), settings.host, settings.port, ssl=context
                )
        except (OSError, ssl.SSLError, TimeoutError, UnicodeError) as error:
            raise Broken(
                f"cannot connect to {settings.host}:{settings.port}: {error or 'no answer'}"
            ) from None
        try:
            await conversation._begin(settings)
        except BaseException:
            conversation.abort()
            raise
        return conversation

    @property
    def is_open(self) -> bool:
        return not self._ended

    async def send(self, envelope: Envelope, data: bytes, hand_over: HandOver) -> Reply:
        """Send one mail; returns the server's good answer.

        Raises:
            Refused: the server does not take the sender, the recipient or the mail.
            Broken: `hand_over` was not awaited yet: surely not sent.
            Lost: it was, and the answer never came.
        """
        try:
            await self._envelope(envelope)
            await hand_over()
        except Refused:
            raise
        except BaseException:
            self.abort()  # in the middle of DATA: without its dot the mail is none
            raise
        self.mails += 1
        try:
            (reply,) = await self.ask(dotted(data), 1)
        except Broken as broken:
            self.abort()
            raise Lost(str(broken)) from None
        except BaseException:
            self.abort()
            raise
        if not reply.is_good:
            raise Refused("DATA", reply)
        return reply

    def heard(self) -> list[Reply]:
        """The replies that came and nobody waited for any more."""
        return list(self._replies)

    async def close(self) -> None:
        """Say goodbye, not waiting for the answer."""
        if self._transport is not None and not self._ended:
            self._transport.write(b"QUIT\r\n")
            self._transport.close()
        self._end("closed")

    def abort(self) -> None:
        """Let the connection go at once."""
        if self._transport is not None:
            self._transport.abort()
        self._end("aborted")

    async def _begin(self, settings: SmtpSettings) -> None:
        (greeting,) = await self._read(1)
        if not greeting.is_good:
            raise Refused("greeting", greeting)
        await self._hello()
        if settings.security == "starttls":
            await self._start_tls(settings)
            await self._hello()
        if settings.user:
            await self._sign_in(settings)

    async def _hello(self) -> None:
        (reply,) = await self.ask(b"EHLO evergrow\r\n", 1)
        if not reply.is_good:
            raise Refused("EHLO", reply)
        words = [line.split(" ", 1) for line in reply.text.split("\n")[1:] if line]
        self.extensions = {word[0].upper(): word[1] if len(word) > 1 else "" for word in words}

    async def _start_tls(self, settings: SmtpSettings) -> None:
        if "STARTTLS" not in self.extensions:
            raise Refused("STARTTLS", Reply(502, "the server does not offer it"))
        (reply,) = await self.ask(b"STARTTLS\r\n", 1)
        if not reply.is_good:
            raise Refused("STARTTLS", reply)
        if self._rest or self._replies:
            raise Broken("the server spoke before the line was secure")
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._patience):
                secured = await loop.start_tls(
                    self._transport, self, ssl.create_default_context(), server_hostname=settings.host
                )
        except (OSError, ssl.SSLError, TimeoutError) as error:
            raise Broken(f"the line cannot be secured: {error or 'no answer'}") from None
        self._transport = secured

    async def _sign_in(self, settings: SmtpSettings) -> None:
        offered = self.extensions.get("AUTH", "").upper().split()
        if "PLAIN" in offered or not offered:
            secret = base64.b64encode(f"\0{settings.user}\0{settings.password}".encode())
            (reply,) = await self.ask(b"AUTH PLAIN " + secret + b"\r\n", 1)
        else:
            (reply,) = await self.ask(b"AUTH LOGIN\r\n", 1)
            for word in (settings.user, settings.password):
                if reply.code != 334:
                    break
                (reply,) = await self.ask(base64.b64encode(word.encode()) + b"\r\n", 1)
        if not reply.is_good or reply.code == 334:
            raise Refused("AUTH", reply)

    async def _envelope(self, envelope: Envelope) -> None:
        """MAIL, RCPT and DATA: at once where the server can, else one by one."""
        commands = self.commands(envelope)
        if "PIPELINING" in self.extensions:
            try:
                replies = await self.ask(b"".join(commands), len(commands))
            except Broken:
                last = self._replies[-1] if self._replies else None
                if last is not None and last.code == 421:
                    raise Refused("MAIL", last) from None
                raise
        else:
            replies = []
            for command in commands:
                replies += await self.ask(command, 1)
                if not replies[-1].is_good:
                    break
        replies = replies[1:] if self.needs_reset else replies
        self.needs_reset = False
        for step, reply in zip(("MAIL", "RCPT", "DATA"), replies, strict=False):
            if not reply.is_good:
                await self._back_out(replies)
                raise Refused(step, reply)
        if replies[-1].code != 354:
            raise Refused("DATA", replies[-1])

    def commands(self, envelope: Envelope) -> list[bytes]:
        """What begins a mail: MAIL, RCPT and DATA, and RSET before them where something was left open."""
        return [*([RESET] if self.needs_reset else []), *self._from_and_to(envelope), b"DATA\r\n"]

    def chunk(self, envelope: Envelope, data: bytes) -> list[bytes]:
        """A whole mail that needs no leave to begin (RFC 3030). It brings four answers, whatever became of the one before."""
        return [RESET, *self._from_and_to(envelope), b"BDAT %d LAST\r\n" % len(data), data]

    def _from_and_to(self, envelope: Envelope) -> tuple[bytes, bytes]:
        sender = f"MAIL FROM:<{envelope.sender}>"
        recipient = f"RCPT TO:<{envelope.recipient}>"
        if envelope.needs_utf8:
            sender += " SMTPUTF8"
        if "DSN" in self.extensions:
            sender += f" RET=HDRS ENVID={envelope.mail_id}"
            recipient += " NOTIFY=FAILURE"
        return f"{sender}\r\n".encode(), f"{recipient}\r\n".encode()

    async def _back_out(self, replies: list[Reply]) -> None:
        """After a refusal: a server that still said 354 wants a dot, and a transaction that stands is to be reset."""
        self.needs_reset = True
        if len(replies) == 3 and replies[2].code == 354:
            await self.ask(b".\r\n", 1)
        if any(reply.code == 421 for reply in replies):
            self.abort()

    async def ask(self, data: bytes, answers: int) -> list[Reply]:
        """Say something, and wait for so many replies.

        Raises:
            Broken: not all of them came; those that did are in `heard`.
        """
        if self._transport is None or self._ended:
            raise Broken(self._ended or "not connected")
        self._transport.write(data)
        return await self._read(answers)

    async def _read(self, answers: int) -> list[Reply]:
        loop = asyncio.get_running_loop()
        if len(self._replies) < answers:
            if self._ended:
                raise Broken(self._ended)
            self._wanted, self._waiting = answers, loop.create_future()
            self._deadline = loop.time() + self._patience
            if self._alarm is None:
                self._alarm = loop.call_at(self._deadline, self._look_at_clock)
            try:
                await self._waiting
            finally:
                self._waiting = None
        if len(self._replies) < answers:
            raise Broken(self._ended or "the server took too long")
        return [self._replies.popleft() for _ in range(answers)]

    def _look_at_clock(self) -> None:
        """One alarm for many waits: it is set anew where the wait that it was set for is over."""
        self._alarm = None
        loop = asyncio.get_running_loop()
        if self._waiting is None:
            return
        if loop.time() >= self._deadline:
            self._end("the server took too long")
        else:
            self._alarm = loop.call_at(self._deadline, self._look_at_clock)

    def _end(self, why: str) -> None:
        self._ended = self._ended or why
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._tell()

    def _tell(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass of it

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(f"the connection broke: {exc}" if exc else "the server closed the connection")

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take_line(line.rstrip(b"\r"))
        if len(self._rest) > _LONGEST_LINE or len(self._lines) > _MOST_LINES:
            self._end("the server does not speak SMTP")
        if len(self._replies) >= self._wanted:
            self._tell()

    def _take_line(self, line: bytes) -> None:
        if not self._lines and (reply := _short_reply(line)) is not None:
            self._replies.append(reply)
            return
        if not line[:3].isdigit() or len(line) > _LONGEST_LINE:
            self._end("the server does not speak SMTP")
            return
        self._lines.append(line[4:].decode("utf-8", "replace"))
        if line[3:4] != b"-":
            self._replies.append(Reply(int(line[:3]), "\n".join(self._lines)))
            self._lines = []


def dotted(data: bytes) -> bytes:
    """A mail's text as it follows DATA: no line of it is only a dot but the last."""
    return data.replace(b"\r\n.", b"\r\n..") + b".\r\n"


@lru_cache(maxsize=256)
def _short_reply(line: bytes) -> Reply | None:
    """The reply of one short line: a server says the same few over and over."""
    is_whole = line[:3].isdigit() and line[3:4] == b" " and len(line) < _SHORT_LINE
    return Reply(int(line[:3]), line[4:].decode("utf-8", "replace")) if is_whole else None


class Lost(Exception):
    """The mail was handed over and the answer never came: it may have been taken."""

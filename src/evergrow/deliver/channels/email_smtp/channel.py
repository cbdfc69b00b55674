"""Send mails through one server: connections that are kept, refusals told apart, nothing sent twice."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Collection, Mapping
from typing import Final

from evergrow.deliver.channels.email_smtp.addresses import read_address
from evergrow.deliver.channels.email_smtp.compose import compose
from evergrow.deliver.channels.email_smtp.conversation import (
    Broken,
    Conversation,
    Envelope,
    Lost,
    Refused,
    Reply,
)
from evergrow.deliver.channels.email_smtp.flight import Answer, Mail, MailsAtOnce
from evergrow.deliver.channels.email_smtp.settings import SmtpSettings, read_settings
from evergrow.deliver.channels.spec import Clock, Flight, HandOver, Health, Outcome, Outgoing

_ENHANCED: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_QUEUED: Final = (
    re.compile(r"(?:queued as|\bid=|\bid:)\s*<?([\w.@+/=-]{4,120})", re.IGNORECASE),
    re.compile(r"^(?:2\.\d\.\d )?ok:? ([\w-]{20,120})\s*$", re.IGNORECASE),  # Amazon's
)
_LONGEST_DETAIL: Final = 500


class SmtpChannel:
    """A mail server that is connected."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._idle: list[Conversation] = []
        self._free = settings.connections
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Write the mail and send it over a free connection."""
        mail = self._written(outgoing)
        if isinstance(mail, Outcome):
            return mail
        await self._take_turn()
        try:
            return await self._send(mail, hand_over)
        finally:
            self._give_turn()

    @property
    def lines(self) -> int:
        """How many connections there may be."""
        return self._settings.connections

    async def carry(self, flight: Flight) -> None:
        """Write the mails and send them over one free connection, one right behind the other."""
        mails: deque[Mail] = deque()
        for outgoing in flight.outgoings:
            mail = self._written(outgoing)
            if isinstance(mail, Outcome):
                flight.end(outgoing.message_key, mail)
            else:
                mails.append(mail)
        await self._take_turn()
        try:
            await self._carry(mails, flight)
        finally:
            self._give_turn()

    def _written(self, outgoing: Outgoing) -> Mail | Outcome:
        to = read_address(outgoing.address)
        if to is None:
            return Outcome(
                status="failed", reason="bad_address", detail=f"'{outgoing.address[:80]}' is no address"
            )
        data = compose(outgoing, to, self._settings, self._settings.signer)
        envelope = Envelope(self._settings.envelope.text, to.text, outgoing.message_id, to.needs_utf8)
        return Mail(outgoing.message_key, envelope, data)

    async def check(self) -> Health:
        """Connect, secure the line, sign in."""
        try:
            conversation = await Conversation.open(self._settings)
        except (Broken, Refused) as error:
            return Health(is_well=False, what=_shown(str(error)))
        extensions = conversation.extensions
        await conversation.close()
        return Health(
            is_well=True,
            what=f"{self._settings.host} answers.",
            details={
                "pipelining": "yes" if "PIPELINING" in extensions else "no",
                "secured": "no" if self._settings.security == "none" else "yes",
                "dkim": "yes" if self._settings.signer else "no",
            },
        )

    async def close(self) -> None:
        """Say goodbye on every idle connection."""
        while self._idle:
            await self._idle.pop().close()

    async def _take_turn(self) -> None:
        """Wait for one of the connections, in order."""
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_turn()
            raise

    def _give_turn(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def _carry(self, mails: deque[Mail], flight: Flight) -> None:
        """Send the mails, over another connection where one ends between two of them. Those behind a mail whose answer
        was lost are left: a server that falls silent is not to hold a whole flight.
        """
        gone: Collection[int] | None = None
        lost = False

        def end(key: int, answer: Answer) -> None:
            nonlocal lost
            lost = lost or isinstance(answer, Lost)
            flight.end(key, _outcome(answer))

        while mails and not lost:
            was_kept = bool(self._idle)
            try:
                conversation = self._idle.pop() if was_kept else await Conversation.open(self._settings)
            except (Broken, Refused) as error:
                return _end_all(mails, flight, _not_begun(error))
            count = len(mails)
            try:
                _leave_out(mails, conversation.extensions, flight)
                if gone is None and mails:
                    gone = await flight.mark()
                    mails = deque(mail for mail in mails if mail.key not in gone)
                count = len(mails)
                await MailsAtOnce(conversation, mails, flight.begin, end).send()
            except Broken as broken:
                if len(mails) == count and not was_kept:
                    return _end_all(mails, flight, _retry("unreachable", str(broken)))
                # the server let an idle connection go: the mail has nothing to do with it
            finally:
                if conversation.is_open:
                    self._idle.append(conversation)

    async def _send(self, mail: Mail, hand_over: HandOver) -> Outcome:
        while True:
            was_kept = bool(self._idle)
            try:
                conversation = self._idle.pop() if was_kept else await Conversation.open(self._settings)
            except (Broken, Refused) as error:
                return _not_begun(error)
            cannot = _cannot_take(conversation.extensions, mail)
            if cannot is not None:
                self._idle.append(conversation)
                return cannot
            try:
                return _taken(await conversation.send(mail.envelope, mail.data, hand_over))
            except (Refused, Lost) as error:
                return _outcome(error)
            except Broken as broken:
                if not was_kept:
                    return _retry("unreachable", str(broken))
                # the server let an idle connection go: the mail has nothing to do with it
            finally:
                if conversation.is_open:
                    self._idle.append(conversation)


def open_channel(values: Mapping[str, str], clock: Clock) -> SmtpChannel:
    """A channel with the entered values.

    Raises:
        Refusal: `channel.bad_value`, `channel.bad_key`.
    """
    del clock
    return SmtpChannel(read_settings(values))


def _end_all(mails: deque[Mail], flight: Flight, outcome: Outcome) -> None:
    while mails:
        flight.end(mails.popleft().key, outcome)


def _leave_out(mails: deque[Mail], extensions: Mapping[str, str], flight: Flight) -> None:
    """End the mails that this server cannot take."""
    for _ in range(len(mails)):
        mail = mails.popleft()
        cannot = _cannot_take(extensions, mail)
        if cannot is None:
            mails.append(mail)
        else:
            flight.end(mail.key, cannot)


def _outcome(answer: Answer) -> Outcome:
    if isinstance(answer, Reply):
        return _taken(answer)
    if isinstance(answer, Refused):
        return _refused(answer)
    return Outcome(status="unknown", reason="unknown", detail=_shown(str(answer)))


def _not_begun(error: Broken | Refused) -> Outcome:
    return _not_let_in(error) if isinstance(error, Refused) else _retry("unreachable", str(error))


def _cannot_take(extensions: Mapping[str, str], mail: Mail) -> Outcome | None:
    """Why this server cannot take this mail, by what it said of itself."""
    data = mail.data
    if mail.envelope.needs_utf8 and "SMTPUTF8" not in extensions:
        detail = "the mail server cannot take addresses in other scripts (SMTPUTF8)"
        return Outcome(status="failed", reason="bad_address", detail=detail)
    size = extensions.get("SIZE", "")
    if size.isascii() and size.isdigit() and 0 < int(size) < len(data):
        detail = f"the mail has {len(data):,} bytes, the server takes {int(size):,}"
        return Outcome(status="failed", reason="bad_content", detail=detail)
    return None


def _taken(reply: Reply) -> Outcome:
    found = _QUEUED[0].search(reply.text) or _QUEUED[1].search(reply.text)
    return Outcome(status="sent", provider_id=found.group(1) if found else "", code=str(reply.code))


def _not_let_in(refused: Refused) -> Outcome:
    if refused.step == "AUTH" and refused.reply.code >= 500:
        return _retry("bad_credentials", str(refused), refused.reply)
    return _retry(
        "rejected_for_now" if refused.reply.code < 500 else "unreachable", str(refused), refused.reply
    )


def _refused(refused: Refused) -> Outcome:
    reply = refused.reply
    if reply.code < 500:
        return _retry("rejected_for_now", str(refused), reply)
    if reply.code == 530 or (reply.code == 535 and refused.step != "DATA"):
        return _retry("bad_credentials", str(refused), reply)
    enhanced = _ENHANCED.search(reply.text)
    is_address = refused.step == "RCPT" and (
        enhanced.group(2) == "1" if enhanced else reply.code in (550, 551, 553)
    )
    return Outcome(
        status="failed",
        reason="bad_address" if is_address else "refused",
        detail=_shown(str(refused)),
        code=_code(reply),
    )


def _retry(reason: str, detail: str, reply: Reply | None = None) -> Outcome:
    return Outcome(status="retry", reason=reason, detail=_shown(detail), code=_code(reply) if reply else "")


def _code(reply: Reply) -> str:
    enhanced = _ENHANCED.search(reply.text)
    return f"{reply.code} {enhanced.group(0)}" if enhanced else str(reply.code)


def _shown(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_DETAIL]

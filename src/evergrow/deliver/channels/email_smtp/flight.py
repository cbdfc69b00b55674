"""Several mails over one connection, in the fewest turns that the server takes.

With CHUNKING (RFC 3030) a mail needs no leave to begin, so a few whole mails are one write and one read. With PIPELINING
alone (RFC 2920) the next mail's MAIL, RCPT and DATA ride with the last dot of the one before, so a mail costs one turn.
Without either a server gets one command at a time.

Holds   `begin` comes before a mail's first byte; without CHUNKING only when the server said 354; who was begun is ended.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from evergrow.deliver.channels.email_smtp.conversation import (
    RESET,
    Broken,
    Conversation,
    Envelope,
    Lost,
    Refused,
    Reply,
    dotted,
)

_STEPS: Final = ("MAIL", "RCPT", "DATA")
_ANSWERS: Final = 4  # to RSET, MAIL, RCPT and BDAT
_AT_ONCE: Final = 4
"""Mails that are one write where the server takes chunks: as many may be unknown on a connection that breaks."""


class Mail(msgspec.Struct, frozen=True, gc=False):
    """A mail that is ready to go."""

    key: int
    envelope: Envelope
    data: bytes


Answer = Reply | Refused | Lost
"""Taken; refused at some step; or begun and never answered for."""


class MailsAtOnce:
    """The mails of a flight on their way over one connection. What is left in `mails` at the end was not begun."""

    def __init__(
        self,
        conversation: Conversation,
        mails: deque[Mail],
        begin: Callable[[int], None],
        end: Callable[[int, Answer], None],
    ) -> None:
        self._conversation = conversation
        self._mails = mails
        self._begin = begin
        self._end = end
        self._begun: deque[Mail] = deque()

    async def send(self) -> None:
        """Send until nothing is left or the connection ends.

        Raises:
            Broken: it ended; the mails that are left have nothing to do with it.
        """
        try:
            offered = self._conversation.extensions
            if "PIPELINING" in offered:
                await (self._in_chunks() if "CHUNKING" in offered else self._in_groups())
            else:
                await self._one_by_one()
        except BaseException as error:
            self._conversation.abort()
            for mail in self._begun:
                self._end(mail.key, Lost(str(error) or "the sending was broken off"))
            raise

    async def _in_chunks(self) -> None:
        talk = self._conversation
        await talk.ask(RESET, 1)  # one that was let go while it was idle shows it here, with nothing begun
        while self._mails:
            if not talk.is_open:
                raise Broken("the connection ended")
            parts: list[bytes] = []
            for _ in range(min(_AT_ONCE, len(self._mails))):
                mail = self._mails.popleft()
                parts += talk.chunk(mail.envelope, mail.data)
                self._begun.append(mail)
                self._begin(mail.key)
            try:
                replies = await talk.ask(b"".join(parts), _ANSWERS * len(self._begun))
            except Broken:
                self._settle_chunks(talk.heard())
                raise
            self._settle_chunks(replies)

    def _settle_chunks(self, replies: list[Reply]) -> None:
        """What the server said to mails that were begun at once; behind a 421 it took none."""
        for at in range(0, len(replies), _ANSWERS):
            steps = replies[at + 1 : at + _ANSWERS]
            if any(reply.code == 421 for reply in replies[at : at + _ANSWERS]):
                leaving = next(reply for reply in replies[at:] if reply.code == 421)
                while self._begun:
                    self._end(self._begun.popleft().key, Refused("MAIL", leaving))
                return
            if len(steps) == len(_STEPS):
                self._end(self._begun.popleft().key, _refusal(steps) or steps[-1])

    async def _in_groups(self) -> None:
        talk, leaving, skipped = self._conversation, b"", 0
        while self._mails or self._begun or leaving:
            following = self._mails[0] if self._mails else None
            commands = talk.commands(following.envelope) if following else []
            text = dotted(self._begun[0].data) if self._begun else leaving
            answered = len(self._begun) + skipped
            replies = await self._heard(b"".join((text, *commands)), answered + len(commands))
            if self._begun:
                self._settle(replies[0])
            if following is None:
                return
            talk.needs_reset = False
            leaving, skipped = self._open(following, replies[-3:])

    async def _heard(self, data: bytes, answers: int) -> list[Reply]:
        try:
            return await self._conversation.ask(data, answers)
        except Broken:
            heard = self._conversation.heard()
            if self._begun and heard:
                self._settle(heard.pop(0))
            if self._mails and heard and heard[-1].code == 421:
                self._end(self._mails.popleft().key, Refused("MAIL", heard[-1]))
            raise

    def _settle(self, reply: Reply) -> None:
        """What the server said to the mail that was begun."""
        self._end(self._begun.popleft().key, reply if reply.is_good else Refused("DATA", reply))

    def _open(self, mail: Mail, replies: list[Reply]) -> tuple[bytes, int]:
        """Begin the mail, or note that it is refused. Returns what the server is owed then, and how many answers it brings."""
        refused = _refusal(replies)
        goes_on = replies[-1].code == 354
        self._mails.popleft()
        if refused is None and goes_on:
            self._begun.append(mail)
            self._begin(mail.key)
            return b"", 0
        self._end(mail.key, refused or Refused("DATA", replies[-1]))
        if any(reply.code == 421 for reply in replies):
            raise Broken("the server closes the connection")
        self._conversation.needs_reset = True
        return (b".\r\n", 1) if goes_on else (b"", 0)

    async def _one_by_one(self) -> None:
        while self._mails:
            mail = self._mails[0]
            answer: Answer

            async def hand_over(mail: Mail = mail) -> None:
                self._begun.append(mail)
                self._begin(mail.key)

            try:
                answer = await self._conversation.send(mail.envelope, mail.data, hand_over)
            except Refused as refused:
                answer = refused
            except Lost as lost:
                answer = lost
            self._begun.clear()
            self._mails.popleft()
            self._end(mail.key, answer)
            if isinstance(answer, Lost) or not self._conversation.is_open:
                raise Broken("the connection ended")


def _refusal(replies: Sequence[Reply]) -> Refused | None:
    """The first no to MAIL, RCPT or the mail itself."""
    for step, reply in zip(_STEPS, replies, strict=True):
        if not reply.is_good:
            return Refused(step, reply)
    return None

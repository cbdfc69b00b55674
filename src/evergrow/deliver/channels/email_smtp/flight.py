"""Several mails over one connection: the next one's MAIL, RCPT and DATA ride with the last dot of the one before.

RFC 2920 allows it: the text of a mail may be the first of a group of commands, and DATA the last. So a mail costs one
round trip. A server without PIPELINING gets one command at a time.

Holds   `begin` comes before a mail's first byte, and only when the server said 354; who was begun is ended.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import msgspec

from evergrow.deliver.channels.email_smtp.conversation import (
    Broken,
    Conversation,
    Envelope,
    Lost,
    Refused,
    Reply,
)

_STEPS = ("MAIL", "RCPT", "DATA")


class Mail(msgspec.Struct, frozen=True, gc=False):
    """A mail that is ready to go: dots doubled, the last one at its end."""

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
        self._begun: Mail | None = None

    async def send(self) -> None:
        """Send until nothing is left or the connection ends.

        Raises:
            Broken: it ended; the mails that are left have nothing to do with it.
        """
        try:
            if "PIPELINING" in self._conversation.extensions:
                await self._in_groups()
            else:
                await self._one_by_one()
        except BaseException as error:
            self._conversation.abort()
            if self._begun is not None:
                self._end(self._begun.key, Lost(str(error) or "the sending was broken off"))
            raise

    async def _in_groups(self) -> None:
        talk, leaving, skipped = self._conversation, b"", 0
        while self._mails or self._begun or leaving:
            following = self._mails[0] if self._mails else None
            commands = talk.commands(following.envelope) if following else []
            text = self._begun.data if self._begun else leaving
            answered = (1 if self._begun else 0) + skipped
            replies = await self._heard(b"".join((text, *commands)), answered + len(commands))
            if self._begun is not None:
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
            if self._begun is not None and heard:
                self._settle(heard.pop(0))
            if self._mails and heard and heard[-1].code == 421:
                self._end(self._mails.popleft().key, Refused("MAIL", heard[-1]))
            raise

    def _settle(self, reply: Reply) -> None:
        """What the server said to the mail that was begun."""
        begun, self._begun = self._begun, None
        assert begun is not None
        self._end(begun.key, reply if reply.is_good else Refused("DATA", reply))

    def _open(self, mail: Mail, replies: list[Reply]) -> tuple[bytes, int]:
        """Begin the mail, or note that it is refused. Returns what the server is owed then, and how many answers it brings."""
        refused = next((pair for pair in zip(_STEPS, replies, strict=True) if not pair[1].is_good), None)
        goes_on = replies[-1].code == 354
        self._mails.popleft()
        if refused is None and goes_on:
            self._begun = mail
            self._begin(mail.key)
            return b"", 0
        self._end(mail.key, Refused(*(refused or ("DATA", replies[-1]))))
        if any(reply.code == 421 for reply in replies):
            raise Broken("the server closes the connection")
        self._conversation.needs_reset = True
        return (b".\r\n", 1) if goes_on else (b"", 0)

    async def _one_by_one(self) -> None:
        while self._mails:
            mail = self._mails[0]
            answer: Answer

            async def hand_over(mail: Mail = mail) -> None:
                self._begun = mail
                self._begin(mail.key)

            try:
                answer = await self._conversation.send(mail.envelope, mail.data, hand_over)
            except Refused as refused:
                answer = refused
            except Lost as lost:
                answer = lost
            self._begun = None
            self._mails.popleft()
            self._end(mail.key, answer)
            if isinstance(answer, Lost) or not self._conversation.is_open:
                raise Broken("the connection ended")

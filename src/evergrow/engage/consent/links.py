"""Addresses that let a customer decide without signing in: signed, so that nobody decides for another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from itsdangerous import BadSignature, URLSafeSerializer

from evergrow.kernel import refuse

Purpose = Literal["unsubscribe", "preferences", "confirm"]
_SHORT: Final[dict[str, Purpose]] = {"u": "unsubscribe", "p": "preferences", "c": "confirm"}
_LETTERS: Final = {purpose: letter for letter, purpose in _SHORT.items()}
LONGEST_TOKEN: Final = 1_500


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a signed link says: for whom it is, what it is about, and which message it stood in (0: none)."""

    purpose: Purpose
    identity: str
    channel: str = ""
    topic: str = ""
    message_key: int = 0
    message_id: str = ""


@dataclass(frozen=True)
class PublicLinks:
    """Makes and reads signed links. A link works as long as the workspace keeps its secret: an old mail must, too."""

    secret: bytes
    base_url: str

    def unsubscribe_url(self, *, identity: str, channel: str, topic: str, message_key: int = 0) -> str:
        """Where a customer leaves a topic by one click (RFC 8058)."""
        return self._url(
            Claim(
                purpose="unsubscribe",
                identity=identity,
                channel=channel,
                topic=topic,
                message_key=message_key,
            )
        )

    def preferences_url(self, *, identity: str, message_key: int = 0) -> str:
        """Where a customer says what to hear about."""
        return self._url(Claim(purpose="preferences", identity=identity, message_key=message_key))

    def confirm_url(self, *, identity: str, channel: str, topic: str, message_id: str) -> str:
        """Where the owner of an address confirms the yes that the record `message_id` said."""
        return self._url(
            Claim(purpose="confirm", identity=identity, channel=channel, topic=topic, message_id=message_id)
        )

    def read(self, token: str, *, purpose: Purpose) -> Claim:
        """What a token says.

        Raises:
            Refusal: `link.invalid`: cut off, made up, or for something else.
        """
        try:
            said = self._serializer.loads(token) if len(token) <= LONGEST_TOKEN else None
        except BadSignature:
            said = None
        if not isinstance(said, list) or len(said) != 6 or _SHORT.get(said[0]) != purpose:
            raise refuse(
                "link.invalid",
                "This link is not complete.",
                where="token",
                next_step="Open the link from the message again, whole.",
                status=404,
            )
        _, identity, channel, topic, message_key, message_id = said
        return Claim(
            purpose=purpose,
            identity=identity,
            channel=channel,
            topic=topic,
            message_key=message_key,
            message_id=message_id,
        )

    def _url(self, claim: Claim) -> str:
        said = [
            _LETTERS[claim.purpose], claim.identity, claim.channel, claim.topic, claim.message_key, claim.message_id,
        ]  # fmt: skip
        return f"{self.base_url.rstrip('/')}/p/{claim.purpose}/{self._serializer.dumps(said)}"

    @cached_property
    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt="evergrow.consent")

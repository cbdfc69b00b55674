"""Hand a push message to the push service of a customer's browser.

Never   reaches anything but the public internet: the address of the service comes from the customer's browser.
Source:
    RFC 8030 (generic event delivery using HTTP push), RFC 8292 (VAPID)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from evergrow.deliver.channels.entered import entered, unfit
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, Answer, Line, by_status
from evergrow.deliver.channels.public_addresses import Barred, PublicOnly
from evergrow.deliver.channels.pushing import LARGEST_BYTES, notice_of, too_large
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.web_push.keys import (
    authorization,
    new_private_key,
    public_key_of,
    read_private_key,
)
from evergrow.deliver.channels.web_push.subscription import read_subscription, sealed

KEPT_SECONDS: Final = 3 * 86_400  # how long a push service keeps a message for a browser that is closed
_LARGEST_TEXT: Final = LARGEST_BYTES - 103  # header of 86, tag of 16, delimiter of 1 (RFC 8291, 4)
FIELDS: Final = (
    Field(
        name="contact",
        title="Contact address",
        example="mailto:web@example.com",
        hint="Where a push service can reach you when something is wrong: mailto: or https:.",
    ),
    Field(
        name="private_key",
        title="Private VAPID key",
        is_secret=True,
        is_optional=True,
        hint="Leave it empty: a key is made. Enter one only when browsers subscribed with it elsewhere.",
    ),
    Field(
        name="public_key",
        title="Public VAPID key",
        is_optional=True,
        hint="Follows from the private key. The snippet has it; other software on your site may ask for it.",
    ),
)


class WebPush:
    """One shop's identity before all push services."""

    def __init__(
        self,
        values: Mapping[str, str],
        clock: Clock,
        *,
        transport: PublicOnly | None = None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        given = entered(FIELDS, values)
        self._contact = given["contact"]
        if not self._contact.startswith(("mailto:", "https:")):
            raise unfit(
                "contact", "It is no mailto: or https: address.", "Enter it as mailto:web@example.com."
            )
        self._key = read_private_key(given["private_key"] or new_private_key())
        self._clock = clock
        self._line = Line(
            secrets=[given["private_key"]], transport=transport or PublicOnly(), answer_seconds=answer_seconds
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one push message to a browser's subscription."""
        subscription = read_subscription(outgoing.address)
        if subscription is None:
            return Outcome(
                status="failed", reason="bad_address", detail="It is no subscription of a browser."
            )
        notice = notice_of(outgoing)
        if isinstance(notice, Outcome):
            return notice
        shown = {"title": notice.title, "body": notice.body, "link": notice.link, "image": notice.image}
        text = json.dumps(shown | {"id": outgoing.message_id}, ensure_ascii=False).encode()
        if len(text) > _LARGEST_TEXT:
            return too_large(len(text))
        signed = authorization(self._key, subscription.origin, self._contact, self._clock())
        headers = {
            "authorization": signed,
            "ttl": str(KEPT_SECONDS),
            "urgency": "high" if outgoing.is_transactional else "normal",
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
        }
        try:
            return await self._line.hand(
                "POST",
                subscription.endpoint,
                hand_over=hand_over,
                judge=_judge,
                content=sealed(subscription, text),
                headers=headers,
            )
        except Barred as no:
            return Outcome(status="failed", reason="bad_address", detail=str(no))

    async def check(self) -> Health:
        """Every browser has its own push service: there is none to ask, and the key is our own."""
        return Health(is_well=True, what="The keys are there. Browsers subscribe with the snippet.")

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()


def _judge(answer: Answer) -> Outcome:
    match answer.status:
        case 201 | 202:
            return Outcome(status="sent", provider_id=answer.headers.get("location", "")[:200])
        case 404 | 410:
            detail = answer.text or "The browser does not subscribe any more."
            return Outcome(status="failed", reason="bad_address", detail=detail, code=str(answer.status))
        case 413:
            return Outcome(
                status="failed", reason="bad_content", detail=answer.text or "Too large.", code="413"
            )
    return by_status(answer)


def tidy_subscription(text: str) -> str | None:
    """The subscription as it is, where it is one."""
    return text if read_subscription(text) is not None else None


def _with_key(values: Mapping[str, str]) -> dict[str, str]:
    private = values.get("private_key", "").strip() or new_private_key()
    return {**values, "private_key": private, "public_key": public_key_of(private)}


KIND: Final = ChannelKind(
    kind="web_push",
    channel="web_push",
    title="Push to browsers",
    fields=FIELDS,
    open=WebPush,
    complete=_with_key,
    at_once=32,
    tidy_address=tidy_subscription,
)

"""Hand a message to a machine of the author's choice on the public internet.

Holds   the same message has the same `webhook-id` however often it is tried, so its receiver can tell a repetition.
Never   reaches a private address, follows a redirect, or lets a template write a header of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from evergrow.deliver.channels.entered import entered
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, Answer, Line, by_status
from evergrow.deliver.channels.public_addresses import Barred, PublicOnly
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.webhook.sign import new_secret, read_secret, signature_of

FIELDS: Final = (
    Field(
        name="secret",
        title="Signing secret",
        is_secret=True,
        is_shared=True,
        is_optional=True,
        hint="Leave it empty: one is made. The receiver checks the header webhook-signature with it.",
    ),
)
LARGEST_BODY: Final = 256 * 1024
METHODS: Final = ("POST", "PUT", "PATCH")
_OURS: Final = {
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "upgrade",
    "te",
    "trailer",
    "expect",
}
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e]+")


class Webhook:
    """Signed requests with one secret."""

    def __init__(
        self,
        values: Mapping[str, str],
        clock: Clock,
        *,
        transport: PublicOnly | None = None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        secret = entered(FIELDS, values)["secret"] or new_secret()
        self._key = read_secret(secret)
        self._clock = clock
        self._line = Line(
            secrets=[secret], transport=transport or PublicOnly(), answer_seconds=answer_seconds
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one request to the message's own address, or else to the customer's."""
        content = outgoing.content
        url = str(content.get("url") or outgoing.address).strip()
        if not _is_address(url):
            return Outcome(
                status="failed", reason="bad_address", detail="It is no http:// or https:// address."
            )
        body, media_type = _body_of(content.get("body"))
        if len(body) > LARGEST_BODY:
            detail = f"The body has {len(body):,} bytes; at most {LARGEST_BODY:,} are sent."
            return Outcome(status="failed", reason="bad_content", detail=detail)
        method = str(content.get("method") or "POST").upper()
        if method not in METHODS:
            detail = f"'{method[:20]}' is not one of {', '.join(METHODS)}."
            return Outcome(status="failed", reason="bad_content", detail=detail)
        headers = self._headers(outgoing, body, media_type)
        try:
            return await self._line.hand(
                method, url, hand_over=hand_over, judge=_judge, content=body, headers=headers
            )
        except Barred as no:
            return Outcome(status="failed", reason="bad_address", detail=str(no))

    async def check(self) -> Health:
        """Every message has its own receiver: there is none to ask."""
        return Health(
            is_well=True, what="Requests are signed. Send a test message to see whether yours arrives."
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    def _headers(self, outgoing: Outgoing, body: bytes, media_type: str) -> dict[str, str]:
        now = self._clock()
        return {
            "content-type": media_type,
            "user-agent": "Evergrow",
            **_wanted(outgoing.content.get("headers")),
            "webhook-id": outgoing.message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature_of(self._key, outgoing.message_id, now, body),
        }


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_fit and parts.username is None and len(url) <= 2048 and not re.search(r"[\x00-\x20\x7f]", url)


def _body_of(body: object) -> tuple[bytes, str]:
    """The body's bytes and what they are: JSON where they read as such."""
    if body is None:
        return b"{}", "application/json"
    if not isinstance(body, str):
        return json.dumps(body).encode(), "application/json"
    text = body.encode("utf-8", "replace")
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text, "text/plain; charset=utf-8"
    return text, "application/json"


def _wanted(headers: Any) -> dict[str, str]:
    """The author's headers, without those that frame the request, in one line each."""
    given = headers.items() if isinstance(headers, Mapping) else ()
    return {
        str(name).lower(): _UNPRINTABLE.sub(" ", str(value)).strip()[:2000]
        for name, value in given
        if _NAME.fullmatch(str(name))
        and str(name).lower() not in _OURS
        and not str(name).lower().startswith("webhook-")
    }


def _judge(answer: Answer) -> Outcome:
    """Any 2xx is a yes. A machine before the receiver may be asked again: the receiver knows a repetition by its id."""
    if 200 <= answer.status < 300:
        return Outcome(status="sent", code=str(answer.status))
    if answer.status >= 500:
        detail, code = answer.text or f"HTTP {answer.status}", str(answer.status)
        wait = answer.retry_after
        return Outcome(status="retry", reason="rejected_for_now", detail=detail, code=code, retry_after=wait)
    return by_status(answer)


def _with_secret(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, "secret": values.get("secret", "").strip() or new_secret()}


def tidy_url(text: str) -> str | None:
    """The address as it is, where it is one."""
    return text.strip() if _is_address(text.strip()) else None


KIND: Final = ChannelKind(
    kind="webhook",
    channel="webhook",
    title="Webhook",
    fields=FIELDS,
    open=Webhook,
    complete=_with_secret,
    tidy_address=tidy_url,
)

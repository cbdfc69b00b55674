"""Hand a push message to Apple's service, over HTTP/2, with a token of a signing key.

Source:
    https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
    https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
    https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from evergrow.deliver.channels.entered import entered, in_a_header, unfit
from evergrow.deliver.channels.over_http import (
    ANSWER_SECONDS,
    Answer,
    Line,
    Unreachable,
    by_status,
    malformed,
)
from evergrow.deliver.channels.pushing import LARGEST_BYTES, Notice, notice_of, too_large
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing

HOSTS: Final = {
    "production": "https://api.push.apple.com",
    "sandbox": "https://api.sandbox.push.apple.com",
}
FIELDS: Final = (
    Field(
        name="key",
        title="Signing key (.p8)",
        example="-----BEGIN PRIVATE KEY-----\n...",
        is_secret=True,
        hint="developer.apple.com, Certificates, Identifiers & Profiles, Keys: paste the whole file.",
    ),
    Field(
        name="key_id",
        title="Key ID",
        example="ABC123DEFG",
        shape="ten capital letters and digits",
        pattern=r"[0-9A-Z]{10}",
        hint="Ten characters, beside the key.",
    ),
    Field(
        name="team_id",
        title="Team ID",
        example="DEF123GHIJ",
        shape="ten capital letters and digits",
        pattern=r"[0-9A-Z]{10}",
        hint="developer.apple.com, Membership details.",
    ),
    Field(name="topic", title="Bundle ID of the app", example="com.example.shop", hint="As in Xcode."),
    Field(
        name="environment",
        title="Environment",
        choices=tuple(HOSTS),
        default="production",
        example="production",
        hint="Sandbox is for apps run from Xcode.",
    ),
)
_TOKEN_LIVES: Final = timedelta(
    minutes=45
)  # Apple wants one no older than 60 minutes, made anew no oftener than 20
_GONE: Final = {
    "BadDeviceToken",
    "Unregistered",
    "ExpiredToken",
    "DeviceTokenNotForTopic",
    "MissingDeviceToken",
}
_CREDENTIALS: Final = {
    *("InvalidProviderToken", "MissingProviderToken", "ExpiredProviderToken", "TopicDisallowed", "BadTopic"),
    *(
        "BadCertificate",
        "BadCertificateEnvironment",
        "BadEnvironmentKeyInToken",
        "UnrelatedKeyIdInToken",
        "Forbidden",
    ),
}
_NOBODY: Final = "0" * 64
_NAMESPACE: Final = uuid.UUID("6f1f6a2e-6b1f-4f3e-9d39-1f1c3f0f6a11")


class ApnsPush:
    """One app of Apple's."""

    def __init__(
        self,
        values: Mapping[str, str],
        clock: Clock,
        *,
        base_url: str = "",
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._given = given = entered(FIELDS, values)
        in_a_header(given, "topic", "key_id", "team_id")
        self._key = _read_key(given["key"])
        self._clock = clock
        self._token: tuple[str, datetime] | None = None
        self._line = Line(
            base_url or HOSTS[given["environment"]],
            secrets=[given["key"]],
            is_http2=True,
            connections=4,
            answer_seconds=answer_seconds,
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one push message to a device token."""
        token = tidy_token(outgoing.address)
        if token is None:
            return Outcome(status="failed", reason="bad_address", detail="It is no device token of Apple's.")
        notice = notice_of(outgoing)
        if isinstance(notice, Outcome):
            return notice
        body = json.dumps(_payload(notice, outgoing.message_id), ensure_ascii=False).encode()
        if len(body) > LARGEST_BYTES:
            return too_large(len(body))
        headers = self._headers() | {"apns-id": str(uuid.uuid5(_NAMESPACE, outgoing.message_id))}
        return await self._line.hand(
            "POST",
            f"/3/device/{token}",
            hand_over=hand_over,
            judge=self._judge,
            content=body,
            headers=headers,
        )

    async def check(self) -> Health:
        """Send to a token that no device has: Apple looks at the key first."""
        try:
            answer = await self._line.ask(
                "POST", f"/3/device/{_NOBODY}", content=b"{}", headers=self._headers()
            )
        except Unreachable as error:
            return Health(is_well=False, what=f"Apple cannot be reached: {error}.")
        reason = str(answer.document().get("reason") or answer.text)
        if reason in _CREDENTIALS or answer.status >= 500:
            return Health(is_well=False, what=f"Apple does not let us in: {self._line.masked(reason)}.")
        return Health(is_well=True, what=f"Apple takes messages for {self._given['topic']}.")

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    def _headers(self) -> dict[str, str]:
        return {
            "authorization": f"bearer {self._signed()}",
            "apns-topic": self._given["topic"],
            "apns-push-type": "alert",
            "apns-priority": "10",
            "content-type": "application/json",
        }

    def _signed(self) -> str:
        now = self._clock()
        if self._token is None or now >= self._token[1] + _TOKEN_LIVES:
            claim = {"iss": self._given["team_id"], "iat": now}
            made = jwt.encode(claim, self._key, "ES256", headers={"kid": self._given["key_id"]})
            self._token = made, now
            self._line.keep_secret(made)
        return self._token[0]

    def _judge(self, answer: Answer) -> Outcome:
        if answer.status == 200:
            given = answer.headers.get("apns-id", "")
            return Outcome(status="sent", provider_id=given) if given else malformed(answer)
        reason = str(answer.document().get("reason") or "")
        if reason == "ExpiredProviderToken":
            self._token = None
            return Outcome(
                status="retry", reason="bad_credentials", detail="The token had ended.", code=reason
            )
        if reason in _GONE:
            return Outcome(status="failed", reason="bad_address", detail=reason, code=reason)
        if reason in _CREDENTIALS:
            return Outcome(status="failed", reason="bad_credentials", detail=reason, code=reason)
        if answer.status == 413:
            return Outcome(status="failed", reason="bad_content", detail=reason, code=reason)
        return by_status(answer, reason, reason)


def tidy_token(text: str) -> str | None:
    """A device token as lower-case hex. Its length is Apple's to change; today it is 64."""
    token = text.strip().strip('"').replace(" ", "").strip("<>").lower()
    is_hex = bool(token) and set(token) <= set("0123456789abcdef")
    return token if is_hex and 64 <= len(token) <= 200 else None


def _payload(notice: Notice, message_id: str) -> dict[str, Any]:
    shown = {name: text for name, text in (("title", notice.title), ("body", notice.body)) if text}
    payload: dict[str, Any] = {"aps": {"alert": shown, "sound": "default"}, "message_id": message_id}
    if notice.link:
        payload["link"] = notice.link
    if notice.image:
        payload["aps"]["mutable-content"] = 1  # lets the app fetch the image before it is shown
        payload["image"] = notice.image
    return payload


def _read_key(text: str) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(text.encode(), None)
    except ValueError:
        key = None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise unfit(
            "key",
            "It is no signing key of Apple's.",
            "Paste the whole .p8 file, with its BEGIN and END lines.",
        )
    return key


KIND: Final = ChannelKind(
    kind="push_apns",
    channel="push",
    title="Push by Apple (iOS)",
    fields=FIELDS,
    open=ApnsPush,
    at_once=64,
    tidy_address=tidy_token,
)

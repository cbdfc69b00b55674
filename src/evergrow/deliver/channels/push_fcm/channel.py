"""Hand a push message to Firebase Cloud Messaging, HTTP v1.

Source:
    https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
    https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from evergrow.deliver.channels.entered import entered
from evergrow.deliver.channels.over_http import (
    ANSWER_SECONDS,
    Answer,
    Line,
    Unreachable,
    by_status,
    malformed,
)
from evergrow.deliver.channels.push_fcm.access import TOKEN_URL, Access, read_account
from evergrow.deliver.channels.pushing import LARGEST_BYTES, Notice, notice_of, too_large
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing

BASE_URL: Final = "https://fcm.googleapis.com"
FIELDS: Final = (
    Field(
        name="service_account",
        title="Key file of the service account",
        example='{"type": "service_account", "project_id": "my-shop", ...}',
        is_secret=True,
        hint="Firebase console, Project settings, Service accounts, Generate new private key: paste the whole file.",
    ),
)
_GONE: Final = {"UNREGISTERED", "SENDER_ID_MISMATCH"}
_HEX: Final = frozenset("0123456789abcdefABCDEF")


class FcmPush:
    """One Firebase project."""

    def __init__(
        self,
        values: Mapping[str, str],
        clock: Clock,
        *,
        base_url: str = BASE_URL,
        token_url: str = TOKEN_URL,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        given = entered(FIELDS, values)["service_account"]
        account = read_account(given)
        self._project = account.project_id
        self._path = f"/v1/projects/{account.project_id}/messages:send"
        secret = str(json.loads(given)["private_key"])
        self._line = Line(base_url, secrets=[secret], is_http2=False, answer_seconds=answer_seconds)
        self._access = Access(account, self._line, clock, token_url)

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one push message to a registration token."""
        token = tidy_token(outgoing.address)
        if token is None:
            return Outcome(
                status="failed", reason="bad_address", detail="It is no registration token of Firebase."
            )
        notice = notice_of(outgoing)
        if isinstance(notice, Outcome):
            return notice
        body = json.dumps({"message": _message(token, notice, outgoing.message_id)}).encode()
        if len(body) - len(token) > LARGEST_BYTES:
            return too_large(len(body) - len(token))
        headers = await self._authorized()
        if isinstance(headers, Outcome):
            return self._line.told(headers)
        return await self._line.hand(
            "POST", self._path, hand_over=hand_over, judge=self._judge, content=body, headers=headers
        )

    async def check(self) -> Health:
        """Ask Google for a token, and let it judge a message without sending it."""
        headers = await self._authorized()
        if isinstance(headers, Outcome):
            return Health(is_well=False, what=f"Google does not let us in: {headers.detail}")
        dry = {"validate_only": True, "message": {"topic": "evergrow", "notification": {"title": "Check"}}}
        what = f"Firebase takes messages for the project {self._project}."
        return await self._line.well(
            "POST", self._path, what=what, content=json.dumps(dry).encode(), headers=headers
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    async def _authorized(self) -> dict[str, str] | Outcome:
        try:
            token = await self._access.token()
        except Unreachable as error:
            return Outcome(status="retry", reason="unreachable", detail=f"Not connected: {error}.")
        if isinstance(token, Outcome):
            return token
        return {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def _judge(self, answer: Answer) -> Outcome:
        if answer.status == 401:
            self._access.forget()
        return _judge(answer)


def tidy_token(text: str) -> str | None:
    """A registration token, which has no blanks and is not all hex as Apple's are."""
    token = text.strip().strip('"')
    is_plain = token.isascii() and token.replace(":", "").replace("-", "").replace("_", "").isalnum()
    return token if is_plain and 20 <= len(token) <= 4096 and not set(token) <= _HEX else None


def _message(token: str, notice: Notice, message_id: str) -> dict[str, Any]:
    shown = {"title": notice.title, "body": notice.body, "image": notice.image}
    message: dict[str, Any] = {
        "token": token,
        "notification": {name: text for name, text in shown.items() if text},
        "data": {"message_id": message_id} | ({"link": notice.link} if notice.link else {}),
        "android": {"priority": "HIGH"},
        "apns": {"payload": {"aps": {"sound": "default"}}},
    }
    if notice.link.startswith("https://"):
        message["webpush"] = {"fcm_options": {"link": notice.link}}
    return message


def _judge(answer: Answer) -> Outcome:
    said = answer.document()
    if answer.status == 200:
        name = said.get("name")
        return (
            Outcome(status="sent", provider_id=name) if isinstance(name, str) and name else malformed(answer)
        )
    error = said.get("error")
    error = error if isinstance(error, dict) else {}
    code, detail = _code(error), str(error.get("message") or "")
    is_token_at_fault = code == "INVALID_ARGUMENT" and "registration token" in detail.lower()
    if code in _GONE or is_token_at_fault or (answer.status == 404 and code == "NOT_FOUND"):
        return Outcome(status="failed", reason="bad_address", detail=detail, code=code)
    return by_status(answer, detail, code)


def _code(error: Mapping[str, Any]) -> str:
    details = error.get("details")
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, dict) and isinstance(detail.get("errorCode"), str):
            return detail["errorCode"]
    return str(error.get("status") or "")


KIND: Final = ChannelKind(
    kind="push_fcm",
    channel="push",
    title="Push by Firebase (Android)",
    fields=FIELDS,
    open=FcmPush,
    at_once=32,
    tidy_address=tidy_token,
)

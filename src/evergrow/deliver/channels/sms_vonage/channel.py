"""Hand a text to Vonage's SMS API, which answers 200 to everything and says in the body what it thinks.

Source:
    https://developer.vonage.com/en/api/sms
    https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms (the list of status codes)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from evergrow.deliver.channels.entered import entered
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, Answer, Line, by_status, malformed
from evergrow.deliver.channels.sms_vonage.reports import METHODS, read_reports
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import CALLER, COUNTRY, ready, tidy_number
from evergrow.deliver.phones import text_parts

BASE_URL: Final = "https://rest.nexmo.com"
FIELDS: Final = (
    Field(
        name="api_key",
        title="API key",
        example="abcd1234",
        shape="letters and digits, mostly eight",
        pattern=r"[0-9A-Za-z]+",
        hint="On the first page of dashboard.nexmo.com.",
    ),
    Field(name="api_secret", title="API secret", is_secret=True, hint="Beside the API key."),
    CALLER,
    COUNTRY,
    Field(
        name="signature_secret",
        title="Signature secret",
        is_secret=True,
        is_optional=True,
        hint="Settings, Signed webhooks. Without it no report and no STOP can be believed, so none is taken.",
    ),
    Field(
        name="signature_method",
        title="Signature method",
        choices=tuple(METHODS),
        default="sha256",
        example="sha256",
        hint="As chosen beside the signature secret.",
    ),
)
_REASONS: Final = {
    "4": "bad_credentials",
    "8": "bad_credentials",
    "14": "bad_credentials",
    "32": "bad_credentials",
    "7": "bad_address",
    "33": "bad_address",
    "6": "bad_content",
    "12": "bad_content",
}
_NOT_NOW: Final = {"1": "rate_limited", "5": "rejected_for_now", "10": "rate_limited"}


class VonageSms:
    """One account of Vonage with one caller id."""

    def __init__(
        self, values: Mapping[str, str], *, base_url: str = BASE_URL, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._given = given = entered(FIELDS, values)
        self._line = Line(
            base_url,
            auth=(given["api_key"], given["api_secret"]),
            secrets=[given["api_secret"], given["signature_secret"]],
            answer_seconds=answer_seconds,
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one text. `client-ref` brings our own id back with the report."""
        prepared = ready(outgoing, self._given["country"])
        if isinstance(prepared, Outcome):
            return prepared
        number, text = prepared
        form = {
            "from": self._given["sender"].lstrip("+"),
            "to": number.lstrip("+"),
            "text": text,
            "type": "text" if text_parts(text).encoding == "gsm7" else "unicode",
            "client-ref": outgoing.message_id[:100],
        }
        return await self._line.hand("POST", "/sms/json", hand_over=hand_over, judge=_judge, data=form)

    async def check(self) -> Health:
        """Ask for the balance."""
        what = f"Vonage answers. Texts come from {self._given['sender']}."
        return await self._line.well("GET", "/account/get-balance", what=what)

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()


def _judge(answer: Answer) -> Outcome:
    if answer.status != 200:
        return by_status(answer)
    pieces = answer.document().get("messages")
    if not isinstance(pieces, list) or not pieces or not all(isinstance(piece, dict) for piece in pieces):
        return malformed(answer)
    first: dict[str, Any] = pieces[0]
    code, detail = str(first.get("status", "")), str(first.get("error-text", ""))
    if code == "0":
        return Outcome(status="sent", provider_id=str(first.get("message-id", "")))
    if code in _NOT_NOW:
        return Outcome(status="retry", reason=_NOT_NOW[code], detail=detail, code=code)
    return Outcome(status="failed", reason=_REASONS.get(code, "refused"), detail=detail or code, code=code)


def _open(values: Mapping[str, str], _clock: Clock) -> VonageSms:
    return VonageSms(values)


KIND: Final = ChannelKind(
    kind="sms_vonage",
    channel="sms",
    title="Text messages by Vonage",
    fields=FIELDS,
    open=_open,
    read_reports=read_reports,
    tidy_address=tidy_number,
)

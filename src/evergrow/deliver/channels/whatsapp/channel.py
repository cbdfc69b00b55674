"""Hand a template message to WhatsApp's Cloud API.

Source:
    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
    https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from evergrow.deliver.channels.entered import entered, in_a_header
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, Answer, Line, by_status, malformed
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import COUNTRY, plain, tidy_number
from evergrow.deliver.channels.whatsapp.reports import greet, read_reports
from evergrow.deliver.phones import phone_number

BASE_URL: Final = "https://graph.facebook.com/v23.0"
FIELDS: Final = (
    Field(
        name="phone_number_id",
        title="Phone number ID",
        example="106540352242922",
        shape="digits only, and not the number that customers see",
        pattern=r"[0-9]{6,25}",
        hint="developers.facebook.com, your app, WhatsApp, API setup; it is not the number itself.",
    ),
    Field(
        name="access_token",
        title="Access token",
        is_secret=True,
        hint="Of a system user with whatsapp_business_messaging; the one under API setup ends after a day.",
    ),
    Field(
        name="app_secret",
        title="App secret",
        is_secret=True,
        is_optional=True,
        hint="App settings, Basic. Without it no report and no STOP can be believed, so none is taken.",
    ),
    Field(
        name="verify_token",
        title="Verify token",
        is_secret=True,
        is_optional=True,
        hint="A word you make up; enter the same beside the webhook's address at Meta.",
    ),
    COUNTRY,
)
_REASONS: Final = {
    **dict.fromkeys((0, 3, 10, 190, 200, 131005), "bad_credentials"),
    **dict.fromkeys((131026, 131030, 131021), "bad_address"),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016, 131008, 131009), "bad_content"),
    **dict.fromkeys(
        (368, 131031, 131042, 131045, 131047, 131049, 131050, 131051, 130472, 100, 33), "refused"
    ),
}
_NOT_NOW: Final = {
    **dict.fromkeys((4, 80007, 130429, 131048, 131056, 133016), "rate_limited"),
    **dict.fromkeys((1, 2, 131000, 131016, 131057, 133004), "rejected_for_now"),
}


class WhatsApp:
    """One business phone number."""

    def __init__(
        self, values: Mapping[str, str], *, base_url: str = BASE_URL, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._given = given = entered(FIELDS, values)
        in_a_header(given, "access_token", "phone_number_id")
        self._headers = {
            "authorization": f"Bearer {given['access_token']}",
            "content-type": "application/json",
        }
        self._line = Line(
            base_url,
            secrets=[given["access_token"], given["app_secret"], given["verify_token"]],
            answer_seconds=answer_seconds,
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one template message. Our own id comes back with every status."""
        number = phone_number(outgoing.address, region=self._given["country"] or None)
        if number is None:
            return Outcome(status="failed", reason="bad_address", detail="It is no phone number.")
        template = _template(outgoing)
        if isinstance(template, Outcome):
            return template
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": number.lstrip("+"),
            "type": "template",
            "template": template,
            "biz_opaque_callback_data": outgoing.message_id,
        }
        return await self._line.hand(
            "POST",
            f"/{self._given['phone_number_id']}/messages",
            hand_over=hand_over,
            judge=_judge,
            content=json.dumps(body).encode(),
            headers=self._headers,
        )

    async def check(self) -> Health:
        """Ask for the number's own page."""
        path = f"/{self._given['phone_number_id']}"
        params = {"fields": "display_phone_number,quality_rating"}
        what = "WhatsApp answers for this number."
        return await self._line.well("GET", path, what=what, params=params, headers=self._headers)

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()


def _template(outgoing: Outgoing) -> dict[str, Any] | Outcome:
    content = outgoing.content
    name = plain(content.get("template"))
    if not name:
        return Outcome(status="failed", reason="bad_content", detail="It names no template.")
    language = plain(content.get("template_language") or content.get("language")) or outgoing.language or "en"
    template: dict[str, Any] = {"name": name, "language": {"code": language.replace("-", "_")}}
    given = content.get("parameters")
    parameters = (
        [_flat(text) for text in given] if isinstance(given, Sequence) and not isinstance(given, str) else []
    )
    if parameters:
        body = [{"type": "text", "text": text} for text in parameters]
        template["components"] = [{"type": "body", "parameters": body}]
    return template


def _flat(text: object) -> str:
    """Parameters of templates may hold no line break, no tab and no run of blanks."""
    return " ".join(plain(text).split()) or "-"


def _judge(answer: Answer) -> Outcome:
    said = answer.document()
    error = said.get("error")
    if isinstance(error, dict):
        return _refusal(answer, error)
    if answer.status != 200:
        return by_status(answer)
    messages = said.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    if not isinstance(first, dict) or not first.get("id"):
        return malformed(answer)
    return Outcome(status="sent", provider_id=str(first["id"]))


def _refusal(answer: Answer, error: Mapping[str, Any]) -> Outcome:
    number, data = error.get("code"), error.get("error_data")
    details = str(data.get("details", "")) if isinstance(data, dict) else ""
    detail, code = details or str(error.get("message") or ""), str(number)
    if number in _NOT_NOW:
        wait = answer.retry_after
        return Outcome(status="retry", reason=_NOT_NOW[number], detail=detail, code=code, retry_after=wait)
    if number in _REASONS:
        return Outcome(status="failed", reason=_REASONS[number], detail=detail, code=code)
    return by_status(answer, detail, code)


def _open(values: Mapping[str, str], _clock: Clock) -> WhatsApp:
    return WhatsApp(values)


KIND: Final = ChannelKind(
    kind="whatsapp",
    channel="whatsapp",
    title="WhatsApp",
    fields=FIELDS,
    open=_open,
    read_reports=read_reports,
    greet=greet,
    tidy_address=tidy_number,
)

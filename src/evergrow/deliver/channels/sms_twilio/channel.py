"""Hand a text to Twilio.

Source:
    https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
    https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from evergrow.deliver.channels.entered import entered
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, Answer, Line, by_status, malformed
from evergrow.deliver.channels.sms_twilio.reports import read_reports
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import CALLER, COUNTRY, ready, tidy_number

BASE_URL: Final = "https://api.twilio.com"
FIELDS: Final = (
    Field(
        name="account_sid",
        title="Account SID",
        example="AC0123456789abcdef0123456789abcdef",
        shape="AC and 32 digits or letters from a to f",
        pattern=r"AC[0-9a-fA-F]{32}",
        hint="On the first page of console.twilio.com, under Account Info.",
    ),
    Field(
        name="auth_token",
        title="Auth token",
        is_secret=True,
        hint="Beside the account SID. It also proves that reports come from Twilio.",
    ),
    replace(
        CALLER,
        shape=f"{CALLER.shape}, or a messaging service: MG and 32 digits or letters from a to f",
        pattern=rf"{CALLER.pattern}|MG[0-9a-fA-F]{{32}}",
    ),
    COUNTRY,
    Field(
        name="report_url",
        title="Address for delivery reports",
        example="https://grow.example.com/...",
        shape="an address that begins with https://",
        pattern=r"https?://\S+",
        is_optional=True,
        hint="The public address shown beside this form; enter it at the number's 'A message comes in', too.",
    ),
)
_BAD_NUMBERS: Final = {21211, 21214, 21217, 21265, 21407, 21421, 21612, 21614}
_REFUSED_CREDENTIALS: Final = {20003, 20005, 20008, 20404}
_NOT_NOW: Final = {14107, 20429, 21611, 30001}


class TwilioSms:
    """One account of Twilio with one caller id. An id that begins with MG is a messaging service."""

    def __init__(
        self, values: Mapping[str, str], *, base_url: str = BASE_URL, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._given = given = entered(FIELDS, values)
        self._account = f"/2010-04-01/Accounts/{given['account_sid']}"
        self._line = Line(
            base_url,
            auth=(given["account_sid"], given["auth_token"]),
            secrets=[given["auth_token"]],
            answer_seconds=answer_seconds,
        )

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one text."""
        prepared = ready(outgoing, self._given["country"])
        if isinstance(prepared, Outcome):
            return prepared
        number, text = prepared
        sender = self._given["sender"]
        form = {
            "To": number,
            "Body": text,
            "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
        }
        if self._given["report_url"]:
            form["StatusCallback"] = self._given["report_url"]
        return await self._line.hand(
            "POST", f"{self._account}/Messages.json", hand_over=hand_over, judge=_judge, data=form
        )

    async def check(self) -> Health:
        """Ask for the account."""
        what = f"Twilio answers. Texts come from {self._given['sender']}."
        return await self._line.well("GET", f"{self._account}.json", what=what)

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()


def _judge(answer: Answer) -> Outcome:
    said = answer.document()
    if answer.status in (200, 201):
        sid = said.get("sid")
        return Outcome(status="sent", provider_id=str(sid)) if sid else malformed(answer)
    number = said.get("code")
    detail, code = str(said.get("message") or ""), "" if number is None else str(number)
    if number in _BAD_NUMBERS:
        return Outcome(status="failed", reason="bad_address", detail=detail, code=code)
    if number in _REFUSED_CREDENTIALS:
        return Outcome(status="failed", reason="bad_credentials", detail=detail, code=code)
    if number in _NOT_NOW:
        wait = answer.retry_after
        return Outcome(status="retry", reason="rate_limited", detail=detail, code=code, retry_after=wait)
    if answer.status == 403:  # not allowed to send there, as for a country that is switched off
        return Outcome(status="failed", reason="refused", detail=detail, code=code)
    return by_status(answer, detail, code)


def _open(values: Mapping[str, str], _clock: Clock) -> TwilioSms:
    return TwilioSms(values)


KIND: Final = ChannelKind(
    kind="sms_twilio",
    channel="sms",
    title="Text messages by Twilio",
    fields=FIELDS,
    open=_open,
    read_reports=read_reports,
    tidy_address=tidy_number,
)

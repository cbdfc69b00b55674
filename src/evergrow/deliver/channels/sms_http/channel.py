"""Hand a text to a gateway of one's own: the operator writes down the request, with places for number and text.

Holds   what is put into a place is escaped for where it stands: the address, a form, or JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

from evergrow.deliver.channels.entered import entered, in_a_header, unfit
from evergrow.deliver.channels.over_http import (
    ANSWER_SECONDS,
    Answer,
    Line,
    Unreachable,
    by_status,
    malformed,
)
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import COUNTRY, SENDER, ready, tidy_number

FIELDS: Final = (
    Field(
        name="url",
        title="Address of the gateway",
        example="https://sms.example.com/send?key={key}",
        hint="Your gateway's manual tells it. {key} {to} {number} {from} {text} {message_id} are filled in.",
    ),
    Field(name="method", title="Method", choices=("POST", "GET"), default="POST", example="POST"),
    Field(
        name="content_type",
        title="Form of the body",
        choices=("application/json", "application/x-www-form-urlencoded", "text/plain"),
        default="application/json",
        example="application/json",
    ),
    Field(
        name="body",
        title="Body",
        example='{"to": "{to}", "from": "{from}", "text": "{text}"}',
        default='{"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{message_id}"}',
        is_optional=True,
        hint="{to} is +819012345678, {number} the same without +.",
    ),
    Field(
        name="authorization",
        title="Authorization header",
        example="Bearer {key}",
        is_optional=True,
        hint="Leave empty where the key goes elsewhere.",
    ),
    Field(name="key", title="Key", is_secret=True, is_optional=True, hint="Your gateway gave it to you."),
    Field(
        name="id_field",
        title="Where the answer has the message's id",
        example="data.id",
        is_optional=True,
        hint="Names of a JSON answer, joined by dots. Where it is given, an answer without it is not believed.",
    ),
    SENDER,
    COUNTRY,
)
_PLACE: Final = re.compile(r"\{(to|number|from|text|message_id|key)\}")


class GatewaySms:
    """One gateway with one caller id. An answer of 200 to 299 says that the gateway took the text."""

    def __init__(self, values: Mapping[str, str], *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._given = given = entered(FIELDS, values)
        in_a_header(given, "authorization", "key")
        parts = urlsplit(given["url"])
        if parts.scheme not in ("http", "https") or not parts.hostname or "{" in parts.netloc:
            raise unfit(
                "url",
                "It is no http:// or https:// address.",
                "Enter an address as https://sms.example.com/send.",
            )
        self._line = Line(secrets=[given["key"], quote(given["key"], safe="")], answer_seconds=answer_seconds)

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one text."""
        given = self._given
        prepared = ready(outgoing, given["country"])
        if isinstance(prepared, Outcome):
            return prepared
        number, text = prepared
        places = {"to": number, "number": number.lstrip("+"), "text": text, "message_id": outgoing.message_id}
        url, body, headers = self._request(places)
        content = {} if given["method"] == "GET" else {"content": body.encode()}
        return await self._line.hand(
            given["method"], url, hand_over=hand_over, judge=self._judge, headers=headers, **content
        )

    async def check(self) -> Health:
        """See whether anybody listens at the gateway's address. Only sending tells whether the key is right."""
        parts = urlsplit(self._given["url"])
        try:
            answer = await self._line.ask("HEAD", f"{parts.scheme}://{parts.netloc}/")
        except Unreachable as error:
            return Health(is_well=False, what=f"The gateway cannot be reached: {error}.")
        if answer.status in (401, 403):
            return Health(is_well=False, what="The gateway does not let us in.")
        return Health(
            is_well=True, what=f"{parts.hostname} answers. Send a test to see whether it takes texts."
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    def _request(self, places: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
        given = self._given
        known = {**places, "from": given["sender"], "key": given["key"]}
        headers = {"content-type": f"{given['content_type']}; charset=utf-8"}
        if given["authorization"]:
            headers["authorization"] = _filled(given["authorization"], known, str)
        escape = _ESCAPES.get(given["content_type"], str)
        return _filled(given["url"], known, _quoted), _filled(given["body"], known, escape), headers

    def _judge(self, answer: Answer) -> Outcome:
        if not 200 <= answer.status < 300:
            return by_status(answer)
        if not self._given["id_field"]:
            return Outcome(status="sent")
        found: Any = answer.document()
        for name in self._given["id_field"].split("."):
            found = found.get(name) if isinstance(found, dict) else None
        return Outcome(status="sent", provider_id=str(found)[:200]) if found else malformed(answer)


def _quoted(value: str) -> str:
    return quote(value, safe="")


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


_ESCAPES: Final[dict[str, Callable[[str], str]]] = {
    "application/json": _in_json,
    "application/x-www-form-urlencoded": _quoted,
}


def _filled(template: str, places: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """The template with its places filled in one pass, so that a text cannot bring a place of its own."""
    return _PLACE.sub(lambda place: escape(places[place[1]]), template)


def _open(values: Mapping[str, str], _clock: Clock) -> GatewaySms:
    return GatewaySms(values)


KIND: Final = ChannelKind(
    kind="sms_http",
    channel="sms",
    title="Text messages by a gateway over HTTP",
    fields=FIELDS,
    open=_open,
    tidy_address=tidy_number,
)

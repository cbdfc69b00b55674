"""Records for the log, named as Segment names them: Email Sent, Email Opened, Email Link Clicked, SMS Sent ...

Holds   a record's id is made from the message and what happened, so telling it twice is one event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from evergrow.kernel import identity_of

SOURCE: Final = "messages"
"""The source in the log whose records these are."""

CHANNEL_NAMES: Final = {
    "email": "Email",
    "sms": "SMS",
    "push": "Push",
    "web_push": "Web Push",
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "in_app": "In-App Message",
    "webhook": "Webhook",
}
_SPAN: Final = 2**64


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """The message that an event is about."""

    message_key: int
    customer_id: str
    origin: str
    origin_name: str
    step: str
    channel: str
    topic: str
    template: str
    variant: str | None = None


def public_id(message_key: int) -> str:
    """The message's name outside: in Message-ID, links and reports."""
    return f"{message_key % _SPAN:016x}"


def key_of_id(message_id: str) -> int | None:
    """The key behind such a name; None where it is none."""
    try:
        number = int(message_id, 16) if len(message_id) == 16 else -1
    except ValueError:
        return None
    if number < 0:
        return None
    return number - _SPAN if number >= _SPAN // 2 else number


def record(
    about: About, what: str, at: datetime | None, *, unique: str = "", **properties: Any
) -> dict[str, Any]:
    """A row of ingest.RECORDS. `what` follows the channel's name: Sent, Opened, Link Clicked.

    `unique` tells apart what may happen to a message more than once; the rest happens once.
    """
    name = f"{CHANNEL_NAMES.get(about.channel, about.channel)} {what}"
    return event(about, name, at, unique=unique, **properties)


def event(
    about: About, name: str, at: datetime | None, *, unique: str = "", **properties: Any
) -> dict[str, Any]:
    """A row of ingest.RECORDS about this message's customer, by its whole name."""
    message_id = public_id(about.message_key)
    origin = {about.origin: about.origin_name} if about.origin in ("journey", "campaign") else {}
    told = {
        "message_id": message_id,
        "message": about.template,
        "channel": about.channel,
        "topic": about.topic,
        "step": about.step or None,
        "variant": about.variant,
        **origin,
        **properties,
    }
    kept = {key: value for key, value in told.items() if value not in (None, "")}
    return {
        "type": "track",
        "message_id": f"{message_id}:{name}" + (f":{unique}" if unique else ""),
        "name": name,
        **who(about.customer_id),
        "timestamp": at,
        "properties": json.dumps(kept, ensure_ascii=False),
    }


def sent_record(about: About) -> dict[str, Any]:
    """That the message was sent; whoever tells it fills in when."""
    return record(about, "Sent", None)


def sent_records(abouts: Iterable[About | Any]) -> list[dict[str, Any]]:
    """`sent_record` of each: what messages of a batch share is written once. Takes whatever has About's fields."""
    return [
        {
            "type": "track",
            "message_id": f"{message_id}:{told[0]}",
            "name": told[0],
            **who(one.customer_id),
            "timestamp": None,
            "properties": f'{{"message_id": "{message_id}"{told[1]}',
        }
        for one in abouts
        for message_id in (public_id(one.message_key),)
        for told in (
            _shared(one.origin, one.origin_name, one.step, one.channel, one.topic, one.template, one.variant),
        )
    ]


@lru_cache(maxsize=1_024)
def _shared(
    origin: str, origin_name: str, step: str, channel: str, topic: str, template: str, variant: str | None
) -> tuple[str, str]:
    """The event's name, and its properties behind the message's id."""
    about = About(
        message_key=0, customer_id="", origin=origin, origin_name=origin_name, step=step, channel=channel,
        topic=topic, template=template, variant=variant,
    )  # fmt: skip
    record = sent_record(about)
    return record["name"], record["properties"].removeprefix(f'{{"message_id": "{public_id(0)}"')


def bounced_record(sent: Mapping[str, Any], at: datetime, detail: str) -> dict[str, Any]:
    """That the provider said at once that there is no such address. `sent` would have told of the sending."""
    name = str(sent["name"]).removesuffix("Sent") + "Bounced"
    properties = json.loads(sent["properties"]) | {"kind": "hard", "detail": detail}
    message_id = f"{str(sent['message_id']).partition(':')[0]}:{name}"
    told = {"name": name, "message_id": message_id, "timestamp": at}
    return dict(sent) | told | {"properties": json.dumps(properties, ensure_ascii=False)}


def gone_record(sent: Mapping[str, Any], trait: str, at: datetime) -> dict[str, Any]:
    """That an address is no longer one: its trait is emptied, as of `at`, so that what was stated since stays.

    Args:
        sent: The record that would have told of the sending.
        trait: Where the address stands.
        at: When the message set out.
    """
    who = {name: sent[name] for name in ("user_id", "anonymous_id") if sent.get(name)}
    message_id = f"{str(sent['message_id']).partition(':')[0]}:Address Gone"
    traits = json.dumps({trait: None})
    return {"type": "identify", "message_id": message_id, **who, "timestamp": at, "traits": traits}


def who(customer_id: str) -> dict[str, str]:
    """The id of a record that is about this customer, or this identity."""
    kind, _, value = customer_id.partition(":")
    if kind == "anon" and value:
        return {"anonymous_id": value}
    return {"user_id": value if identity_of("user", value) == customer_id else customer_id}

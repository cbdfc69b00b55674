"""Every yes and no of a customer, however the record puts it.

Segment's consent categories come with any record; `Subscribed`, `Unsubscribed`, `Consent Granted` and `Consent
Withdrawn` are events that name a channel and a topic; CleverTap keeps its yes and no as MSG-* fields of the profile.

See     https://segment.com/docs/privacy/consent-management/consent-in-segment-connections/
        https://developer.clevertap.com/docs/concepts-user-profiles (MSG-email, MSG-sms, MSG-push, MSG-whatsapp)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
import polars as pl

EVERY_TOPIC: Final = "all"
_ANSWERS: Final = {
    "Subscribed": True,
    "Unsubscribed": False,
    "Consent Granted": True,
    "Consent Withdrawn": False,
}
_CATEGORIES: Final = '"categoryPreferences"'
_MESSAGING: Final = '"MSG-'
_Proof = tuple[str | None, str | None]  # place, ip
_Said = tuple[
    str, str, bool, bool, str | None, str | None
]  # channel, topic, is_granted, is_confirmed, wording, place


class _Consent(msgspec.Struct):
    categoryPreferences: dict[str, bool | str] | None = None


class _Context(msgspec.Struct):
    consent: _Consent | None = None


class _Page(msgspec.Struct):
    url: str | None = None


class _Where(msgspec.Struct):
    page: _Page | None = None
    ip: str | None = None


class _Subscription(msgspec.Struct):
    channel: str | None = None
    topic: str | None = None
    list_name: str | None = None
    list_id: str | int | None = None
    wording: str | None = None
    place: str | None = None
    confirmed: bool = False


class _Messaging(msgspec.Struct):
    email: bool | None = msgspec.field(default=None, name="MSG-email")
    sms: bool | None = msgspec.field(default=None, name="MSG-sms")
    push: bool | None = msgspec.field(default=None, name="MSG-push")
    whatsapp: bool | None = msgspec.field(default=None, name="MSG-whatsapp")


_decode_context = msgspec.json.Decoder(_Context).decode
_decode_where = msgspec.json.Decoder(_Where).decode
_decode_subscription = msgspec.json.Decoder(_Subscription).decode
_decode_messaging = msgspec.json.Decoder(_Messaging).decode


def consents_of(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each yes and no. Text that only looks like consent gives no row and harms no record."""
    said = frame.filter(
        pl.any_horizontal(
            pl.col("context").str.contains(_CATEGORIES, literal=True),
            (pl.col("type") == "track") & pl.col("name").is_in(list(_ANSWERS)),
            (pl.col("type") == "identify") & pl.col("traits").str.contains(_MESSAGING, literal=True),
        )
    )
    columns = (said[name] for name in ("type", "name", "context", "properties", "traits"))
    answers = [
        (owner, *answer) for owner, row in enumerate(zip(*columns, strict=True)) for answer in _answers(*row)
    ]
    schema = {
        "owner": pl.UInt32,
        "channel": pl.String,
        "topic": pl.String,
        "is_granted": pl.Boolean,
        "is_confirmed": pl.Boolean,
        "wording": pl.String,
        "place": pl.String,
        "ip": pl.String,
    }
    given = pl.DataFrame(answers, schema=schema, orient="row")
    saying = pl.DataFrame([said[name] for name in ("identity_key", "at", "message_id", "source_id")])
    return saying[given["owner"]].hstack(given.get_columns()[1:])


def _answers(
    kind: str, name: str, context: str | None, properties: str | None, traits: str | None
) -> Iterator[tuple[str | bool | None, ...]]:
    said: list[_Said] = []
    if context and _CATEGORIES in context:
        said += _tried(_categories, name, context)
    if kind == "track" and name in _ANSWERS:
        said += _tried(_subscription, name, properties)
    if kind == "identify" and traits and _MESSAGING in traits:
        said += _tried(_messaging, name, traits)
    if said:
        page, ip = _where(context)
        for *answer, place in said:
            yield (*answer, place or page, ip)


def _where(context: str | None) -> _Proof:
    """The page and the address that a record comes from, where it tells."""
    try:
        where = _decode_where(context or "{}")
    except msgspec.DecodeError:
        return None, None
    return where.page and where.page.url, where.ip


def _tried(read: Callable[[str, str], Iterator[_Said]], name: str, text: str | None) -> list[_Said]:
    try:
        return list(read(name, text or "{}"))
    except msgspec.DecodeError:
        return []


def _categories(_name: str, text: str) -> Iterator[_Said]:
    consent = _decode_context(text).consent
    for category, answer in ((consent and consent.categoryPreferences) or {}).items():
        if isinstance(answer, bool):
            yield "data", category, answer, False, None, None


def _subscription(name: str, text: str) -> Iterator[_Said]:
    said = _decode_subscription(text)
    topic = said.topic or said.list_name or (None if said.list_id is None else str(said.list_id))
    yield (
        (said.channel or "email").lower(),
        topic or EVERY_TOPIC,
        _ANSWERS[name],
        said.confirmed,
        said.wording,
        said.place,
    )


def _messaging(_name: str, text: str) -> Iterator[_Said]:
    said = _decode_messaging(text)
    for channel in ("email", "sms", "push", "whatsapp"):
        answer = getattr(said, channel)
        if answer is not None:
            yield channel, EVERY_TOPIC, answer, False, None, None

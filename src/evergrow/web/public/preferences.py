"""Where customers decide what they hear about: signed links, no session, no cookie, no script.

Holds   looking at a page changes nothing: programs that follow every link of a mail unsubscribe nobody.
See     RFC 8058: a mail program posts `List-Unsubscribe=One-Click` to the unsubscribe address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, Request
from starlette.responses import HTMLResponse

from evergrow.definitions.store import topics_in_force
from evergrow.engage.consent import Claim
from evergrow.kernel import Refusal
from evergrow.runtime import Workspace, consents
from evergrow.web.public import sheets
from evergrow.web.public.words import WORDS
from evergrow.web.site import Now, OfAccount, Room

router = APIRouter(prefix="/p", include_in_schema=False)


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page: in which language, and from where."""

    language: str
    brand: str
    visit: consents.Visit


def _visitor(
    request: Request,
    room: Room,
    account: OfAccount,
    accept_language: Annotated[str, Header()] = "",
    user_agent: Annotated[str, Header()] = "",
) -> Visitor:
    place = room.settings.url() + "/".join(request.url.path.split("/")[:3])
    ip = request.client.host if request.client else None
    visit = consents.Visit(place=place, ip=ip, agent=user_agent[:300] or None)
    return Visitor(consents.page_language(room, accept_language[:200]), account.name, visit)


Who = Annotated[Visitor, Depends(_visitor)]


@router.get("/unsubscribe/{token}")
def ask_unsubscribe(token: str, room: Room, who: Who) -> HTMLResponse:
    """A page with a button; it changes nothing by itself."""
    try:
        claim = consents.public_links(room).read(token, purpose="unsubscribe")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    return sheets.question(who.language, who.brand, "unsubscribe", _title(room, claim, who.language))


@router.post("/unsubscribe/{token}")
def unsubscribe(token: str, room: Room, who: Who, now: Now) -> HTMLResponse:
    """Off the list, from the page's button or from the mail program's (RFC 8058)."""
    links = consents.public_links(room)
    try:
        claim = links.read(token, purpose="unsubscribe")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    title = _title(room, claim, who.language)
    wording = WORDS[who.language]["unsubscribe_ask"].format(topic=title, brand=who.brand)
    consents.unsubscribe(room, claim, who.visit, wording, now)
    back = links.preferences_url(identity=claim.identity, message_key=claim.message_key)
    return sheets.answer(who.language, who.brand, "unsubscribed", title, back)


@router.get("/confirm/{token}")
def ask_confirm(token: str, room: Room, who: Who) -> HTMLResponse:
    """A page with a button; it changes nothing by itself."""
    try:
        claim = consents.public_links(room).read(token, purpose="confirm")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    return sheets.question(who.language, who.brand, "confirm", _title(room, claim, who.language))


@router.post("/confirm/{token}")
def confirm(token: str, room: Room, who: Who, now: Now) -> HTMLResponse:
    """The owner of the address says yes."""
    links = consents.public_links(room)
    try:
        claim = links.read(token, purpose="confirm")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    title = _title(room, claim, who.language)
    wording = WORDS[who.language]["confirm_ask"].format(topic=title, brand=who.brand)
    consents.confirm(room, claim, who.visit, wording, now)
    return sheets.answer(
        who.language, who.brand, "confirmed", title, links.preferences_url(identity=claim.identity)
    )


@router.get("/preferences/{token}")
def preferences(token: str, room: Room, who: Who, now: Now) -> HTMLResponse:
    """What the customer hears about."""
    try:
        claim = consents.public_links(room).read(token, purpose="preferences")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    choices = consents.choices(room, claim, language=who.language, now=now)
    return sheets.preferences(who.language, who.brand, choices, is_saved=False)


@router.post("/preferences/{token}")
def choose(
    token: str,
    room: Room,
    who: Who,
    now: Now,
    choice: Annotated[list[str] | None, Form(max_length=500)] = None,
    none: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Keep what is ticked. The page shows what was asked for, which counts from the next tick on."""
    try:
        claim = consents.public_links(room).read(token, purpose="preferences")
    except Refusal:
        return sheets.invalid(who.language, who.brand)
    wanted = [] if none else [_choice(text) for text in choice or []]
    shown = consents.choose(room, claim, wanted, who.visit, language=who.language, now=now)
    return sheets.preferences(who.language, who.brand, shown, is_saved=True)


def _choice(text: str) -> tuple[str, str]:
    topic, _, channel = text.rpartition("/")
    return topic, channel


def _title(room: Workspace, claim: Claim, language: str) -> str:
    with room.state.reading() as tx:
        topic = topics_in_force(tx).topic(claim.topic)
    return topic.title_in(language) if topic else WORDS[language]["every"]

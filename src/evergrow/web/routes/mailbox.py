"""The demo's mailbox: what its customers were sent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from evergrow.runtime.mailbox import MailSummary, mailbox_of
from evergrow.web.site import Here, Room

router = APIRouter(prefix="/mailbox", tags=["demo"])


class MailList(BaseModel):
    """The newest mails, newest first."""

    mails: list[MailSummary]
    kept: int


class MailOpened(BaseModel):
    """A mail. `frame` is the address of its HTML, to be shown in a frame; null where it has none."""

    number: int
    to: str
    sender: str
    subject: str
    taken_at: datetime
    headers: list[tuple[str, str]]
    text: str
    frame: str | None


@router.get("", operation_id="listMails")
def every(room: Room, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> MailList:
    """What came into the demo's mailbox; refused outside of the demo."""
    box = mailbox_of(room)
    return MailList(mails=box.newest(limit), kept=box.count())


@router.get("/{number}", operation_id="readMail")
def one(number: int, site: Here) -> MailOpened:
    """A mail as it was taken."""
    mail = asdict(mailbox_of(site.workspace).read(number))
    html = mail.pop("html")
    return MailOpened(**mail, frame=site.frames.keep(html) if html else None)

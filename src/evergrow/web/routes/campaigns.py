"""Campaigns: write and check them, launch and hold them, and see what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.campaigns import campaign_document, read_campaign
from evergrow.definitions.documents import write_document
from evergrow.definitions.store import Kept, documents_of
from evergrow.engage import campaigns
from evergrow.engage.journeys import MessageCounts
from evergrow.kernel import Refusal
from evergrow.runtime.campaigns import (
    check_campaign,
    delete_campaign,
    gone_at_launch,
    kept_campaign,
    launch_campaign,
    save_campaign,
)
from evergrow.storage.state import Tx
from evergrow.web.access import SignedIn
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Now, OfAccount, Room

router = APIRouter(prefix="/campaigns", tags=["campaigns"])


class CampaignText(BaseModel):
    """A campaign as YAML, or as the fields of its document."""

    yaml: Annotated[str | None, Field(max_length=200_000)] = None
    document: dict[str, Any] | None = None

    def text(self) -> str:
        """The YAML, written from the document where none is given."""
        return self.yaml if self.yaml is not None else write_document(self.document or {})


class CampaignRun(BaseModel):
    """One time it went out. `run` is the wall-clock time it was for."""

    run: str
    version: int
    first_at: datetime
    last_at: datetime
    customers: int


class CampaignShown(BaseModel):
    """The newest version of a campaign, and what became of its messages.

    `sending`: all was asked for, and part of it still waits, as `waits_for` counts it; the last may go at
    `waits_until`. `next.at` is a wall-clock time, in each customer's own zone where `next.is_local`.
    """

    name: str
    title: str
    version: int
    yaml: str
    document: dict[str, Any]
    status: Literal["draft", "running", "paused", "sending", "stopped", "finished"]
    launched_at: datetime | None
    next: campaigns.NextSending | None
    waits_for: dict[str, int]
    waits_until: datetime | None
    counts: MessageCounts
    runs: list[CampaignRun]


class CampaignAtLaunch(BaseModel):
    """Customers of a campaign in each customer's own time whose time has passed already: they get it at the launch."""

    customers: int


class CampaignCheck(BaseModel):
    """What is wrong with a document."""

    problems: list[ProblemPoint]
    document: dict[str, Any] | None


@router.get("", operation_id="listCampaigns")
def every(room: Room, account: OfAccount, now: Now) -> list[CampaignShown]:
    """Every campaign with its counts, by name."""
    with room.state.reading() as tx:
        return [_shown(tx, kept, account.time_zone, now) for kept in documents_of(tx, campaigns.KIND)]


@router.post("/check", operation_id="checkCampaign")
def check(body: CampaignText, room: Room) -> CampaignCheck:
    """What would keep a document from being launched here; nothing is saved."""
    try:
        campaign = check_campaign(room, body.text(), file="campaign.yaml")
    except Refusal as refusal:
        problems = [ProblemPoint(**problem) for problem in refusal.as_documents()]
        return CampaignCheck(problems=problems, document=None)
    return CampaignCheck(problems=[], document=campaign_document(campaign))


@router.get("/{name}", operation_id="getCampaign")
def one(name: str, room: Room, account: OfAccount, now: Now) -> CampaignShown:
    """The newest version of a campaign."""
    with room.state.reading() as tx:
        return _shown(tx, kept_campaign(tx, name), account.time_zone, now)


@router.get("/{name}/at-launch", operation_id="getCampaignAtLaunch")
def at_launch(name: str, room: Room, now: Now) -> CampaignAtLaunch:
    """How many would get the newest version at its launch, if that were now, because their time has passed."""
    return CampaignAtLaunch(customers=gone_at_launch(room, name, now))


@router.put("/{name}", operation_id="saveCampaign")
def save(
    name: str, body: CampaignText, room: Room, account: OfAccount, operator: SignedIn, now: Now
) -> CampaignShown:
    """Keep a document as the campaign's next version."""
    save_campaign(room, body.text(), name=name, by=operator.name, now=now)
    return one(name, room, account, now)


@router.delete("/{name}", status_code=204, operation_id="deleteCampaign")
def delete(name: str, room: Room, operator: SignedIn, now: Now) -> None:
    """Take a campaign away that does not run."""
    delete_campaign(room, name, by=operator.name, now=now)


@router.post("/{name}/launch", operation_id="launchCampaign")
def launch(name: str, room: Room, account: OfAccount, operator: SignedIn, now: Now) -> CampaignShown:
    """Let it go out when its time comes."""
    launch_campaign(room, name, by=operator.name, now=now)
    return one(name, room, account, now)


@router.post("/{name}/pause", operation_id="pauseCampaign")
def pause(name: str, room: Room, account: OfAccount, operator: SignedIn, now: Now) -> CampaignShown:
    """Hold it: what comes due meanwhile is left out."""
    _change(room, name, "paused", operator.name, now)
    return one(name, room, account, now)


@router.post("/{name}/resume", operation_id="resumeCampaign")
def resume(name: str, room: Room, account: OfAccount, operator: SignedIn, now: Now) -> CampaignShown:
    """Go on from now."""
    _change(room, name, "running", operator.name, now)
    return one(name, room, account, now)


@router.post("/{name}/stop", operation_id="stopCampaign")
def stop(name: str, room: Room, account: OfAccount, operator: SignedIn, now: Now) -> CampaignShown:
    """End it, and take back the messages that have not gone out."""
    _change(room, name, "stopped", operator.name, now)
    return one(name, room, account, now)


def _change(room: Room, name: str, status: str, by: str, now: datetime) -> None:
    with room.writing, room.state.transaction() as tx:
        campaigns.change_status(tx, name, status, by=by, now=now)


def _shown(tx: Tx, kept: Kept, zone: str, now: datetime) -> CampaignShown:
    campaign = read_campaign(kept.text)
    standing = campaigns.standing_of(tx, kept.name, zone=zone, now=now)
    names = ("run", "version", "first_at", "last_at", "customers")
    return CampaignShown(
        name=kept.name,
        title=campaign.title,
        version=kept.version,
        yaml=kept.text,
        document=campaign_document(campaign),
        status=cast("Any", standing.status),
        launched_at=standing.launched_at,
        next=standing.next,
        waits_for=standing.waits_for,
        waits_until=standing.waits_until,
        counts=campaigns.campaign_report(tx, kept.name),
        runs=[CampaignRun(**{name: row[name] for name in names}) for row in campaigns.runs_of(tx, kept.name)],
    )

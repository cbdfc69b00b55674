"""Carry out what operators decide about campaigns."""

from __future__ import annotations

from datetime import datetime, timedelta

from evergrow.definitions.campaigns import Campaign, Once, read_campaign
from evergrow.definitions.documents import refuse_other_name
from evergrow.definitions.store import Kept, document, keep_document, remove_document
from evergrow.engage import campaigns
from evergrow.kernel import refuse
from evergrow.runtime.accounts import read_account
from evergrow.runtime.journeys import begin_slices, known_to_journeys
from evergrow.runtime.slices import facts_of
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx


def save_campaign(
    workspace: Workspace, text: str, *, name: str | None, by: str, now: datetime
) -> tuple[Campaign, int]:
    """Keep a campaign's next version; one that runs goes on as it was launched. Returns it and its version.

    Raises:
        Refusal: every problem of the document.
    """
    campaign = read_campaign(text, file=f"campaigns/{name or 'campaign'}.yaml")
    refuse_other_name("campaign", campaign.name, name)
    with workspace.state.transaction() as tx:
        version = keep_document(tx, campaigns.KIND, campaign.name, text, by=by, now=now)
    return campaign, version


def check_campaign(workspace: Workspace, text: str, *, file: str) -> Campaign:
    """The campaign, if it could be launched here.

    Raises:
        Refusal: every problem of the document, with its line.
    """
    with workspace.state.reading() as tx:
        return read_campaign(text, file=file, known=known_to_journeys(tx, workspace.map))


def launch_campaign(workspace: Workspace, name: str, *, by: str, now: datetime) -> int:
    """Let it go out when its time comes; returns the version.

    Raises:
        Refusal: `campaign.unknown`, `campaign.running`, `campaign.time_passed`; or what it names and nobody defined.
    """
    with workspace.writing, workspace.state.transaction() as tx:
        kept = kept_campaign(tx, name)
        known = known_to_journeys(tx, workspace.map)
        campaign = read_campaign(kept.text, file=f"campaigns/{name}.yaml", known=known)
        _still_to_come(campaign, read_account(workspace.state).time_zone, now)
        begin_slices(workspace, tx, now)
        version = campaigns.launch(tx, name, by=by, now=now)
    workspace.settle_soon()
    return version


def gone_at_launch(workspace: Workspace, name: str, now: datetime) -> int:
    """Whom it would go to at its launch because its time has passed already where they live, if it were launched now.

    Raises:
        Refusal: `campaign.unknown`.
    """
    with workspace.state.reading() as tx:
        campaign = read_campaign(kept_campaign(tx, name).text)
    if not isinstance(campaign.when, Once) or campaign.when.at is None or not campaign.when.is_local:
        return 0
    before = now - timedelta(microseconds=1)
    return campaigns.recipients(facts_of(workspace), campaign, launched_at=now, since=before, now=now).height


def _still_to_come(campaign: Campaign, zone: str, now: datetime) -> None:
    """Nothing goes to everybody at once because of a slip in its date."""
    if campaigns.has_passed(campaign, zone, now):
        assert isinstance(campaign.when, Once)
        raise refuse(
            "campaign.time_passed",
            f"The time of this campaign, {campaign.when.at:%Y-%m-%d %H:%M}, has passed.",
            where="when.at",
            next_step="Choose a time that is still to come, or let it go out now.",
            status=409,
        )


def delete_campaign(workspace: Workspace, name: str, *, by: str, now: datetime) -> None:
    """Take a campaign away that does not run; its messages stay.

    Raises:
        Refusal: `campaign.unknown`, `campaign.running`.
    """
    with workspace.state.transaction() as tx:
        kept_campaign(tx, name)
        campaigns.forget(tx, name)
        remove_document(tx, campaigns.KIND, name, by=by, now=now)


def kept_campaign(tx: Tx, name: str) -> Kept:
    """The newest version of a campaign's document.

    Raises:
        Refusal: `campaign.unknown`.
    """
    kept = document(tx, campaigns.KIND, name)
    if kept is None:
        raise campaigns.unknown_campaign(tx, name)
    return kept

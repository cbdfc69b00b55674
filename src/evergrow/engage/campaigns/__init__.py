"""Campaigns: one message to an audience, at a time or again and again, in the customers' own time where wanted."""

from evergrow.engage.campaigns.launch import (
    campaign_report,
    change_status,
    forget,
    is_any_running,
    launch,
    runs_of,
    unknown_campaign,
)
from evergrow.engage.campaigns.moments import has_passed, recipients
from evergrow.engage.campaigns.send import CampaignsSent, send_due
from evergrow.engage.campaigns.standing import NextSending, Standing, standing_of, state_of, status_of
from evergrow.engage.campaigns.tables import KIND, campaign_runs, campaign_states

__all__ = [
    "KIND",
    "CampaignsSent",
    "NextSending",
    "Standing",
    "campaign_report",
    "campaign_runs",
    "campaign_states",
    "change_status",
    "forget",
    "has_passed",
    "is_any_running",
    "launch",
    "recipients",
    "runs_of",
    "send_due",
    "standing_of",
    "state_of",
    "status_of",
    "unknown_campaign",
]

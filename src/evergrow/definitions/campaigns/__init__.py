"""Campaigns: one message to an audience, at a time or again and again."""

from evergrow.definitions.campaigns.read import read_campaign
from evergrow.definitions.campaigns.spec import Campaign, Once, Recurring
from evergrow.definitions.campaigns.write import campaign_document, write_campaign

__all__ = ["Campaign", "Once", "Recurring", "campaign_document", "read_campaign", "write_campaign"]

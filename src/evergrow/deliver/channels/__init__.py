"""The channels, one folder each, and the shape they share."""

from evergrow.deliver.channels.entered import look_at
from evergrow.deliver.channels.public_addresses import Barred, PublicOnly, barred_in
from evergrow.deliver.channels.registry import KINDS, kind_of
from evergrow.deliver.channels.spec import (
    FAILURES,
    Carrier,
    Channel,
    ChannelKind,
    Clock,
    Field,
    Flight,
    HandOver,
    Health,
    Outcome,
    OutcomeStatus,
    Outgoing,
    Report,
    ReportKind,
    ReportRequest,
)

__all__ = [
    "FAILURES",
    "KINDS",
    "Barred",
    "Carrier",
    "Channel",
    "ChannelKind",
    "Clock",
    "Field",
    "Flight",
    "HandOver",
    "Health",
    "Outcome",
    "OutcomeStatus",
    "Outgoing",
    "PublicOnly",
    "Report",
    "ReportKind",
    "ReportRequest",
    "barred_in",
    "kind_of",
    "look_at",
]

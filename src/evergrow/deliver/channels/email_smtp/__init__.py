"""Email through any mail server that speaks SMTP; the server's provider reports by webhook or bounce mail."""

from evergrow.deliver.channels.email_smtp.addresses import Address, read_address, tidy_address
from evergrow.deliver.channels.email_smtp.channel import SmtpChannel, open_channel
from evergrow.deliver.channels.email_smtp.compose import compose
from evergrow.deliver.channels.email_smtp.dkim import Signer, signer
from evergrow.deliver.channels.email_smtp.reports import read_bounce_mail, read_reports
from evergrow.deliver.channels.email_smtp.settings import (
    FIELDS,
    MOST_CONNECTIONS,
    SmtpSettings,
    read_settings,
)
from evergrow.deliver.channels.spec import ChannelKind

KIND = ChannelKind(
    kind="email_smtp",
    channel="email",
    title="Email by SMTP",
    fields=FIELDS,
    open=open_channel,
    read_reports=read_reports,
    at_once=MOST_CONNECTIONS,
    tidy_address=tidy_address,
)

__all__ = [
    "KIND",
    "Address",
    "Signer",
    "SmtpChannel",
    "SmtpSettings",
    "compose",
    "open_channel",
    "read_address",
    "read_bounce_mail",
    "read_reports",
    "read_settings",
    "signer",
    "tidy_address",
]

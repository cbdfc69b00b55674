"""Every channel there is, by its folder's name."""

from __future__ import annotations

from typing import Final

from evergrow.definitions.documents import did_you_mean
from evergrow.deliver.channels import (
    email_smtp,
    in_app,
    messengers,
    push_apns,
    push_fcm,
    sms_http,
    sms_twilio,
    sms_vonage,
    web_push,
    webhook,
    whatsapp,
)
from evergrow.deliver.channels.spec import ChannelKind
from evergrow.kernel import refuse

_EVERY: Final = (
    email_smtp.KIND,
    sms_twilio.KIND,
    sms_vonage.KIND,
    sms_http.KIND,
    push_fcm.KIND,
    push_apns.KIND,
    web_push.KIND,
    whatsapp.KIND,
    messengers.KIND,
    in_app.KIND,
    webhook.KIND,
)
KINDS: Final[dict[str, ChannelKind]] = {kind.kind: kind for kind in _EVERY}
"""One line a channel: `from evergrow.deliver.channels import email_smtp` above, `email_smtp.KIND` here."""


def kind_of(name: str) -> ChannelKind:
    """The channel of this name.

    Raises:
        Refusal: `channel.unknown` (404).
    """
    if name not in KINDS:
        raise refuse(
            "channel.unknown",
            f"No channel is named '{name}'.{did_you_mean(name, KINDS)}",
            where="kind",
            next_step="List the channels with GET /api/channels.",
            status=404,
        )
    return KINDS[name]

"""Whether what was entered as a webhook's secret can be one: a wrong one would turn every report away, unseen."""

from __future__ import annotations

import base64
import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

_TOPIC: Final = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d+:[\w.-]+")


def unfit_secret(reporter: str, secret: str) -> tuple[str, str] | None:
    """What is wrong with the secret of this provider, and what to do; None where nothing is.

    Args:
        reporter: `ses`, `sendgrid`, `mailgun` or `postmark`.
        secret: As it was entered.
    """
    match reporter:
        case "ses" if not _TOPIC.fullmatch(secret):
            return (
                "It is no topic of SNS.",
                "Enter the topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:mail.",
            )
        case "sendgrid" if not _is_key(secret):
            return (
                "It is no verification key.",
                "Copy it from SendGrid: Settings, Mail Settings, Event Webhooks, Signature Verification.",
            )
        case "postmark" if not all(secret.partition(":")):
            return (
                "It is no user and password.",
                "Enter what stands in the webhook's address, as user:password.",
            )
        case "mailgun" if not secret:
            return (
                "The signing key is missing.",
                "Copy it from Mailgun: API Security, HTTP webhook signing key.",
            )
    return None


def _is_key(secret: str) -> bool:
    try:
        load_der_public_key(base64.b64decode(secret, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True

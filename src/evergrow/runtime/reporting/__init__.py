"""What comes back of messages, taken in: webhooks, bounce mails, opens and clicks."""

from evergrow.runtime.reporting.take import (
    greet_webhook,
    note_click,
    note_open,
    take_bounce_mail,
    take_webhook,
)

__all__ = ["greet_webhook", "note_click", "note_open", "take_bounce_mail", "take_webhook"]

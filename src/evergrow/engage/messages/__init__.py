"""Messages: what is said, in which words, and the outbox that holds what is to be sent."""

from evergrow.engage.messages.gather import Fetch, gather_customers
from evergrow.engage.messages.outbox import NewMessage, enqueue, message_key
from evergrow.engage.messages.render import one_line, render_many, render_one, safe_url
from evergrow.engage.messages.spec import REASONS, Brand, Links, Reason, Recipient, Rendered, Suppressed
from evergrow.engage.messages.tables import messages

__all__ = [
    "REASONS",
    "Brand",
    "Fetch",
    "Links",
    "NewMessage",
    "Reason",
    "Recipient",
    "Rendered",
    "Suppressed",
    "enqueue",
    "gather_customers",
    "message_key",
    "messages",
    "one_line",
    "render_many",
    "render_one",
    "safe_url",
]

"""Messages: what is said, in which words, and the outbox that holds what is to be sent."""

from evergrow.engage.messages.check import Finding, check_message, refuse_errors
from evergrow.engage.messages.check_html import plain_links
from evergrow.engage.messages.gather import Fetch, Gathered, Needs, gather, gather_customers
from evergrow.engage.messages.needs import joined_needs, needs_of
from evergrow.engage.messages.outbox import NewMessage, enqueue, message_key
from evergrow.engage.messages.preview import Preview, preview_message
from evergrow.engage.messages.render import one_line, render_many, render_one, safe_url
from evergrow.engage.messages.spec import REASONS, Brand, Links, Reason, Recipient, Rendered, Suppressed
from evergrow.engage.messages.tables import messages
from evergrow.engage.messages.variables import Variable, Vocabulary, variables_for, vocabulary_of

__all__ = [
    "REASONS",
    "Brand",
    "Fetch",
    "Finding",
    "Gathered",
    "Links",
    "Needs",
    "NewMessage",
    "Preview",
    "Reason",
    "Recipient",
    "Rendered",
    "Suppressed",
    "Variable",
    "Vocabulary",
    "check_message",
    "enqueue",
    "gather",
    "gather_customers",
    "joined_needs",
    "message_key",
    "messages",
    "needs_of",
    "one_line",
    "plain_links",
    "preview_message",
    "refuse_errors",
    "render_many",
    "render_one",
    "safe_url",
    "variables_for",
    "vocabulary_of",
]

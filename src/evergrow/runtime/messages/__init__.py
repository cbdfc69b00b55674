"""Messages and topics as operators write them."""

from evergrow.runtime.messages.live_links import DeadLink, dead_links
from evergrow.runtime.messages.write import (
    KIND,
    TOPICS,
    KeptTopics,
    brand_of,
    delete_message,
    kept_topics,
    known_message,
    look_over,
    save_message,
    save_topics,
    send_test,
    show_as,
    variables,
)

__all__ = [
    "KIND",
    "TOPICS",
    "DeadLink",
    "KeptTopics",
    "brand_of",
    "dead_links",
    "delete_message",
    "kept_topics",
    "known_message",
    "look_over",
    "save_message",
    "save_topics",
    "send_test",
    "show_as",
    "variables",
]

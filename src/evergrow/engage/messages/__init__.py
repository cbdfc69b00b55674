"""Messages: what is said, in which words, and the outbox that holds what is to be sent."""

from evergrow.engage.messages.outbox import NewMessage, enqueue, message_key
from evergrow.engage.messages.tables import messages

__all__ = ["NewMessage", "enqueue", "message_key", "messages"]

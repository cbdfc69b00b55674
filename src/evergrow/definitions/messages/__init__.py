"""Messages: what is said to a customer, by which channel, on which topic, in which languages."""

from evergrow.definitions.messages.read import LONGEST_TEXT, read_message
from evergrow.definitions.messages.spec import CHANNELS, SHAPES, Content, Coupon, Message, Missing, Piece
from evergrow.definitions.messages.write import message_document, nest, nested, write_message

__all__ = [
    "CHANNELS",
    "LONGEST_TEXT",
    "SHAPES",
    "Content",
    "Coupon",
    "Message",
    "Missing",
    "Piece",
    "message_document",
    "nest",
    "nested",
    "read_message",
    "write_message",
]

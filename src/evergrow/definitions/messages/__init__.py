"""Messages: what is said to a customer, by which channel, on which topic, in which languages."""

from evergrow.definitions.messages.read import LONGEST_TEXT, read_message
from evergrow.definitions.messages.spec import CHANNELS, SHAPES, Content, Coupon, Message, Missing, Piece
from evergrow.definitions.messages.write import nest, nested, write_message

__all__ = [
    "CHANNELS",
    "LONGEST_TEXT",
    "SHAPES",
    "Content",
    "Coupon",
    "Message",
    "Missing",
    "Piece",
    "nest",
    "nested",
    "read_message",
    "write_message",
]

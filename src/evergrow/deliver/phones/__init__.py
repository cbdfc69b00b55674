"""Phones: numbers as the network writes them, the pieces a text is cut into, and replies that say stop."""

from evergrow.deliver.phones.numbers import phone_number, region_of, written_forms
from evergrow.deliver.phones.replies import Reply, reply_of
from evergrow.deliver.phones.segments import Encoding, TextParts, text_parts

__all__ = [
    "Encoding",
    "Reply",
    "TextParts",
    "phone_number",
    "region_of",
    "reply_of",
    "text_parts",
    "written_forms",
]

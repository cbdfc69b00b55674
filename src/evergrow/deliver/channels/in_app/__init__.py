"""An inbox on the brand's own pages: kept here, shown there, live while a page is open."""

from evergrow.deliver.channels.in_app.bell import Bell, bell_of
from evergrow.deliver.channels.in_app.channel import KIND, InApp
from evergrow.deliver.channels.in_app.customer import customer_signature, is_customer
from evergrow.deliver.channels.in_app.inbox import Acted, InboxMessage, InboxPage, act, read_inbox
from evergrow.deliver.channels.in_app.script import inbox_script
from evergrow.deliver.channels.in_app.tables import inbox

__all__ = [
    "KIND",
    "Acted",
    "Bell",
    "InApp",
    "InboxMessage",
    "InboxPage",
    "act",
    "bell_of",
    "customer_signature",
    "inbox",
    "inbox_script",
    "is_customer",
    "read_inbox",
]

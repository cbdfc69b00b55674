"""The closed list of why a record was not accepted. Every code in the quarantine is one of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`title` heads a list of such records; `next_step` tells whoever sends them what to change."""

    code: str
    title: str
    next_step: str


_TABLE = (
    # what the bytes are
    (
        "broken_json",
        "Not JSON",
        "Send one JSON object, or a batch of them. Check quotes, commas and brackets.",
    ),
    ("invalid_utf8", "Not UTF-8 text", "Encode the request as UTF-8."),
    ("wrong_type", "A field has the wrong type", "Compare the field with the documentation of this way in."),
    ("too_deep", "Nested too deeply", "Flatten the properties; nobody reads the hundredth level."),
    ("unknown_type", "Unknown type of record", "Use track, identify, page, screen, group or alias."),
    # how much there is
    (
        "event_too_large",
        "Larger than 32 KB",
        "Send fewer or shorter properties; put documents where they belong.",
    ),
    # who and what
    ("missing_id", "No id of a customer", "Send a userId, or an anonymousId for a visitor not known yet."),
    (
        "missing_customer",
        "No customer in the line",
        "Fill in the customer's column, or count the line as anonymous.",
    ),
    (
        "missing_previous_id",
        "Alias without the earlier id",
        "Send the earlier id as previousId and the new one as userId.",
    ),
    ("missing_group_id", "Group without its id", "Send the group's id as groupId."),
    ("missing_event_name", "Track without the event's name", "Send the event's name as event."),
    ("id_too_long", "An id or name is too long", "Keep ids and event names within 512 bytes."),
    (
        "placeholder_id",
        "The id stands for nobody",
        "Send the customer's own id, or leave userId out until it is known.",
    ),
    # when
    ("date_unreadable", "A date cannot be read", "Write it as 2011-12-10T08:30:00Z."),
    ("date_too_old", "Before 1970", "Correct the timestamp; leave it out for 'now'."),
    (
        "date_in_future",
        "More than a day in the future",
        "Correct the sender's clock, or send sentAt so that it can be corrected here.",
    ),
    (
        "date_out_of_range",
        "A year nobody will see",
        "Correct the timestamp; years from 2200 on are taken for a mistake.",
    ),
    # how much money
    (
        "amount_unreadable",
        "An amount cannot be read",
        "Send revenue, total, price and quantity as numbers, below a trillion.",
    ),
    ("currency_unreadable", "Not a currency code", "Send the three letters of ISO 4217, such as EUR."),
    # lines of files
    ("unreadable_line", "A line cannot be read", "Check the line's quotes and its number of columns."),
    ("missing_column", "A needed value is empty", "Fill in the value, or map another column."),
)

REASONS: dict[str, Reason] = {code: Reason(code, title, next_step) for code, title, next_step in _TABLE}
"""By code."""

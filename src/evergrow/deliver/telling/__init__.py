"""What becomes of messages, told as events: so conditions, reports and backtests read it like anything else."""

from evergrow.deliver.telling.abouts import about_messages
from evergrow.deliver.telling.records import (
    CHANNEL_NAMES,
    SOURCE,
    About,
    bounced_record,
    gone_record,
    key_of_id,
    public_id,
    record,
    sent_record,
    sent_records,
    who,
)

__all__ = [
    "CHANNEL_NAMES",
    "SOURCE",
    "About",
    "about_messages",
    "bounced_record",
    "gone_record",
    "key_of_id",
    "public_id",
    "record",
    "sent_record",
    "sent_records",
    "who",
]

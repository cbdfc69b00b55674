"""Guards: how often, at which hours and how fast customers may be written to."""

from evergrow.definitions.guards.read import MOST_CAPS, SHIPPED_GUARDS, read_guards, write_guards
from evergrow.definitions.guards.spec import EVERY_CHANNEL, BestHour, Cap, Guards, QuietHours

__all__ = [
    "EVERY_CHANNEL",
    "MOST_CAPS",
    "SHIPPED_GUARDS",
    "BestHour",
    "Cap",
    "Guards",
    "QuietHours",
    "read_guards",
    "write_guards",
]

"""Guards: how often, at which hours and how fast customers may be written to."""

from evergrow.definitions.guards.read import SHIPPED_GUARDS, read_guards, write_guards
from evergrow.definitions.guards.spec import Cap, Guards, QuietHours

__all__ = ["SHIPPED_GUARDS", "Cap", "Guards", "QuietHours", "read_guards", "write_guards"]

"""The durable inbox: what was acknowledged is on disk."""

from evergrow.storage.log.entry import Entry, LoggedEntry
from evergrow.storage.log.inbox import Log

__all__ = ["Entry", "Log", "LoggedEntry"]

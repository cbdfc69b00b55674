"""Opens and clicks: signed addresses in mails, and telling people from machines."""

from evergrow.deliver.tracking.bots import why_machine
from evergrow.deliver.tracking.follow import followed
from evergrow.deliver.tracking.links import CLICK_PATH, OPEN_PATH, TrackedLinks

__all__ = ["CLICK_PATH", "OPEN_PATH", "TrackedLinks", "followed", "why_machine"]

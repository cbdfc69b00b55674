"""Dispatch: hand over what is ready, at most once, and note what came of it."""

from evergrow.deliver.dispatch.book import tell
from evergrow.deliver.dispatch.claim import claim
from evergrow.deliver.dispatch.retry import MOST_TRIES, wait_before
from evergrow.deliver.dispatch.run import Dispatcher
from evergrow.deliver.dispatch.spec import Claimed, Prepare, Prepared, Suppression

__all__ = [
    "MOST_TRIES",
    "Claimed",
    "Dispatcher",
    "Prepare",
    "Prepared",
    "Suppression",
    "claim",
    "tell",
    "wait_before",
]

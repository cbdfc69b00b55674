"""Judge records once, whatever the way in, and draw from them what the other rooms need."""

from evergrow.ingest.sieve.judge import PLACEHOLDERS, RULES, broken_rule, unfit
from evergrow.ingest.sieve.orders import COMPLETED, REFUNDED, can_read
from evergrow.ingest.sieve.sift import Sifted, sift

__all__ = [
    "COMPLETED",
    "PLACEHOLDERS",
    "REFUNDED",
    "RULES",
    "Sifted",
    "broken_rule",
    "can_read",
    "sift",
    "unfit",
]

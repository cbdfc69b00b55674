"""Judge records once, whatever the way in, and draw from them what the other rooms need."""

from evergrow.ingest.sieve.judge import RULES, broken_rule, unfit
from evergrow.ingest.sieve.sift import Sifted, sift

__all__ = ["RULES", "Sifted", "broken_rule", "sift", "unfit"]

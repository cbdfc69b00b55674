"""Words every room uses: keys, money, periods, chance, and how to say no. Standard library only."""

from evergrow.kernel.bucketing import bucket
from evergrow.kernel.keys import IdentityKind, identity_of, key_of, keys_of, new_id
from evergrow.kernel.money import LARGEST_MICROS, MICROS, amount_of, micros_of
from evergrow.kernel.refusal import Problem, Refusal, refuse
from evergrow.kernel.spans import Period, iso, parse_instant, parse_period
from evergrow.kernel.unavailable import Unavailable

__all__ = [
    "LARGEST_MICROS",
    "MICROS",
    "IdentityKind",
    "Period",
    "Problem",
    "Refusal",
    "Unavailable",
    "amount_of",
    "bucket",
    "identity_of",
    "iso",
    "key_of",
    "keys_of",
    "micros_of",
    "new_id",
    "parse_instant",
    "parse_period",
    "refuse",
]

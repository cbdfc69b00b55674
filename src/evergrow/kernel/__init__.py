"""Words every room uses: keys, money, periods, chance, and how to say no. Standard library only."""

from evergrow.kernel.bucketing import bucket, buckets
from evergrow.kernel.crash import arm, crash_point
from evergrow.kernel.keys import IdentityKind, identity_of, key_of, keys_of, new_id
from evergrow.kernel.local_time import is_zone, local_instant, next_local
from evergrow.kernel.money import LARGEST_MICROS, MICROS, amount_of, micros_of
from evergrow.kernel.refusal import Problem, Refusal, refuse
from evergrow.kernel.spans import Period, iso, parse_instant, parse_period
from evergrow.kernel.unavailable import Unavailable
from evergrow.kernel.wall_clock import is_between, outside

__all__ = [
    "LARGEST_MICROS",
    "MICROS",
    "IdentityKind",
    "Period",
    "Problem",
    "Refusal",
    "Unavailable",
    "amount_of",
    "arm",
    "bucket",
    "buckets",
    "crash_point",
    "identity_of",
    "is_between",
    "is_zone",
    "iso",
    "key_of",
    "keys_of",
    "local_instant",
    "micros_of",
    "new_id",
    "next_local",
    "outside",
    "parse_instant",
    "parse_period",
    "refuse",
]

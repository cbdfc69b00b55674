"""Chance is a hash: the same customer always falls on the same side.

`contracts/bucketing.json` holds vectors that Python, every SQL engine and the browser must match.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from evergrow.kernel.keys import digests_of


def bucket(salt: str, key: str) -> float:
    """A number in [0, 1): the first 8 hex digits of md5(salt + ":" + key), over 2**32."""
    return buckets(salt, [key])[0]


def buckets(salt: str, keys: Iterable[str]) -> list[float]:
    """`bucket` for many keys at once."""
    digests = digests_of(f"{salt}:{key}" for key in keys)
    firsts = struct.unpack(">" + "I12x" * len(digests), b"".join(digests))
    return [first / 2**32 for first in firsts]

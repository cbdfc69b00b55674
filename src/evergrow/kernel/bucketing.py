"""Chance is a hash: the same customer always falls on the same side.

`contracts/bucketing.json` holds vectors that Python, every SQL engine and the browser must match.
"""

from __future__ import annotations

import hashlib


def bucket(salt: str, key: str) -> float:
    """A number in [0, 1): the first 8 hex digits of md5(salt + ":" + key), over 2**32."""
    digest = hashlib.md5(f"{salt}:{key}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) / 2**32

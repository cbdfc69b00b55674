"""What messages are written by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evergrow.definitions.guards import Guards
from evergrow.definitions.topics import Topics
from evergrow.engage.facts import Facts
from evergrow.engage.messages import Brand

Recommend = Callable[[Sequence[int], datetime], Mapping[int, Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, kw_only=True)
class House:
    """What messages are written by at one moment: the account, the topics, the guards, the public address."""

    facts: Facts
    brand: Brand
    topics: Topics
    guards: Guards
    base_url: str
    recommend: Recommend = lambda customer_keys, now: {}
    """The products to offer to each of these customers, the best first."""

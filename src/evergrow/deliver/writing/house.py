"""What messages are written by."""

from __future__ import annotations

from dataclasses import dataclass

from evergrow.definitions.guards import Guards
from evergrow.definitions.topics import Topics
from evergrow.engage.facts import Facts
from evergrow.engage.messages import Brand


@dataclass(frozen=True, kw_only=True)
class House:
    """What messages are written by at one moment: the account, the topics, the guards, the public address."""

    facts: Facts
    brand: Brand
    topics: Topics
    guards: Guards
    base_url: str

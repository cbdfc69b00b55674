"""Which identities are one customer: decided from the links alone, in any order they came in.

A device belongs to the first customer who was identified on it (earliest by time, then message id);
somebody else who uses it later keeps an identity of their own, and the two are not merged. An alias
joins its two names. A customer goes by the smallest of its user ids, or of its device ids if it has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evergrow.kernel import key_of


@dataclass(frozen=True)
class Link:
    """A record said that `identity` (a device, or an old name) is `other`."""

    identity: str
    other: str
    kind: str
    at: datetime
    message_id: str


def resolve(links: Iterable[Link]) -> dict[int, int]:
    """Customer key of each identity key that the links mention, itself included where it stays alone.

    Takes whole groups: every link that touches one of the identities must be among them.
    """
    groups = _Groups()
    owners: dict[str, Link] = {}
    for link in links:
        groups.add(link.identity)
        groups.add(link.other)
        if link.kind == "alias":
            groups.join(link.identity, link.other)
        elif link.identity not in owners or _earlier(link, owners[link.identity]):
            owners[link.identity] = link
    for link in owners.values():
        groups.join(link.identity, link.other)
    return groups.keys()


def _earlier(one: Link, other: Link) -> bool:
    return (one.at, one.message_id, one.other) < (other.at, other.message_id, other.other)


class _Groups:
    """Union-find over identity texts."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def add(self, identity: str) -> None:
        self._parent.setdefault(identity, identity)

    def root(self, identity: str) -> str:
        parent = self._parent
        while parent[identity] != identity:
            parent[identity] = parent[parent[identity]]
            identity = parent[identity]
        return identity

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)), key=_rank)
        self._parent[second] = first

    def keys(self) -> dict[int, int]:
        return {key_of(identity): key_of(self.root(identity)) for identity in self._parent}


def _rank(identity: str) -> tuple[bool, str]:
    return (not identity.startswith("user:"), identity)

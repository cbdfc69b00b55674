"""The declared shape of a play: what it promises, which move it is made for, what it needs, and its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evergrow.definitions.folders import Document

LANGUAGES: Final = ("en", "ja")
"""The languages that every play speaks."""

Words = Mapping[str, str]
"""The same words by language."""


@dataclass(frozen=True, kw_only=True)
class PlayMove:
    """A move of the default shop map that the play makes more likely, or keeps from happening."""

    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Play:
    """A play. `documents` are its journeys, messages and segments as files; `rehearsals` prove it, by name.

    Attributes:
        events: Those without which it reaches nobody, or cannot tell that it has reached its goal.
        traits: Those it needs of a customer, the address among them.
        better_with: Events that it makes use of where they are.
        adjust: What an operator should look at before launching it.
        titles: Of its documents in languages other than theirs: by language, then by name. `descriptions` too.
    """

    name: str
    title: Words
    promise: Words
    moves: tuple[PlayMove, ...]
    events: tuple[str, ...]
    traits: tuple[str, ...]
    better_with: tuple[str, ...]
    goal: Words
    adjust: tuple[Words, ...]
    documents: tuple[Document, ...]
    rehearsals: Mapping[str, str]
    titles: Mapping[str, Words]
    descriptions: Mapping[str, Words]

    @property
    def journeys(self) -> tuple[Document, ...]:
        """Its journeys, the main one first."""
        found = [one for one in self.documents if one.kind == "journey"]
        return tuple(sorted(found, key=lambda one: (one.name != self.name, one.name)))

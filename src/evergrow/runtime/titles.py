"""What people call the definitions that others go by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Final

from evergrow.definitions.conditions import Condition, Language, sentence
from evergrow.definitions.plays import every_word_of
from evergrow.definitions.store import Kept, documents_of, topics_in_force
from evergrow.storage.state import Tx

TITLED: Final = ("journey", "campaign", "segment", "message")
"""The kinds of definitions that have titles."""
_LANGUAGES: Final[tuple[Language, ...]] = ("en", "ja")


def title_of(kept: Kept) -> str:
    """The title of a definition of one of these kinds; its name where it has none."""
    return _title_of(kept.kind, kept.text) or kept.name


def titles_of(kept: Kept) -> Mapping[str, str]:
    """The title by language, where it is known in several: of a play's document that nobody has renamed."""
    return every_word_of(kept.kind, kept.name, title_of(kept))


def words_for(tx: Tx) -> Callable[[Condition], dict[str, str]]:
    """From a condition, what it says in every language that there is, with the titles of what it names."""
    kept = [one for kind in TITLED for one in documents_of(tx, kind)]
    topics = topics_in_force(tx).topics
    titles = {
        language: {(one.kind, one.name): titles_of(one).get(language) or title_of(one) for one in kept}
        | {("topic", topic.id): topic.title_in(language) for topic in topics}
        for language in _LANGUAGES
    }
    return lambda condition: {
        language: sentence(condition, language, titles[language]) for language in _LANGUAGES
    }


@lru_cache(maxsize=2_000)
def _title_of(kind: str, text: str) -> str:
    """Reading a document takes milliseconds, and somebody who types asks for all of them with every letter.

    Who reads is loaded with the first of a kind: a command that asks for no title starts sooner.
    """
    read = getattr(import_module(f"evergrow.definitions.{kind}s"), f"read_{kind}")
    return read(text).title

"""What the documents of plays are called in each language, for as long as nobody calls them otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evergrow.definitions.documents import Findings, read_tree
from evergrow.definitions.folders import Document
from evergrow.definitions.plays.shipped_plays import shipped_plays
from evergrow.definitions.plays.spec import Play, Words


def every_word_of(kind: str, name: str, text: str) -> Words:
    """A title or description by language, where it is still as a play has it in one of them; else empty.

    Args:
        name: The document's. One taken under another name keeps the end of its own, as in `ask-thanks`.
    """
    return next((words for end, words in _known().get((kind, text), ()) if name.endswith(end)), {})


@cache
def _known() -> dict[tuple[str, str], list[tuple[str, Words]]]:
    """By kind and text in any language: the end of the document's name, and the text in every language."""
    found: dict[tuple[str, str], list[tuple[str, Words]]] = {}
    for play in shipped_plays():
        for document in play.documents:
            for words in _words(play, document):
                for text in words.values():
                    found.setdefault((document.kind, text), []).append((_end(play, document), words))
    return found


def _words(play: Play, document: Document) -> Iterator[Words]:
    said = read_tree(document.text, Findings(document.file))
    titles = {
        language: {play.name: play.title[language]} | dict(words) for language, words in play.titles.items()
    }
    for key, others in (("title", titles), ("description", play.descriptions)):
        text = said.value.get(key) if said else None
        if text is not None:
            yield {"en": str(text.value)} | {
                language: words[document.name] for language, words in others.items() if document.name in words
            }


def _end(play: Play, document: Document) -> str:
    is_own = document.name == play.name or document.name.startswith(f"{play.name}-")
    return document.name.removeprefix(play.name) if is_own else document.name

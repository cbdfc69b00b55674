"""Read what a play says of itself from its `play.yaml`, with every problem found and its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evergrow.definitions.documents import Fields, Findings, Node, read_tree
from evergrow.definitions.folders import Document
from evergrow.definitions.plays.spec import LANGUAGES, Play, PlayMove, Words

_FIELDS = (
    "play",
    "title",
    "promise",
    "moves",
    "needs",
    "better_with",
    "goal",
    "adjust",
    "titles",
    "descriptions",
)


def read_play(
    text: str, documents: Sequence[Document], rehearsals: Mapping[str, str], *, file: str = "play.yaml"
) -> Play:
    """The play a `play.yaml` describes, with the documents that stand beside it.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _play(fields, documents, rehearsals) if fields else None
    findings.settle()
    assert found is not None
    return found


def _play(fields: Fields, documents: Sequence[Document], rehearsals: Mapping[str, str]) -> Play:
    fields.only(_FIELDS)
    node = fields.get("needs")
    needs = Fields.of(node, "needs", fields.findings) if node else None
    if needs:
        needs.only(("events", "traits"))
    return Play(
        name=fields.name("play"),
        title=_words(fields, "title"),
        promise=_words(fields, "promise"),
        moves=tuple(_moves(fields)),
        events=_names(needs, "events"),
        traits=_names(needs, "traits"),
        better_with=_names(fields, "better_with"),
        goal=_words(fields, "goal"),
        adjust=tuple(
            _said(fields, one, f"adjust[{place}]") for place, one in enumerate(_listed(fields, "adjust"))
        ),
        documents=tuple(documents),
        rehearsals=rehearsals,
        titles=_by_language(fields, "titles"),
        descriptions=_by_language(fields, "descriptions"),
    )


def _moves(fields: Fields) -> list[PlayMove]:
    found = []
    for place, node in enumerate(_listed(fields, "moves")):
        inner = Fields.of(node, f"moves[{place}]", fields.findings)
        if inner:
            inner.only(("from", "to"))
            found.append(PlayMove(source=inner.text("from"), target=inner.text("to")))
    if not found:
        fields.note("moves", "definition.missing_field", "The play is made for no move.")
    return found


def _words(fields: Fields, key: str) -> Words:
    node = fields.get(key)
    if node is None:
        fields.text(key)  # notes that it is missing
        return {}
    return _said(fields, node, key)


def _said(fields: Fields, node: Node, path: str) -> Words:
    inner = Fields.of(node, path, fields.findings)
    if inner is None:
        return {}
    inner.only(LANGUAGES)
    return {language: inner.text(language) for language in LANGUAGES}


def _by_language(fields: Fields, key: str) -> Mapping[str, Words]:
    """What the documents are called: by language, then by name."""
    node = fields.get(key)
    spoken = Fields.of(node, key, fields.findings) if node else None
    if spoken is None:
        return {}
    spoken.only(LANGUAGES)
    named = {
        language: Fields.of(child, f"{key}.{language}", fields.findings)
        for language, child in spoken.node.value.items()
    }
    return {
        language: {name: inner.text(name) for name in inner.node.value}
        for language, inner in named.items()
        if inner
    }


def _names(fields: Fields | None, key: str) -> tuple[str, ...]:
    return tuple(str(node.value) for node in _listed(fields, key)) if fields else ()


def _listed(fields: Fields, key: str) -> list[Node]:
    return list(fields.items(key)) if fields.get(key) else []

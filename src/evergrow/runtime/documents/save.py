"""Save a definition of any kind as its own page would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.folders import KINDS, Document, document_of, known_names
from evergrow.definitions.store import documents_of, keep_document, list_maps
from evergrow.kernel import refuse
from evergrow.runtime.maps import change_map
from evergrow.runtime.messages import save_message, save_topics
from evergrow.runtime.segments import save_segment
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

Save = Callable[[Workspace, str, str, str, datetime], str]


def kept_documents(tx: Tx) -> list[Document]:
    """The newest version of every definition, shipped maps included, in the order they can be applied."""
    found: list[Document] = []
    for kind in KINDS:
        kept = list_maps(tx) if kind.kind == "map" else documents_of(tx, kind.kind)
        found += [document_of(kind.kind, one.name, one.text) for one in kept]
    return found


def save_document(
    workspace: Workspace, kind: str, text: str, *, file: str, by: str, now: datetime
) -> Document:
    """Save a definition's next version; whatever works by it follows as if it had been saved on its own page.

    Raises:
        Refusal: `definitions.unknown_kind`; or every problem of the document, with its line.
    """
    kinds = [one.kind for one in KINDS]
    if kind not in kinds:
        raise refuse(
            "definitions.unknown_kind",
            f"There is no kind '{kind}'.{did_you_mean(kind, kinds)}",
            where="kind",
            next_step=f"Take one of {', '.join(kinds)}.",
            status=404,
        )
    name = _SAVES.get(kind, _keep(kind))(workspace, text, file, by, now)
    return document_of(kind, name, text)


def _map(workspace: Workspace, text: str, file: str, by: str, now: datetime) -> str:
    return change_map(workspace, text, file=file, by=by, now=now).name


def _keep(kind: str) -> Save:
    """A kind that nothing has to follow at once: it is read anew wherever it is used."""
    found = next(one for one in KINDS if one.kind == kind)

    def keep(workspace: Workspace, text: str, file: str, by: str, now: datetime) -> str:
        with workspace.state.transaction() as tx:
            name = found.name_of(text, file, known_names(_names(tx)))
            keep_document(tx, kind, name, text, by=by, now=now)
        return name

    return keep


def _names(tx: Tx) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for document in kept_documents(tx):
        names.setdefault(document.kind, {})[document.name] = document.text
    return names


def _segment(workspace: Workspace, text: str, file: str, by: str, now: datetime) -> str:
    segment, _ = save_segment(workspace, text, by=by, now=now, needs_others=False)
    return segment.name


def _message(workspace: Workspace, text: str, file: str, by: str, now: datetime) -> str:
    kept, _ = save_message(workspace, text, name=None, by=by, now=now)
    return kept.name


def _topics(workspace: Workspace, text: str, file: str, by: str, now: datetime) -> str:
    save_topics(workspace, text, by=by, now=now)
    return "topics"


_SAVES: Final[dict[str, Save]] = {
    "map": _map,
    "segment": _segment,
    "message": _message,
    "topics": _topics,
}

"""Save a definition of any kind as its own page would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from evergrow.definitions.documents import did_you_mean, refuse_other_name
from evergrow.definitions.folders import KINDS, Document, document_of
from evergrow.definitions.maps import read_map
from evergrow.definitions.store import documents_of, list_maps
from evergrow.kernel import refuse
from evergrow.runtime.boards import save_board, save_report
from evergrow.runtime.campaigns import save_campaign
from evergrow.runtime.journeys import save_journey
from evergrow.runtime.maps import change_map
from evergrow.runtime.messages import kept_topics, save_message, save_topics
from evergrow.runtime.segments import save_segment
from evergrow.runtime.sending import guards_text, save_guards
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

Save = Callable[[Workspace, str, str | None, str, datetime], str]


def kept_documents(tx: Tx) -> list[Document]:
    """The newest version of every definition, in the order they can be applied.

    Shipped maps, topics and guards are among them where nothing else was saved: they are in force all the same.
    """
    found: list[Document] = []
    for kind in KINDS:
        if kind.kind in _IN_FORCE:
            found.append(document_of(kind.kind, kind.kind, _IN_FORCE[kind.kind](tx)))
            continue
        kept = list_maps(tx) if kind.kind == "map" else documents_of(tx, kind.kind)
        found += [document_of(kind.kind, one.name, one.text) for one in kept]
    return found


def save_document(
    workspace: Workspace, kind: str, text: str, *, name: str | None, by: str, now: datetime
) -> Document:
    """Save a definition's next version; whatever works by it follows as if it had been saved on its own page.

    Args:
        name: What it must be named; None takes any name.

    Raises:
        Refusal: `definitions.unknown_kind`, `definitions.other_name`; or every problem of the document, with the file
            that a document of this name stands in and the line.
    """
    if kind not in _SAVES:
        raise refuse(
            "definitions.unknown_kind",
            f"There is no kind '{kind}'.{did_you_mean(kind, _SAVES)}",
            where="kind",
            next_step=f"Take one of {', '.join(_SAVES)}.",
            status=404,
        )
    saved = _SAVES[kind](workspace, text, name, by, now)
    return document_of(kind, saved, text)


def _map(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    file = f"maps/{name or 'map'}.yaml"
    found = read_map(text, file=file)
    refuse_other_name("map", found.name, name, field="name")
    return change_map(workspace, text, file=file, by=by, now=now).name


def _segment(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    segment, _ = save_segment(workspace, text, name=name, by=by, now=now, needs_others=False)
    return segment.name


def _message(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    kept, _ = save_message(workspace, text, name=name, by=by, now=now)
    return kept.name


def _topics(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    save_topics(workspace, text, by=by, now=now)
    return "topics"


def _guards(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    save_guards(workspace, text, by=by, now=now)
    return "guards"


def _journey(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    journey, _ = save_journey(workspace, text, name=name, by=by, now=now)
    return journey.name


def _campaign(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    campaign, _ = save_campaign(workspace, text, name=name, by=by, now=now)
    return campaign.name


def _report(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    return save_report(workspace.state, text, name=name, by=by, now=now).name


def _board(workspace: Workspace, text: str, name: str | None, by: str, now: datetime) -> str:
    return save_board(workspace.state, text, name=name, by=by, now=now).name


def _topics_text(tx: Tx) -> str:
    return kept_topics(tx).text


_IN_FORCE: Final[dict[str, Callable[[Tx], str]]] = {"topics": _topics_text, "guards": guards_text}
"""Those of which there is one, always."""

_SAVES: Final[dict[str, Save]] = {
    "map": _map,
    "segment": _segment,
    "message": _message,
    "topics": _topics,
    "guards": _guards,
    "journey": _journey,
    "campaign": _campaign,
    "report": _report,
    "board": _board,
}
"""One for every kind of `definitions.folders.KINDS`."""

"""The kinds of definitions a folder may hold: where each stands, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from evergrow.definitions.boards import read_board
from evergrow.definitions.campaigns import read_campaign
from evergrow.definitions.guards import read_guards
from evergrow.definitions.journeys import Known, read_journey
from evergrow.definitions.maps import SHIPPED, read_map, shipped_map
from evergrow.definitions.messages import read_message
from evergrow.definitions.reports import read_report
from evergrow.definitions.segments import read_segment
from evergrow.definitions.topics import read_topics
from evergrow.kernel import Refusal

Names = Mapping[str, Mapping[str, str]]
"""Kind, name, text: the documents that others may refer to."""


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """`place` is a folder of many (`messages`), or the one file (`topics.yaml`)."""

    kind: str
    place: str
    name_of: Callable[[str, str, Known | None], str]
    """Reads a text from a file and returns its document's name; raises a Refusal with every problem."""

    @property
    def is_single(self) -> bool:
        return self.place.endswith(".yaml")

    def file(self, name: str) -> str:
        """Where the document of this name stands in a folder."""
        return self.place if self.is_single else f"{self.place}/{name}.yaml"


def _topics(text: str, file: str, _known: Known | None) -> str:
    read_topics(text, file=file)
    return "topics"


def _guards(text: str, file: str, _known: Known | None) -> str:
    read_guards(text, file=file)
    return "guards"


KINDS: Final = (
    DocumentKind(kind="topics", place="topics.yaml", name_of=_topics),
    DocumentKind(kind="guards", place="guards.yaml", name_of=_guards),
    DocumentKind(kind="map", place="maps", name_of=lambda text, file, _: read_map(text, file=file).name),
    DocumentKind(
        kind="segment",
        place="segments",
        name_of=lambda text, file, known: (
            read_segment(text, file=file, segments=known.segments if known else None).name
        ),
    ),
    DocumentKind(
        kind="message", place="messages", name_of=lambda text, file, _: read_message(text, file=file).name
    ),
    DocumentKind(
        kind="journey",
        place="journeys",
        name_of=lambda text, file, known: read_journey(text, file=file, known=known).name,
    ),
    DocumentKind(
        kind="campaign",
        place="campaigns",
        name_of=lambda text, file, known: read_campaign(text, file=file, known=known).name,
    ),
    DocumentKind(
        kind="report", place="reports", name_of=lambda text, file, _: read_report(text, file=file).name
    ),
    DocumentKind(
        kind="board", place="boards", name_of=lambda text, file, _: read_board(text, file=file).name
    ),
)
"""In the order in which they can be applied: what is referred to comes before what refers to it."""


def kind_at(place: str) -> DocumentKind | None:
    """The kind that stands in this folder, or in this file."""
    return next((kind for kind in KINDS if kind.place == place), None)


def known_names(documents: Names) -> Known | None:
    """What journeys and campaigns may refer to; None, and so nothing is looked up, where there is none of it."""
    if not documents.get("message") and not documents.get("segment"):
        return None
    maps = [*documents.get("map", {}).values(), *(shipped_map(name) for name in SHIPPED)]
    return Known(
        messages={
            message.name: message.channel for message in _readable(read_message, documents.get("message", {}))
        },
        segments=frozenset(documents.get("segment", {})),
        stages=frozenset(stage.id for found in _readable(read_map, maps) for stage in found.stages),
    )


def _readable(read: Callable[[str], object], texts: Iterable[str] | Mapping[str, str]) -> list:
    """Those that can be read; the others are told about where they stand."""
    found = []
    for text in texts.values() if isinstance(texts, Mapping) else texts:
        try:
            found.append(read(text))
        except Refusal:
            continue
    return found

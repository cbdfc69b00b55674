"""Segments: who is in which, what a condition would give before it is saved, and what conditions can be made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.conditions import Condition, condition_of, read_condition, tree_of
from evergrow.definitions.plays import every_word_of
from evergrow.definitions.segments import Segment, read_segment, write_segment
from evergrow.definitions.store import Kept, document, documents_of, versions_of
from evergrow.kernel import Refusal, refuse
from evergrow.measure.rfm import DEFAULT_RULES
from evergrow.measure.segments import (
    SegmentPreview,
    SegmentSize,
    Vocabulary,
    preview_segment,
    segment_sizes,
    vocabulary,
)
from evergrow.runtime import (
    check_segment,
    remove_segment,
    save_segment,
    title_of,
    titles_of,
    unknown_segment,
    users_of,
    words_for,
)
from evergrow.storage.state import Tx
from evergrow.web.access import SignedIn
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/segments", tags=["segments"])
KIND: Final = "segment"
Words = Callable[[Condition], dict[str, str]]
MOVES_OVER: Final = timedelta(days=7)


class Sentence(BaseModel):
    """A condition in words, to follow "customers who"."""

    en: str
    ja: str


class SegmentShown(BaseModel):
    """A segment in its newest version, how many are in it, and how many came and left in seven days.

    `tree` is the condition for a builder; `used_by` are the definitions that ask about the segment.
    `titles` and `descriptions` are those known by language.
    """

    name: str
    title: str
    titles: dict[str, str]
    description: str
    descriptions: dict[str, str]
    version: int
    saved_at: datetime
    saved_by: str
    yaml: str
    when: str
    tree: dict[str, Any]
    sentence: Sentence
    customers: int
    entered: int
    left: int
    used_by: list[str]


class SegmentDraft(BaseModel):
    """A segment as YAML, or in parts: its condition as text (`when`) or as the builder's JSON (`tree`)."""

    yaml: Annotated[str | None, Field(max_length=200_000)] = None
    name: Annotated[str, Field(max_length=40)] = "draft"
    title: Annotated[str, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=2_000)] = ""
    when: Annotated[str | None, Field(max_length=20_000)] = None
    tree: dict[str, Any] | None = None


class SegmentAnswer(BaseModel):
    """What is wrong with a draft; or what it says and who would be in it."""

    problems: list[ProblemPoint]
    yaml: str | None = None
    when: str | None = None
    tree: dict[str, Any] | None = None
    sentence: Sentence | None = None
    preview: SegmentPreview | None = None


class SegmentVersion(BaseModel):
    """A version of a segment's document."""

    version: int
    yaml: str
    when: str
    saved_at: datetime
    saved_by: str


class Named(BaseModel):
    """Something a condition can name; `titles` are those known by language."""

    id: str
    title: str
    titles: dict[str, str] = {}


class SegmentFields(BaseModel):
    """What conditions can be made of: what was seen, and what the map and the other segments define."""

    seen: Vocabulary
    metrics: list[str]
    stages: list[Named]
    rfm: list[Named]
    segments: list[Named]


@router.get("", operation_id="listSegments")
def every(room: Room, now: Now) -> list[SegmentShown]:
    """Every segment, by name."""
    sizes = segment_sizes(room.warehouse, room.world(), now - MOVES_OVER)
    with room.state.reading() as tx:
        words = words_for(tx)
        return [_shown(tx, kept, sizes.get(kept.name), words) for kept in documents_of(tx, KIND)]


@router.get("/fields", operation_id="getSegmentFields")
def fields(room: Room) -> SegmentFields:
    """Events, properties, traits, stages and segments that a condition can name, with values seen."""
    with room.state.reading() as tx:
        segments = documents_of(tx, KIND)
    return SegmentFields(
        seen=vocabulary(room.warehouse),
        metrics=["seen", "known", *(metric.name for metric in room.map.metrics)],
        stages=[Named(id=stage.id, title=stage.title) for stage in room.map.stages],
        rfm=[Named(id=rule.id, title=rule.title) for rule in DEFAULT_RULES],
        segments=[
            Named(id=kept.name, title=title_of(kept), titles=dict(titles_of(kept))) for kept in segments
        ],
    )


@router.post("/preview", operation_id="previewSegment")
def preview(body: SegmentDraft, room: Room, now: Now) -> SegmentAnswer:
    """What a draft says, who would be in it now, and how far it covers the other segments; or what is wrong."""
    try:
        segment = check_segment(room, _text(body), file="segment.yaml")
    except Refusal as refusal:
        return SegmentAnswer(problems=[ProblemPoint(**problem) for problem in refusal.as_documents()])
    with room.state.reading() as tx:
        said = Sentence(**words_for(tx)(segment.when))
    return SegmentAnswer(
        problems=[],
        yaml=write_segment(segment),
        when=str(segment.when),
        tree=tree_of(segment.when),
        sentence=said,
        preview=preview_segment(room.warehouse, segment.when, room.world(), now=now, but=segment.name),
    )


@router.get("/{name}", operation_id="getSegment")
def one(name: str, room: Room, now: Now) -> SegmentShown:
    """One segment."""
    sizes = segment_sizes(room.warehouse, room.world(), now - MOVES_OVER)
    with room.state.reading() as tx:
        kept = document(tx, KIND, name)
        if kept is None:
            raise unknown_segment(tx, name)
        return _shown(tx, kept, sizes.get(name), words_for(tx))


@router.put("/{name}", operation_id="saveSegment")
def save(name: str, body: SegmentDraft, site: Here, operator: SignedIn, now: Now) -> SegmentShown:
    """Keep a segment's next version. Who is in it is known at once; nobody counts as having entered it by that."""
    draft = body if body.yaml is not None else body.model_copy(update={"name": name})
    save_segment(site.workspace, _text(draft), name=name, by=operator.name, now=now)
    site.answers.forget()
    return one(name, site.workspace, now)


@router.delete("/{name}", operation_id="deleteSegment", status_code=204)
def delete(name: str, site: Here, operator: SignedIn, now: Now) -> None:
    """Let there be no such segment; refused while a journey, a campaign or another segment asks about it."""
    remove_segment(site.workspace, name, by=operator.name, now=now)
    site.answers.forget()


@router.get("/{name}/versions", operation_id="listSegmentVersions")
def versions(name: str, room: Room) -> list[SegmentVersion]:
    """Every version of a segment, newest first."""
    with room.state.reading() as tx:
        kept = versions_of(tx, KIND, name)
        if not kept:
            raise unknown_segment(tx, name)
    return [
        SegmentVersion(
            version=each.version,
            yaml=each.text,
            when=str(read_segment(each.text).when),
            saved_at=each.saved_at,
            saved_by=each.saved_by,
        )
        for each in kept
    ]


def _text(draft: SegmentDraft) -> str:
    """The draft as a document."""
    if draft.yaml is not None:
        return draft.yaml
    if draft.tree is not None:
        when = condition_of(draft.tree)
    elif draft.when is not None:
        when = read_condition(draft.when)
    else:
        raise refuse(
            "segment.empty",
            "The segment has no condition.",
            where="when",
            next_step="Say who belongs to it, as YAML, as `when` or as `tree`.",
            status=422,
        )
    title = draft.title.strip() or draft.name
    return write_segment(Segment(name=draft.name, title=title, description=draft.description, when=when))


def _shown(tx: Tx, kept: Kept, size: SegmentSize | None, words: Words) -> SegmentShown:
    segment, size = read_segment(kept.text), size or SegmentSize()
    return SegmentShown(
        name=kept.name,
        title=segment.title,
        titles=dict(titles_of(kept)),
        description=segment.description,
        descriptions=dict(every_word_of(KIND, kept.name, segment.description)),
        version=kept.version,
        saved_at=kept.saved_at,
        saved_by=kept.saved_by,
        yaml=kept.text,
        when=str(segment.when),
        tree=tree_of(segment.when),
        sentence=Sentence(**words(segment.when)),
        customers=size.customers,
        entered=size.entered,
        left=size.left,
        used_by=users_of(tx, kept.name),
    )

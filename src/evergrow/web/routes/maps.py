"""The lifecycle maps: look at them, see what another would change, save a version, put one in force."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.maps import read_map
from evergrow.definitions.store import KeptMap, kept_map, list_maps, map_in_force, map_versions
from evergrow.kernel import Refusal
from evergrow.measure.lifecycle import MapPreview, preview_map
from evergrow.runtime import change_map, choose_map
from evergrow.web.access import SignedIn
from evergrow.web.asking import instant
from evergrow.web.problems import ProblemPoint
from evergrow.web.routes.map_shapes import MapDocument, document_of
from evergrow.web.site import Here, Now, OfAccount, Room

router = APIRouter(prefix="/maps", tags=["maps"])


class MapShown(BaseModel):
    """The newest version of a map. Version 0 is the one that ships with Evergrow."""

    name: str
    title: str
    version: int
    yaml: str
    document: MapDocument


class Maps(BaseModel):
    """Every map, and the name of the one in force."""

    active: str
    maps: list[MapShown]


class MapText(BaseModel):
    """A map's document as YAML."""

    yaml: Annotated[str, Field(max_length=200_000)]


class PreviewRequest(MapText):
    """A map to look at before it is saved; `at` is a date, now when left out."""

    at: str | None = None


class PreviewAnswer(BaseModel):
    """What is wrong with the document, or what it would change."""

    problems: list[ProblemPoint]
    preview: MapPreview | None
    document: MapDocument | None


class MapChoice(BaseModel):
    """The map to put in force."""

    name: str


class MapVersion(BaseModel):
    """A version of a map's document."""

    version: int
    yaml: str
    saved_at: datetime | None
    saved_by: str | None


@router.get("", operation_id="listMaps")
def every(room: Room) -> Maps:
    """The shipped maps and the brand's own, in their newest version."""
    with room.state.reading() as tx:
        return Maps(active=map_in_force(tx).name, maps=[_shown(kept) for kept in list_maps(tx)])


@router.put("/active", operation_id="useMap")
def use(body: MapChoice, site: Here, operator: SignedIn, now: Now) -> MapShown:
    """Place every customer by this map from now on, through all of their history."""
    chosen = choose_map(site.workspace, body.name, by=operator.name, now=now)
    site.answers.forget()
    return _newest(site.workspace, chosen.name)


@router.post("/preview", operation_id="previewMap")
def preview(body: PreviewRequest, room: Room, account: OfAccount, now: Now) -> PreviewAnswer:
    """What is wrong with a document, each problem with its line; or what it would change."""
    try:
        lifecycle = read_map(body.yaml)
    except Refusal as refusal:
        problems = [ProblemPoint(**problem) for problem in refusal.as_documents()]
        return PreviewAnswer(problems=problems, preview=None, document=None)
    at = instant(body.at, now, account.time_zone, "at")
    source = room.measured()
    found = preview_map(
        lifecycle,
        customers=source.customers,
        events=source.events,
        current=source.stays,
        at=at,
        fetch=source.fetch,
    )
    return PreviewAnswer(problems=[], preview=found, document=document_of(lifecycle))


@router.put("/{name}", operation_id="saveMap")
def save(name: str, body: MapText, site: Here, operator: SignedIn, now: Now) -> MapShown:
    """Keep a document as the map's next version. The map in force takes effect at once."""
    saved = change_map(site.workspace, body.yaml, file=f"maps/{name}.yaml", by=operator.name, now=now)
    site.answers.forget()
    return _newest(site.workspace, saved.name)


@router.get("/{name}/versions", operation_id="listMapVersions")
def versions(name: str, room: Room) -> list[MapVersion]:
    """Every version of a map, newest first."""
    with room.state.reading() as tx:
        kept_map(tx, name)
        return [
            MapVersion(version=kept.version, yaml=kept.text, saved_at=kept.saved_at, saved_by=kept.saved_by)
            for kept in map_versions(tx, name)
        ]


def _newest(room: Room, name: str) -> MapShown:
    with room.state.reading() as tx:
        return _shown(kept_map(tx, name))


def _shown(kept: KeptMap) -> MapShown:
    lifecycle = read_map(kept.text)
    return MapShown(
        name=kept.name,
        title=lifecycle.title,
        version=kept.version,
        yaml=kept.text,
        document=document_of(lifecycle),
    )

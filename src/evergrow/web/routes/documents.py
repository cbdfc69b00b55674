"""Definitions of every kind, as `evergrow definitions` carries them between a folder and here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.folders import Document
from evergrow.runtime.documents import kept_documents, save_document
from evergrow.web.access import SignedIn
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/documents", tags=["definitions"])


class DocumentShown(BaseModel):
    """The newest version of a definition, and the file it stands in when it is pulled."""

    kind: str
    name: str
    file: str
    yaml: str


class DocumentText(BaseModel):
    """A definition as YAML."""

    yaml: Annotated[str, Field(max_length=200_000)]


@router.get("", operation_id="listDocuments")
def every(room: Room) -> list[DocumentShown]:
    """Every definition, in the order in which they can be applied."""
    with room.state.reading() as tx:
        return [_shown(document) for document in kept_documents(tx)]


@router.put("/{kind}/{name}", operation_id="saveDocument")
def save(kind: str, name: str, body: DocumentText, site: Here, operator: SignedIn, now: Now) -> DocumentShown:
    """Save a definition's next version. What works by it follows at once."""
    saved = save_document(site.workspace, kind, body.yaml, name=name, by=operator.name, now=now)
    site.answers.forget()
    return _shown(saved)


def _shown(document: Document) -> DocumentShown:
    return DocumentShown(kind=document.kind, name=document.name, file=document.file, yaml=document.text)

"""Take a merge of two identities back, or let it count again."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from evergrow.runtime import redo_merge, undo_merge
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/merges", tags=["customers"])


class Affected(BaseModel):
    """The customers that the identities belong to now."""

    customers: list[str]


@router.post("/{merge_id}/undo", operation_id="undoMerge")
def undo(merge_id: str, room: Room, operator: SignedIn, now: Now) -> Affected:
    """Let all numbers be as if nobody had said that the two are one."""
    return Affected(customers=undo_merge(room, merge_id, by=operator.name, now=now))


@router.post("/{merge_id}/redo", operation_id="redoMerge")
def redo(merge_id: str, room: Room) -> Affected:
    """Let the record that said so count again."""
    return Affected(customers=redo_merge(room, merge_id))

"""Carry out what operators decide about segments; who is in them follows at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from evergrow.definitions.conditions import Known
from evergrow.definitions.documents import refuse_other_name
from evergrow.definitions.segments import Segment, read_segment
from evergrow.definitions.store import documents_of, keep_document, meant, remove_document
from evergrow.kernel import refuse
from evergrow.measure.rfm import DEFAULT_RULES
from evergrow.runtime.membership import fill_segments
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

KIND = "segment"
_USERS = ("segment", "journey", "campaign")


def check_segment(workspace: Workspace, text: str, *, file: str) -> Segment:
    """The segment a document describes, with every name it uses known here.

    Raises:
        Refusal: every problem of the document, with its line.
    """
    with workspace.state.reading() as tx:
        return _read(workspace, tx, text, file)


def save_segment(
    workspace: Workspace,
    text: str,
    *,
    name: str | None = None,
    by: str,
    now: datetime,
    needs_others: bool = True,
) -> tuple[Segment, int]:
    """Keep a segment's next version and fill it; nobody counts as having entered it by that. Returns its version too.

    Args:
        workspace: Where.
        text: The document.
        name: What it must be named; None takes any name.
        by: The operator's name.
        now: The instant.
        needs_others: Whether segments it asks about must be there; not so where they come with it, as in a folder.

    Raises:
        Refusal: every problem of the document; nothing is saved then.
    """
    with workspace.writing:
        with workspace.state.transaction() as tx:
            file = f"segments/{name or 'segment'}.yaml"
            segment = _read(workspace, tx, text, file, needs_others=needs_others)
            refuse_other_name("segment", segment.name, name)
            version = keep_document(tx, KIND, segment.name, text, by=by, now=now)
        _follow(workspace, now)
    return segment, version


def remove_segment(workspace: Workspace, name: str, *, by: str, now: datetime) -> None:
    """Let there be no such segment.

    Raises:
        Refusal: `segment.unknown`; `segment.in_use` while another definition asks about it.
    """
    with workspace.writing:
        with workspace.state.transaction() as tx:
            users = users_of(tx, name)
            if users:
                raise refuse(
                    "segment.in_use",
                    f"The segment '{name}' is used by {', '.join(users)}.",
                    where=f"segments/{name}",
                    next_step="Take it out there first.",
                    status=409,
                )
            if not remove_document(tx, KIND, name, by=by, now=now):
                raise unknown_segment(tx, name)
        _follow(workspace, now)


def users_of(tx: Tx, name: str) -> list[str]:
    """The definitions that ask about a segment, such as `journey welcome`."""
    quoted = re.escape(name)
    asks = re.compile(
        rf"""in\s+segment\s+'+{quoted}'|segment_(?:entered|left):\s*['"]?{quoted}['"]?\s*(?:$|[,}}#])""", re.M
    )
    return [
        f"{kind} {kept.name}"
        for kind in _USERS
        for kept in documents_of(tx, kind)
        if asks.search(kept.text) and (kind, kept.name) != (KIND, name)
    ]


def unknown_segment(tx: Tx, name: str) -> Exception:
    """There is no segment of this name."""
    return refuse(
        "segment.unknown",
        f"No segment is named '{name}'.{meant(tx, KIND, name)}",
        where="segment",
        next_step="List segments with `evergrow segments list`.",
        status=404,
    )


def known_to_segments(workspace: Workspace, tx: Tx) -> Known:
    """The names that a segment's condition may use."""
    return Known(
        metrics=("seen", "known", *(metric.name for metric in workspace.map.metrics)),
        stages=tuple(stage.id for stage in workspace.map.stages),
        rfm=tuple(rule.id for rule in DEFAULT_RULES),
        segments=tuple(kept.name for kept in documents_of(tx, KIND)),
    )


def _read(workspace: Workspace, tx: Tx, text: str, file: str, *, needs_others: bool = True) -> Segment:
    others = {kept.name: read_segment(kept.text).when for kept in documents_of(tx, KIND)}
    known = known_to_segments(workspace, tx)
    known = known if needs_others else replace(known, segments=None)
    return read_segment(text, file=file, known=known, others=others)


def _follow(workspace: Workspace, now: datetime) -> None:
    world = workspace.world()
    with workspace.warehouse.transaction() as tx:
        fill_segments(tx, world, now)
    workspace.settle_soon()

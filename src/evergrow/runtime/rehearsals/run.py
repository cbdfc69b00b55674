"""Run a rehearsal: the real record, segments, journeys and guards on a workspace of its own, in virtual time.

Holds   months pass in seconds: everything is decided as of the moment it falls due, so time is let go from one given
        event to the next and then to the end.
Never   sends: what the guards let go counts as sent at its time. Texts are not rendered.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from evergrow.definitions.folders import Document, read_folder
from evergrow.definitions.rehearsals import Actor, Given, Rehearsal, read_rehearsal
from evergrow.engage.messages import messages
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import Problem, Refusal, refuse
from evergrow.runtime import tick
from evergrow.runtime.accounts import change_account, read_account
from evergrow.runtime.documents import save_document
from evergrow.runtime.journeys import launch_journey
from evergrow.runtime.rehearsals.compare import Played, Rehearsed, differences
from evergrow.runtime.rehearsals.names import unknown_names
from evergrow.runtime.settings import Settings
from evergrow.runtime.workspace import Workspace, open_workspace
from evergrow.storage.log import Entry

_BY = "rehearsal"
_MOST_STEPS = 200


def rehearse_folder(
    folder: Path, *, only: str | None = None, on_done: Callable[[Rehearsed], None] | None = None
) -> list[Rehearsed]:
    """Play the rehearsals of a folder with definitions, by file.

    Raises:
        Refusal: every problem of every definition and rehearsal; `rehearsal.none` where there is none.
    """
    documents = read_folder(folder)
    rehearsals = _read_rehearsals(folder, only, documents)
    done = []
    for rehearsal in rehearsals:
        done.append(rehearse(rehearsal, documents))
        if on_done is not None:
            on_done(done[-1])
    return done


def _read_rehearsals(folder: Path, only: str | None, documents: Sequence[Document]) -> list[Rehearsal]:
    found: list[Rehearsal] = []
    problems: list[Problem] = []
    for path in sorted((folder / "rehearsals").glob("*.y*ml")):
        file = f"rehearsals/{path.name}"
        try:
            found.append(read_rehearsal(path.read_text(encoding="utf-8"), file=file))
            problems += unknown_names(found[-1], file, documents)
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems, status=422)
    wanted = [one for one in found if only is None or one.name == only]
    if not wanted:
        raise refuse(
            "rehearsal.none",
            "There is nothing to rehearse." if only is None else f"No rehearsal is named '{only}'.",
            where=str(folder / "rehearsals"),
            next_step="Write one as rehearsals/NAME.yaml; see docs/how-to/rehearse.md.",
        )
    return wanted


def rehearse(rehearsal: Rehearsal, documents: Sequence[Document]) -> Rehearsed:
    """Let the rehearsal happen by these definitions.

    Raises:
        Refusal: a definition has a problem, or a journey names what nobody defined.
    """
    with tempfile.TemporaryDirectory(prefix="evergrow-rehearsal-") as folder:
        workspace = open_workspace(Settings(data=Path(folder)))
        try:
            _prepare(workspace, rehearsal, documents)
            _play(workspace, rehearsal)
            played = _played(workspace)
        finally:
            workspace.close()
    return Rehearsed(rehearsal=rehearsal, played=played, differences=differences(rehearsal, played))


def _prepare(workspace: Workspace, rehearsal: Rehearsal, documents: Sequence[Document]) -> None:
    """Definitions, account and customers as they are when the rehearsal starts."""
    before = rehearsal.starts - timedelta(days=1)
    change_account(workspace.state, replace(read_account(workspace.state), time_zone=rehearsal.zone))
    for document in documents:
        save_document(workspace, document.kind, document.text, name=document.name, by=_BY, now=before)
    known = [record for actor in rehearsal.actors for record in _introduced(actor, before)]
    _append(workspace, known, before)
    tick(workspace, before + timedelta(seconds=1))
    just_before = rehearsal.starts - timedelta(microseconds=1)
    tick(workspace, just_before)
    for document in documents:
        if document.kind == "journey" and document.name in (rehearsal.journeys or (document.name,)):
            launch_journey(workspace, document.name, version=None, inside="finish", by=_BY, now=just_before)


def _play(workspace: Workspace, rehearsal: Rehearsal) -> None:
    """Let time go from event to event, then to the end."""
    moments = sorted({one.at for one in rehearsal.given})
    stride = len(moments) // _MOST_STEPS + 1
    stops = [*moments[stride - 1 :: stride], rehearsal.ends]
    whose = {actor.name: _whose(actor) for actor in rehearsal.actors}
    told = 0
    for stop in sorted(set(stops)):
        given = [one for one in rehearsal.given[told:] if one.at <= stop]
        for place, one in enumerate(given, start=told):
            _append(workspace, [_record(one, place, whose[one.customer])], one.at)
        told += len(given)
        _until_still(workspace, stop)


def _until_still(workspace: Workspace, now: datetime) -> None:
    """Tick until nothing more comes of it at this moment, such as an event that a journey emits."""
    while True:
        tick(workspace, now)
        if workspace.log.last_position() <= workspace.position():
            return


def _introduced(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """The records by which a customer is known before it starts."""
    named = {_whose(actor): actor.name, "timestamp": at}
    records: list[dict[str, Any]] = []
    if actor.traits or not actor.is_anonymous:
        told = {"message_id": f"introduced {actor.name}", "traits": json.dumps(dict(actor.traits))}
        records.append({**named, **told, "type": "identify"})
    for consent in actor.consents:
        channel, _, topic = consent.partition(".")
        said = {"channel": channel, "topic": topic, "confirmed": True}
        records.append(
            {
                **named,
                "type": "track",
                "name": "Subscribed",
                "message_id": f"{actor.name} agrees to {consent}",
                "properties": json.dumps(said),
            }
        )
    return records


def _whose(actor: Actor) -> str:
    """The column of a record that names them."""
    return "anonymous_id" if actor.is_anonymous else "user_id"


def _record(given: Given, place: int, whose: str) -> dict[str, Any]:
    common = {
        "message_id": f"given {place}",
        whose: given.customer,
        "timestamp": given.at,
        "context": json.dumps(dict(given.context)),
    }
    if given.traits:
        return common | {"type": "identify", "traits": json.dumps(dict(given.traits))}
    return common | {"type": "track", "name": given.event, "properties": json.dumps(dict(given.properties))}


def _append(workspace: Workspace, records: list[dict[str, Any]], at: datetime) -> None:
    if records:
        body = body_of(pa.Table.from_pylist(records, schema=RECORDS))
        workspace.log.append_now([Entry(_BY, "records", "", body, at)])


def _played(workspace: Workspace) -> list[Played]:
    query = select(messages).order_by(messages.c.due_at, messages.c.message_key)
    with workspace.state.reading() as tx:
        rows = tx.rows(query)
    return [
        Played(
            at=row["due_at"].astimezone(UTC),
            customer=row["customer_id"].partition(":")[2],
            message=row["template"],
            status="sent" if row["status"] == "ready" else row["status"],
            reason=row["reason"] or row["waits_for"],
        )
        for row in rows
    ]

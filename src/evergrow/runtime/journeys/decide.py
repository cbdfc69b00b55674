"""Carry out what operators decide about journeys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from evergrow.definitions.documents import refuse_other_name
from evergrow.definitions.journeys import Journey, Known, read_journey
from evergrow.definitions.maps import LifecycleMap
from evergrow.definitions.messages import read_message
from evergrow.definitions.store import documents_of, keep_document, remove_document
from evergrow.engage import campaigns, journeys
from evergrow.engage.journeys import EntryReceipt, Inside
from evergrow.record import customers
from evergrow.runtime.engage import begin_here
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx


def known_to_journeys(tx: Tx, lifecycle: LifecycleMap) -> Known:
    """The messages, segments and stages that a journey may name."""
    messages = [read_message(kept.text) for kept in documents_of(tx, "message")]
    return Known(
        messages={message.name: message.channel for message in messages},
        segments=frozenset(kept.name for kept in documents_of(tx, "segment")),
        stages=frozenset(stage.id for stage in lifecycle.stages),
        metrics=frozenset({"seen", "known", *(metric.name for metric in lifecycle.metrics)}),
    )


def check_journey(workspace: Workspace, text: str, *, file: str) -> Journey:
    """The journey, if it could be launched here.

    Raises:
        Refusal: every problem of the document, with its line and step.
    """
    with workspace.state.reading() as tx:
        known = known_to_journeys(tx, workspace.map)
    return read_journey(text, file=file, known=known)


def save_journey(
    workspace: Workspace, text: str, *, name: str | None, by: str, now: datetime
) -> tuple[Journey, int]:
    """Keep a journey's next version; what runs goes on as it was launched. Returns it and its version.

    Names that nobody defined yet are no problem here: a draft may be saved before its messages are written.

    Raises:
        Refusal: every problem of the document.
    """
    journey = read_journey(text, file=f"journeys/{name or 'journey'}.yaml")
    refuse_other_name("journey", journey.name, name)
    with workspace.state.transaction() as tx:
        version = keep_document(tx, journeys.KIND, journey.name, text, by=by, now=now)
    return journey, version


def launch_journey(
    workspace: Workspace, name: str, *, version: int | None, inside: Inside, by: str, now: datetime
) -> int:
    """Let customers come in from now on; returns the version they come in on.

    Raises:
        Refusal: `journey.unknown`; or what the journey names and nobody defined.
    """
    with workspace.writing, workspace.state.transaction() as tx:
        kept = journeys.kept_journey(tx, name, version)
        read_journey(kept.text, file=f"journeys/{name}.yaml", known=known_to_journeys(tx, workspace.map))
        begin_slices(workspace, tx, now)
        launched = journeys.launch(tx, name, version=kept.version, inside=inside, by=by, now=now)
    workspace.settle_soon()
    return launched


def begin_slices(workspace: Workspace, tx: Tx, now: datetime) -> None:
    """Let time begin to happen here where nothing runs yet: what lies in the log already starts nothing."""
    if journeys.is_any_running(tx) or campaigns.is_any_running(tx):
        return
    journeys.move_progress(tx, begin_here(workspace, now))


def delete_journey(workspace: Workspace, name: str, *, by: str, now: datetime) -> None:
    """Take a journey away that does not run; its messages stay where customers' pages tell of them.

    Raises:
        Refusal: `journey.unknown`, `journey.running`.
    """
    with workspace.state.transaction() as tx:
        journeys.kept_journey(tx, name)
        journeys.forget(tx, name)
        remove_document(tx, journeys.KIND, name, by=by, now=now)


def ask_in(
    workspace: Workspace, name: str, customer_ids: Sequence[str], *, by: str, now: datetime
) -> EntryReceipt:
    """Ask for customers, by any of their ids, to come into a journey at its next tick.

    Raises:
        Refusal: `journey.unknown`, `journey.not_running`.
    """
    found = customers.keys_of(workspace.warehouse, customer_ids)
    with workspace.state.transaction() as tx:
        receipt = journeys.request_entries(tx, name, found, by=by, now=now)
    workspace.settle_soon()
    return receipt

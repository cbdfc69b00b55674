"""Journeys: draw and check them, launch and hold them, and see who passes which step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from evergrow.definitions.journeys import Journey, journey_document, journey_text, read_journey, step_at
from evergrow.definitions.plays import every_word_of
from evergrow.definitions.store import Kept, documents_of, versions_of
from evergrow.engage import journeys
from evergrow.engage.journeys import EntryReceipt, EntryShown, Inside, JourneyCounts, JourneyState
from evergrow.kernel import Period, Problem, Refusal
from evergrow.runtime import titles_of
from evergrow.runtime.backtests import BacktestResult, backtest
from evergrow.runtime.journeys import (
    ask_in,
    check_journey,
    delete_journey,
    launch_journey,
    save_journey,
)
from evergrow.storage.state import Tx
from evergrow.web.access import SignedIn
from evergrow.web.asking import DEFAULT_LENGTH, instant
from evergrow.web.lines import told_line_by_line
from evergrow.web.naming import Named, named
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Now, OfAccount, Room

router = APIRouter(prefix="/journeys", tags=["journeys"])


class JourneyText(BaseModel):
    """A journey as YAML, or as the canvas holds it: the same keys as plain values. One of the two."""

    yaml: Annotated[str | None, Field(max_length=200_000)] = None
    document: dict[str, Any] | None = None

    def text(self) -> str:
        """The document as YAML."""
        return self.yaml if self.yaml is not None else journey_text(self.document or {})


class JourneyShown(BaseModel):
    """The newest version of a journey. `state` is null before it is launched.

    `titles` and `descriptions` are those known by language.
    """

    name: str
    title: str
    titles: dict[str, str]
    description: str
    descriptions: dict[str, str]
    version: int
    yaml: str
    document: dict[str, Any]
    state: JourneyState | None


class JourneyRow(BaseModel):
    """A journey in the list."""

    name: str
    title: str
    titles: dict[str, str]
    version: int
    trigger: dict[str, Any]
    steps: int
    saved_at: datetime
    state: JourneyState | None
    counts: JourneyCounts


class StepProblem(ProblemPoint):
    """A problem and the step it belongs to; `step` is null for one of the whole document."""

    step: str | None


class JourneyCheck(BaseModel):
    """What is wrong with a document, by step. `document` is null where it cannot be read."""

    problems: list[StepProblem]
    yaml: str
    document: dict[str, Any] | None


class Launch(BaseModel):
    """The version to launch, the newest where none is named, and what those inside do."""

    version: int | None = None
    inside: Inside = "finish"


@dataclass(frozen=True, kw_only=True)
class EntryOfCustomer(EntryShown, Named):
    """An entry, and what its customer is called."""


class JourneyVersion(BaseModel):
    """A saved version."""

    version: int
    yaml: str
    saved_at: datetime
    saved_by: str
    inside: int


class BacktestRequest(JourneyText):
    """A period, and a document that need not be saved: the newest version kept where there is none."""

    model_config = ConfigDict(populate_by_name=True)

    start: Annotated[
        str | None, Field(alias="from", description="Four weeks before its end if left out.")
    ] = None
    end: Annotated[
        str | None, Field(alias="to", description="The day after the last one; now if left out.")
    ] = None


class EntryRequest(BaseModel):
    """Customers to take in, at most 10,000 in one call."""

    customer_ids: Annotated[list[str], Field(min_length=1, max_length=10_000)]


@router.get("", operation_id="listJourneys")
def every(room: Room) -> list[JourneyRow]:
    """Every journey with its counts, by name."""
    with room.state.reading() as tx:
        return [_row(tx, kept) for kept in documents_of(tx, journeys.KIND)]


@router.post("/check", operation_id="checkJourney")
def check(body: JourneyText, room: Room) -> JourneyCheck:
    """What would keep a document from being launched here; nothing is saved."""
    text = body.text()
    try:
        journey = check_journey(room, text, file="journey.yaml")
    except Refusal as refusal:
        problems = [_step_problem(problem, text) for problem in refusal.problems]
        return JourneyCheck(problems=problems, yaml=text, document=_document(text))
    return JourneyCheck(problems=[], yaml=text, document=journey_document(journey))


@router.get("/{name}", operation_id="getJourney")
def one(name: str, room: Room) -> JourneyShown:
    """The newest version of a journey."""
    return _shown(room, name)


@router.put("/{name}", operation_id="saveJourney")
def save(name: str, body: JourneyText, room: Room, operator: SignedIn, now: Now) -> JourneyShown:
    """Keep a document as the journey's next version. What runs goes on by its own until that is launched."""
    save_journey(room, body.text(), name=name, by=operator.name, now=now)
    return _shown(room, name)


@router.delete("/{name}", status_code=204, operation_id="deleteJourney")
def delete(name: str, room: Room, operator: SignedIn, now: Now) -> None:
    """Take a journey away that does not run. Its messages stay in its customers' histories."""
    delete_journey(room, name, by=operator.name, now=now)


@router.get("/{name}/versions", operation_id="listJourneyVersions")
def versions(name: str, room: Room) -> list[JourneyVersion]:
    """Every version, newest first, with how many stand in it."""
    with room.state.reading() as tx:
        journeys.kept_journey(tx, name)
        inside = journeys.inside(tx, name)
        return [
            JourneyVersion(
                version=kept.version,
                yaml=kept.text,
                saved_at=kept.saved_at,
                saved_by=kept.saved_by,
                inside=inside.get(kept.version, 0),
            )
            for kept in versions_of(tx, journeys.KIND, name)
        ]


@router.post("/{name}/launch", operation_id="launchJourney")
def launch(name: str, body: Launch, room: Room, operator: SignedIn, now: Now) -> JourneyShown:
    """Let customers come in from now on."""
    launch_journey(room, name, version=body.version, inside=body.inside, by=operator.name, now=now)
    return _shown(room, name)


@router.post("/{name}/pause", operation_id="pauseJourney")
def pause(name: str, room: Room, operator: SignedIn, now: Now) -> JourneyShown:
    """Let nobody come in and nobody move on; goals and exits still count."""
    with room.writing, room.state.transaction() as tx:
        journeys.pause(tx, name, by=operator.name, now=now)
    return _shown(room, name)


@router.post("/{name}/resume", operation_id="resumeJourney")
def resume(name: str, room: Room, operator: SignedIn, now: Now) -> JourneyShown:
    """Go on. Whoever fell due meanwhile goes on from now."""
    with room.writing, room.state.transaction() as tx:
        journeys.resume(tx, name, by=operator.name, now=now)
    room.settle_soon()
    return _shown(room, name)


@router.post("/{name}/stop", operation_id="stopJourney")
def stop(name: str, room: Room, operator: SignedIn, now: Now) -> JourneyShown:
    """End every entry and take back the messages that have not gone out."""
    with room.writing, room.state.transaction() as tx:
        journeys.stop(tx, name, by=operator.name, now=now)
    return _shown(room, name)


@router.get("/{name}/counts", operation_id="countJourney")
def counts(
    name: str,
    room: Room,
    version: Annotated[int | None, Query(description="One version; all when left out.")] = None,
) -> JourneyCounts:
    """How many came to each step and stand there, and what became of its messages."""
    with room.state.reading() as tx:
        journeys.kept_journey(tx, name)
        return journeys.journey_report(tx, name, version)


@router.get("/{name}/entries", operation_id="listEntries")
def entries(
    name: str,
    room: Room,
    step: Annotated[str | None, Query(description="Only those who stand at this step.")] = None,
    before: Annotated[datetime | None, Query(description="Only those who came in earlier.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[EntryOfCustomer]:
    """Entries, newest first, each with its way and why its messages went out or did not."""
    with room.state.reading() as tx:
        journeys.kept_journey(tx, name)
        found = journeys.list_entries(tx, journey=name, step=step, before=before, limit=limit)
    return named(room, EntryOfCustomer, found)


@router.post("/{name}/entries", status_code=202, operation_id="requestEntries")
def request_entries(name: str, body: EntryRequest, room: Room, operator: SignedIn, now: Now) -> EntryReceipt:
    """Ask for these customers to enter the journey at its next tick.

    Asking twice is safe: a customer already inside is counted in `already_inside`, not re-entered.
    """
    return ask_in(room, name, body.customer_ids, by=operator.name, now=now)


@router.post("/{name}/backtest", operation_id="backtestJourney", response_model=BacktestResult)
def run_backtest(
    name: str,
    body: BacktestRequest,
    room: Room,
    account: OfAccount,
    now: Now,
    accept: Annotated[str, Header()] = "",
) -> BacktestResult | StreamingResponse:
    """What the journey would have done on recorded history; sends nothing.

    Asked for as `application/x-ndjson`, it tells its progress: lines `{"done": 0.25}`, then `{"result": ...}`.
    """
    journey = _asked_about(room, name, body)
    period = Period(
        instant(body.start, now - DEFAULT_LENGTH, account.time_zone, "from"),
        instant(body.end, now, account.time_zone, "to"),
    )
    if "ndjson" not in accept:
        return backtest(room, journey, period)
    return StreamingResponse(
        told_line_by_line(lambda say: backtest(room, journey, period, on_progress=say)),
        media_type="application/x-ndjson",
    )


def _asked_about(room: Room, name: str, body: BacktestRequest) -> Journey:
    """The document in the request, else the newest one kept."""
    if body.yaml is not None or body.document is not None:
        return check_journey(room, body.text(), file=f"journeys/{name}.yaml")
    with room.state.reading() as tx:
        return read_journey(journeys.kept_journey(tx, name).text)


def _row(tx: Tx, kept: Kept) -> JourneyRow:
    journey = read_journey(kept.text)
    return JourneyRow(
        name=kept.name,
        title=journey.title,
        titles=dict(titles_of(kept)),
        version=kept.version,
        trigger=journey_document(journey)["entry"],
        steps=len(journey.steps),
        saved_at=kept.saved_at,
        state=journeys.journey_state(tx, kept.name),
        counts=journeys.journey_report(tx, kept.name),
    )


def _shown(room: Room, name: str) -> JourneyShown:
    with room.state.reading() as tx:
        kept = journeys.kept_journey(tx, name)
        state = journeys.journey_state(tx, name)
    journey = read_journey(kept.text)
    return JourneyShown(
        name=name,
        title=journey.title,
        titles=dict(titles_of(kept)),
        description=journey.description,
        descriptions=dict(every_word_of(journeys.KIND, name, journey.description)),
        version=kept.version,
        yaml=kept.text,
        document=journey_document(journey),
        state=state,
    )


def _document(text: str) -> dict[str, Any] | None:
    """The document as plain values, where at least its shape can be read."""
    try:
        return journey_document(read_journey(text))
    except Refusal:
        return None


def _step_problem(problem: Problem, text: str) -> StepProblem:
    return StepProblem(
        code=problem.code,
        what=problem.what,
        where=problem.where,
        next_step=problem.next_step,
        step=step_at(problem.where, text),
    )

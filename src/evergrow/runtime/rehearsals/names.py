"""Look whether what a rehearsal names is there: a slip in a name would let "must not come" hold for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.folders import Document
from evergrow.definitions.rehearsals import Expected, Rehearsal
from evergrow.deliver.guards import SUPPRESSIONS
from evergrow.engage.consent import CONFIRMATION
from evergrow.kernel import Problem


def unknown_names(rehearsal: Rehearsal, file: str, documents: Sequence[Document]) -> Iterator[Problem]:
    """A problem for every message, reason and journey that a rehearsal names and nobody defined."""
    messages = {CONFIRMATION, *(one.name for one in documents if one.kind == "message")}
    for wanted in (*rehearsal.expected, *rehearsal.forbidden):
        place = f"{file}:{wanted.line}"
        if wanted.message is not None and wanted.message not in messages:
            yield _unknown("message", wanted.message, messages, place)
        reason = wanted.reason if isinstance(wanted, Expected) else None
        if reason is not None and reason not in SUPPRESSIONS:
            yield _unknown("reason", reason, SUPPRESSIONS, place)
    journeys = {one.name for one in documents if one.kind == "journey"}
    for name in rehearsal.journeys:
        if name not in journeys:
            yield _unknown("journey", name, journeys, f"{file}  journeys")


def _unknown(kind: str, name: str, known: Collection[str], where: str) -> Problem:
    return Problem(
        code=f"rehearsal.unknown_{kind}",
        what=f"No {kind} is named '{name}'.{did_you_mean(name, known)}",
        where=where,
        next_step=f"Name one of {', '.join(sorted(known))}." if known else "",
    )

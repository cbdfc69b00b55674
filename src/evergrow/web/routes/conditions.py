"""Conditions while they are written: what one says in words, or what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.conditions import (
    condition_of,
    event_problems_of,
    problems_of,
    read_condition,
    tree_of,
)
from evergrow.kernel import Problem, Refusal
from evergrow.runtime import known_to_segments, words_for
from evergrow.web.problems import ProblemPoint
from evergrow.web.routes.segments import Sentence
from evergrow.web.site import Room

router = APIRouter(prefix="/conditions", tags=["segments"])


class ConditionText(BaseModel):
    """A condition as text or as a builder's JSON, about customers or about the fields of one event (`where`)."""

    text: Annotated[str, Field(max_length=20_000)] = ""
    tree: dict[str, Any] | None = None
    of: Literal["customer", "event"] = "customer"


class ConditionRead(BaseModel):
    """The condition in words, as text and as JSON; all three are null where it cannot be read."""

    problems: list[ProblemPoint]
    sentence: Sentence | None
    text: str | None
    tree: dict[str, Any] | None


@router.post("/read", operation_id="readCondition")
def read(body: ConditionText, room: Room) -> ConditionRead:
    """Say a condition in words; nothing is kept."""
    try:
        condition = read_condition(body.text) if body.tree is None else condition_of(body.tree)
    except Refusal as refusal:
        return ConditionRead(problems=_points(refusal.problems), sentence=None, text=None, tree=None)
    if body.of == "event":
        problems = event_problems_of(condition)
    else:
        with room.state.reading() as tx:
            problems = problems_of(condition, known_to_segments(room, tx))
    with room.state.reading() as tx:
        said = Sentence(**words_for(tx)(condition))
    return ConditionRead(
        problems=_points(problems), sentence=said, text=str(condition), tree=tree_of(condition)
    )


def _points(problems: tuple[Problem, ...] | list[Problem]) -> list[ProblemPoint]:
    return [
        ProblemPoint(code=one.code, what=one.what, where=one.where, next_step=one.next_step)
        for one in problems
    ]

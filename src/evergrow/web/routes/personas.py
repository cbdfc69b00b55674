"""Personas: who the customers are by what they do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from evergrow.measure.customers import CustomerPage
from evergrow.measure.metrics import Measured
from evergrow.measure.personas import PersonaId, PersonasReport, persona_customers
from evergrow.runtime.storyteller import Story, tell_story
from evergrow.web.answering import answer, kept_at
from evergrow.web.asking import Question
from evergrow.web.asking_personas import PersonasAsked
from evergrow.web.behind import CutAsked, customers_behind
from evergrow.web.reports import personas_of
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/personas", tags=["personas"])


class StoryRequest(BaseModel):
    """Which persona, and in which language."""

    persona: PersonaId
    language: Literal["en", "ja"] = "en"


Of = Annotated[PersonaId, Query(description="The persona.")]


@router.get("", operation_id="getPersonas", response_model=PersonasReport)
def report(request: Request, site: Here, asked: Question, told: PersonasAsked, now: Now) -> Response:
    """Who the customers are by all that they had done until the period's end: a card for each persona."""

    def compute() -> PersonasReport:
        return personas_of(site.workspace, asked.period, now, asked.segment, told)

    return answer(site, request, PersonasReport, compute)


@router.post("/story", operation_id="tellPersona")
def story(
    body: StoryRequest, request: Request, site: Here, asked: Question, told: PersonasAsked, now: Now
) -> Story:
    """Have the connected storyteller put a persona's figures into words. A text with any other number is discarded."""

    def compute() -> PersonasReport:
        return personas_of(site.workspace, asked.period, now, asked.segment, told)

    found = kept_at(site, request, request.url.path.removesuffix("/story"), PersonasReport, compute)
    return tell_story(site.workspace, found, body.persona, body.language)


@router.get("/customers", operation_id="listPersonaCustomers", response_model=CustomerPage)
def customers(
    request: Request,
    site: Here,
    asked: Question,
    told: PersonasAsked,
    cut: CutAsked,
    now: Now,
    persona: Of,
) -> Response:
    """The customers of a persona; of a persona of organizations, their members."""
    end = asked.period.end

    def among(source: Measured) -> Any:
        return persona_customers(source, persona, end, now=now, asking=told)

    return customers_behind(request, site, cut, among, segment=asked.segment, at=end, now=now)

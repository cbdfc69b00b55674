"""Personas: who the customers are by what they do."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from evergrow.measure.customers import CustomerPage, Wanted, customer_page
from evergrow.measure.personas import PersonaId, PersonasReport, persona_customers
from evergrow.runtime.storyteller import Story, tell_story
from evergrow.web.answering import answer, kept_at
from evergrow.web.asking import Question
from evergrow.web.asking_personas import PersonasAsked
from evergrow.web.reports import members_in, personas_of
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/personas", tags=["personas"])
Sort = Literal["last_seen_at", "first_seen_at", "orders", "revenue", "name"]


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
    now: Now,
    persona: Of,
    sort: Sort = "last_seen_at",
    order_by: Literal["asc", "desc"] = "desc",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> Response:
    """The customers of a persona; of a persona of organizations, their members."""

    def compute() -> CustomerPage:
        room = site.workspace
        source = room.measured().narrowed(members_in(room, asked.segment, asked.period.end, now))
        found = persona_customers(source, persona, asked.period.end, now=now, asking=told)
        wanted = Wanted(among=found)
        return customer_page(
            room.measured(),
            room.map,
            wanted,
            now=now,
            sort=sort,
            order=order_by,
            offset=offset,
            limit=limit,
        )

    return answer(site, request, CustomerPage, compute)

"""What to offer beside what, to whom, and what it is worth."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from evergrow.measure.recommendations import (
    BoughtTogetherReport,
    EvaluationReport,
    Rules,
    bought_together,
    evaluate,
)
from evergrow.measure.segments import members
from evergrow.runtime import recommending
from evergrow.runtime.recommending import Recommended
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_reports import LeastConfidence, LeastSupport
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/recommendations", tags=["recommendations"])


class ModelShown(BaseModel):
    """The model that recommendations are served from. `learned_at` is null where there is none, and `unavailable` says why.

    `has_later` tells whether anything came in since: it counts for customers at once, for what is near to what at the next
    time that the model is made.
    """

    learned_at: datetime | None
    unavailable: str | None
    customers: int
    products: int
    interests: int
    orders: int
    has_later: bool


def _rules(
    count: Annotated[int, Query(description="At most so many products, 1 to 100.")] = 4,
    category: Annotated[str | None, Query(description="Only products of this category.")] = None,
    in_stock: Annotated[
        bool, Query(description="Only what the catalogue has in stock, or says nothing of.")
    ] = True,
    bought: Annotated[
        bool, Query(description="Whether what the customer bought may be offered again.")
    ] = False,
    popular: Annotated[bool, Query(description="Whether popular products fill up what is left.")] = True,
) -> Rules:
    return Rules(
        count=count, category=category or None, in_stock=in_stock, has_bought=bought, has_popular=popular
    )


Asked = Annotated[Rules, Depends(_rules)]


@router.get("/bought-together", operation_id="getBoughtTogether", response_model=BoughtTogetherReport)
def together(
    request: Request,
    site: Here,
    asked: Question,
    now: Now,
    support: LeastSupport = 0.002,
    confidence: LeastConfidence = 0.1,
) -> Response:
    """Which products lie together in the period's orders, by rules with support, confidence and lift."""
    room = site.workspace

    def compute() -> BoughtTogetherReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return bought_together(
            source, asked.period, now=now, support=support, confidence=confidence, segment=keys
        )

    return answer(site, request, BoughtTogetherReport, compute)


@router.get("/evaluation", operation_id="evaluateRecommendations", response_model=EvaluationReport)
def evaluation(request: Request, site: Here, asked: Question, now: Now) -> Response:
    """What lists learned before the period had held of what customers turned to in it, beside popular products."""
    room = site.workspace

    def compute() -> EvaluationReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return evaluate(source, asked.period, now=now, segment=keys)

    return answer(site, request, EvaluationReport, compute)


@router.get("/customers/{customer_id}", operation_id="recommendToCustomer")
def to_customer(customer_id: str, room: Room, rules: Asked, now: Now) -> Recommended:
    """What to offer to a customer, by what they are interested in at this moment, then what is popular."""
    return recommending.for_customer(room, customer_id, rules, now=now)


@router.get("/cart", operation_id="recommendBesideCart")
def beside_cart(
    room: Room,
    rules: Asked,
    item: Annotated[list[str], Query(description="A product in the cart; may be repeated.")],
) -> Recommended:
    """What others bought in one order with these products, then what is near to them, then what is popular."""
    return recommending.for_cart(room, item, rules)


@router.get("/popular", operation_id="recommendPopular")
def what_is_popular(room: Room, rules: Asked) -> Recommended:
    """What most customers are interested in lately."""
    return recommending.popular(room, rules)


@router.get("/model", operation_id="getRecommendationsModel")
def model(room: Room) -> ModelShown:
    """From what recommendations are served."""
    return _model(room, recommending.NO_MODEL)


@router.post("/model", operation_id="learnRecommendations")
def learn(room: Room, now: Now) -> ModelShown:
    """Make the model anew now. It is made once a day by itself."""
    reason = recommending.learn_now(room, now)
    return _model(room, reason)


def _model(room: Room, reason: str | None) -> ModelShown:
    known = recommending.learned(room)
    if known is None:
        return ModelShown(
            learned_at=None,
            unavailable=reason,
            customers=0,
            products=0,
            interests=0,
            orders=0,
            has_later=False,
        )
    return ModelShown(
        learned_at=known["learned_at"].replace(tzinfo=UTC),
        unavailable=None,
        has_later=room.taken_position() > known["position"],
        **{name: known[name] for name in ("customers", "products", "interests", "orders")},
    )

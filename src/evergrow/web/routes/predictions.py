"""What customers will do, as it was foretold last, and by which reasons."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from evergrow.kernel import MICROS
from evergrow.measure.predictions import ModelKey
from evergrow.record import customers
from evergrow.runtime.predictions import (
    CustomersAbove,
    ForetoldOf,
    KeptPredictions,
    customers_above,
    foretold_of,
    kept_predictions,
    refresh_predictions,
)
from evergrow.web.access import SignedIn
from evergrow.web.as_csv import csv_of
from evergrow.web.site import Here, Now, Room

router = APIRouter(tags=["predictions"])
MOST_SKIPPED: Final = 1_000_000
_HEADS: Final = ("customer_id", "name", "probability", "expected_value", "reason_1", "reason_2", "reason_3")


@router.get("/predictions", operation_id="getPredictions")
def kept(room: Room) -> KeptPredictions:
    """Every model as it was fitted last, at night or when asked to; how good it was, and whom it names first."""
    return kept_predictions(room)


@router.post("/predictions/refresh", operation_id="refreshPredictions")
def refresh(site: Here, operator: SignedIn, now: Now) -> KeptPredictions:
    """Fit every model now and score everybody. Segments that ask for probabilities follow."""
    refresh_predictions(site.workspace, now)
    site.answers.forget()
    return kept_predictions(site.workspace)


@router.get("/predictions/{model}/customers", operation_id="listForetold")
def above(
    model: ModelKey,
    room: Room,
    percent: Annotated[int, Query(ge=0, le=100, description="With at least this probability.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 50,
    offset: Annotated[int, Query(ge=0, le=MOST_SKIPPED)] = 0,
) -> CustomersAbove:
    """Customers by probability, the likeliest first, each with the three strongest reasons.

    Customers alike get the same probability: among them stand first those of whom most is expected, then those seen last.
    """
    return customers_above(room, model, percent=percent, most=limit, skipped=offset)


@router.get(
    "/predictions/{model}/export",
    operation_id="exportForetold",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def export(
    model: ModelKey,
    room: Room,
    percent: Annotated[int, Query(ge=0, le=100, description="With at least this probability.")] = 0,
) -> StreamingResponse:
    """All of these customers as CSV, in the same order."""
    found = customers_above(room, model, percent=percent, most=MOST_SKIPPED, skipped=0)
    rows = [
        [
            row.customer_id,
            row.name,
            round(row.probability, 6),
            None if row.value_micros is None else row.value_micros / MICROS,
            *(reason.text for reason in row.reasons),
        ]
        for row in found.rows
    ]
    return csv_of(f"predictions-{model}", _HEADS, rows)


@router.get("/customers/{customer_id}/predictions", operation_id="getForetoldOf")
def of_customer(customer_id: str, room: Room) -> list[ForetoldOf]:
    """What was foretold of one customer: probabilities with their reasons, and the expected value."""
    keys = customers.identity_keys(room.warehouse, customer_id)
    return foretold_of(room, keys[0])

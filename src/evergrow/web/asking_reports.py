"""What single reports are asked with, at their own address and at `/api/reports/NAME`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from evergrow.measure.attribution import By, Model
from evergrow.measure.metrics import Every
from evergrow.measure.predictions import ModelKey

SlicesText = Annotated[Literal["month", "week"], Query(alias="by", description="The slices of the trend.")]
HorizonDays = Annotated[int, Query(description="How many days to look ahead, 1 to 3,650.")]
RenewalsText = Annotated[
    Every | None, Query(description="How often a customer can buy; purchases come at any time when left out.")
]
ConversionText = Annotated[str, Query(description="The event that visits are given credit for.")]
LookedBackDays = Annotated[int, Query(description="How long before a conversion a visit may lie, 1 to 365.")]
CreditedText = Annotated[By, Query(description="What credit is given to.")]
ModelText = Annotated[Model, Query(description="By which one cost and return are computed.")]
ForetoldText = Annotated[ModelKey | None, Query(description="Only this model; all when left out.")]
TierText = Annotated[
    str | None,
    Query(description="The stage that `tier` foretells; the highest paying one when left out."),
]
LeastSupport = Annotated[float, Query(description="In at least this share of the orders.")]
LeastConfidence = Annotated[
    float, Query(description="Of the orders with the first products, at least this share has the other.")
]

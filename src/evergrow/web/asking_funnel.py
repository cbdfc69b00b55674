"""What a funnel is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from evergrow.measure.funnels import Funnel, read_funnel
from evergrow.web.reports import SHOP_FUNNEL

StepTexts = Annotated[
    list[str] | None,
    Query(
        alias="step",
        description="2 to 12, in order: an event, or `'event' where (condition)`. From viewing a product to ordering when left out.",
        examples=[["Product Viewed", "'Order Completed' where (revenue >= 50)"]],
    ),
]
WindowText = Annotated[
    str, Query(description="From the first step to the last at most: `14 days`, `2 hours`, `30 minutes`.")
]
OrderText = Annotated[
    Literal["sequence", "any"], Query(description="`sequence`: the steps count in this order only.")
]
HoldText = Annotated[
    str | None, Query(description="A field that all events of a way must agree in: `properties.product_id`.")
]
WithoutTexts = Annotated[
    list[str] | None,
    Query(description="What drops out who does it on the way: an event, if need be `... between 2 and 3`."),
]
ByText = Annotated[
    str | None,
    Query(description="`trait.KEY`, `source`, `first_product`, `stage`, `segment:NAME` or `rfm:ID`."),
]


@dataclass(frozen=True)
class AskedFunnel:
    """A funnel, and what its customers are told apart by."""

    funnel: Funnel
    by: str | None


def funnel_asked(
    step: StepTexts = None,
    window: WindowText = "30 days",
    order: OrderText = "sequence",
    hold: HoldText = None,
    without: WithoutTexts = None,
    by: ByText = None,
) -> AskedFunnel:
    """The funnel that the address describes."""
    funnel = read_funnel(
        step or SHOP_FUNNEL,
        window=window,
        is_ordered=order == "sequence",
        hold=hold or None,
        without=without or (),
    )
    return AskedFunnel(funnel, by or None)


FunnelAsked = Annotated[AskedFunnel, Depends(funnel_asked)]

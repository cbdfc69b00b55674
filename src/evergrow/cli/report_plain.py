"""The commands of the reports that a period and a segment say all about."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from evergrow.cli.report_asking import Query, asks


class Slices(StrEnum):
    """How long the slices of a trend are."""

    month = "month"
    week = "week"


@asks("lifecycle")
def lifecycle() -> Query:
    """The stages, the moves between them against the period before, and where the most value leaks."""
    return {}


@asks("rfm")
def rfm() -> Query:
    """Recency, frequency and monetary value: the ten segments, and who moved between them."""
    return {}


@asks("retention")
def retention(
    by: Annotated[Slices | None, typer.Option(help="The slices of the trend; months when left out.")] = None,
) -> Query:
    """How many customers stayed, what they bought, and what a customer is worth."""
    return {"by": by and by.value}


@asks("customers", takes_segment=False)
def customers() -> Query:
    """Who the customers are at the period's end, and the best of them."""
    return {}

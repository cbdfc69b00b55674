"""Whose personas are asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query

from evergrow.measure.personas import Asking
from evergrow.web.reports import personas_asked

ProductText = Annotated[
    str | None, Query(description="Only what was done about this product: its id, sku or name.")
]
CategoryText = Annotated[str | None, Query(description="Only what was done about products of this category.")]
ByWhom = Annotated[
    Literal["customer", "account"],
    Query(description="`account`: of organizations, whose events are those of their members."),
]
TraitText = Annotated[
    str | None,
    Query(
        description="The trait that names a customer's organization; the `groupId` of `group` calls when left out."
    ),
]


def asked_personas(
    product: ProductText = None,
    category: CategoryText = None,
    by: ByWhom = "customer",
    account_trait: TraitText = None,
) -> Asking:
    """The question that the address describes."""
    return personas_asked(product, category, is_by_account=by == "account", account_trait=account_trait)


PersonasAsked = Annotated[Asking, Depends(asked_personas)]

"""The neighbors that are served: by what customers are interested in together, and by factors, added up.

Both are scaled so that the nearest of a product add up to 1, on the average, and count alike. Each knows what the other does not:
pairs tell what goes with just this product, factors what is alike though hardly anybody looked at both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evergrow.measure.recommendations.factors import Fit, alike
from evergrow.measure.recommendations.neighborhood import (
    Interests,
    Neighborhood,
    Shape,
    neighborhood,
    of_matrix,
)

if TYPE_CHECKING:
    from scipy import sparse

KEPT: Final = 60
"""Neighbors of a product that are kept to be served; each is looked up for every product of a customer."""


def nearest(
    given: Interests, *, kept: int = KEPT, shape: Shape | None = None, fit: Fit | None = None
) -> Neighborhood:
    """So many neighbors of each product. Where there is too little to find factors, those that pairs tell of alone.

    Args:
        given: Who is interested in what.
        kept: So many of each.
        shape: Of what pairs tell.
        fit: Of the factors.
    """
    near = neighborhood(given, shape or Shape(most=kept))
    found = alike(given, kept, fit)
    if found is None:
        return near
    return of_matrix(_scaled(near) + _scaled(found), kept)


def _scaled(near: Neighborhood) -> sparse.csr_array:
    """So that the neighbors of a product that has any add up to 1, on the average."""
    total = float(near.near.sum(dtype=np.float64))
    return near.matrix() * (np.count_nonzero(np.diff(near.starts)) / max(total, 1e-300))

"""Recommending: the model made anew by schedule, kept at hand to be served, with the catalogue over it."""

from evergrow.runtime.recommending.learn import Learning, is_due, learn_now, learned, learner
from evergrow.runtime.recommending.serve import (
    FIELDS,
    NO_MODEL,
    Liked,
    Recommended,
    for_cart,
    for_customer,
    popular,
    recommended_to,
    shelf_of,
)
from evergrow.runtime.recommending.told import import_catalogue

__all__ = [
    "FIELDS",
    "NO_MODEL",
    "Learning",
    "Liked",
    "Recommended",
    "for_cart",
    "for_customer",
    "import_catalogue",
    "is_due",
    "learn_now",
    "learned",
    "learner",
    "popular",
    "recommended_to",
    "shelf_of",
]

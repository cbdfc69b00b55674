"""Recommending: the model made anew by schedule, kept at hand to be served, with the catalogue over it."""

from evergrow.runtime.recommending.learn import Learner, is_due, learn_now, learned
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
    "Learner",
    "Liked",
    "Recommended",
    "for_cart",
    "for_customer",
    "import_catalogue",
    "is_due",
    "learn_now",
    "learned",
    "popular",
    "recommended_to",
    "shelf_of",
]

"""The catalogue: what there is to sell, product by product, as somebody's file told it."""

from evergrow.record.catalogue.keep import catalogue_known, catalogue_of, catalogue_page, keep_catalogue
from evergrow.record.catalogue.spec import (
    CatalogueKept,
    CatalogueKnown,
    CataloguePage,
    CatalogueProduct,
    UnreadableRow,
)
from evergrow.record.catalogue.tables import catalogue

__all__ = [
    "CatalogueKept",
    "CatalogueKnown",
    "CataloguePage",
    "CatalogueProduct",
    "UnreadableRow",
    "catalogue",
    "catalogue_known",
    "catalogue_of",
    "catalogue_page",
    "keep_catalogue",
]

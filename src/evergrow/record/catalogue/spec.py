"""What is said of the catalogue that was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class UnreadableRow:
    """A row that was set aside. `line` is the file's, the header being the first."""

    line: int
    what: str


@dataclass(frozen=True, kw_only=True)
class CatalogueKept:
    """What came of a file: rows_read = kept + repeated + unreadable. `replaced` of those kept were known before.

    `repeated` rows name a product that a later row of the file names again; `unreadable` has the first of them.
    """

    rows_read: int
    kept: int
    replaced: int
    repeated: int
    unreadable_rows: int
    unreadable: list[UnreadableRow]


@dataclass(frozen=True, kw_only=True)
class CatalogueProduct:
    """A product as the file told it."""

    product_id: str
    name: str
    category: str | None
    price_micros: int | None
    currency: str | None
    image: str | None
    url: str | None
    is_in_stock: bool
    kept_at: datetime


@dataclass(frozen=True, kw_only=True)
class CatalogueKnown:
    """All that is known of the catalogue, in numbers, and its categories by name."""

    products: int
    in_stock: int
    without_image: int
    newest_at: datetime | None
    categories: list[str]


@dataclass(frozen=True, kw_only=True)
class CataloguePage:
    """Part of the catalogue, by name; `total` counts all that match."""

    total: int
    known: CatalogueKnown
    rows: list[CatalogueProduct]

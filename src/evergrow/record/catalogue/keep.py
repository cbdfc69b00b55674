"""Keep the catalogue, and tell it again.

Holds   one row for each product: the last one told. So a file may be imported twice, and a corrected one sets right what
        it names; a product that a file leaves out stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import bindparam, case, delete, func, insert, or_, select

from evergrow.record.catalogue.spec import (
    CatalogueKept,
    CatalogueKnown,
    CataloguePage,
    CatalogueProduct,
    UnreadableRow,
)
from evergrow.record.catalogue.tables import catalogue
from evergrow.storage.state import Tx

_TOLD: Final = ("product_id", "name", "category", "price_micros", "currency", "image", "url", "is_in_stock")
_MOST_CATEGORIES: Final = 500


def keep_catalogue(
    tx: Tx,
    rows: pa.Table,
    *,
    now: datetime,
    unreadable: Sequence[UnreadableRow] = (),
    unreadable_rows: int = 0,
) -> CatalogueKept:
    """Keep these products; what was told of the same ones before gives way.

    Args:
        tx: The transaction.
        rows: `product_id`, `name`, `category`, `price_micros`, `currency`, `image`, `url` (each null where not told) and
            `is_in_stock`. Of rows that name the same product, the last one counts.
        now: When they were told.
        unreadable: The first of the file's rows that could not be read, for the answer.
        unreadable_rows: How many there were.
    """
    last = {row["product_id"]: row for row in rows.select(list(_TOLD)).to_pylist()}
    replaced = 0
    if last:
        same = catalogue.c.product_id == bindparam("the_product")
        replaced = tx.run(delete(catalogue).where(same), [{"the_product": product} for product in last])
        tx.run(insert(catalogue), [row | {"kept_at": now} for row in last.values()])
    return CatalogueKept(
        rows_read=rows.num_rows + unreadable_rows,
        kept=len(last),
        replaced=max(replaced, 0),
        repeated=rows.num_rows - len(last),
        unreadable_rows=unreadable_rows,
        unreadable=list(unreadable),
    )


def catalogue_of(tx: Tx) -> pa.Table:
    """All products, in the columns of `keep_catalogue`."""
    found = tx.rows(select(*(catalogue.c[name] for name in _TOLD)).order_by(catalogue.c.product_id))
    return pa.Table.from_pylist([dict(row) for row in found], TOLD)


def catalogue_known(tx: Tx) -> CatalogueKnown:
    """What is known, in numbers."""
    c = catalogue.c
    counts = tx.rows(
        select(
            func.count().label("products"),
            func.sum(case((c.is_in_stock, 1), else_=0)).label("in_stock"),
            func.sum(case((c.image.is_(None), 1), else_=0)).label("without_image"),
            func.max(c.kept_at).label("newest_at"),
        )
    )[0]
    named = select(c.category).where(c.category.is_not(None)).distinct().order_by(c.category)
    return CatalogueKnown(
        products=counts["products"],
        in_stock=int(counts["in_stock"] or 0),
        without_image=int(counts["without_image"] or 0),
        newest_at=counts["newest_at"],
        categories=[row["category"] for row in tx.rows(named.limit(_MOST_CATEGORIES))],
    )


def catalogue_page(tx: Tx, *, q: str = "", offset: int = 0, limit: int = 50) -> CataloguePage:
    """Part of the list: products whose id, name or category holds `q`, by name."""
    c = catalogue.c
    wanted: Any = or_(
        *(column.icontains(q, autoescape=True) for column in (c.product_id, c.name, c.category))
    )
    listed, counted = select(catalogue), select(func.count()).select_from(catalogue)
    if q:
        listed, counted = listed.where(wanted), counted.where(wanted)
    rows = tx.rows(listed.order_by(c.name, c.product_id).offset(offset).limit(limit))
    return CataloguePage(
        total=int(tx.scalar(counted) or 0),
        known=catalogue_known(tx),
        rows=[CatalogueProduct(**dict(row)) for row in rows],
    )


TOLD: Final = pa.schema(
    [
        ("product_id", pa.string()),
        ("name", pa.string()),
        ("category", pa.string()),
        ("price_micros", pa.int64()),
        ("currency", pa.string()),
        ("image", pa.string()),
        ("url", pa.string()),
        ("is_in_stock", pa.bool_()),
    ]
)

"""Read a file of products: id, name, category, price, image, address, whether it is in stock.

Holds   every row ends among the products or among the unreadable ones, with its line and why: a product more is of use
        whatever the others say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.told import MOST_ROWS, told_by
from evergrow.ingest.files.values import Habits, amount, count_habits
from evergrow.kernel import LARGEST_MICROS, Problem, Refusal, refuse
from evergrow.storage.warehouse import Scratch

LONGEST_ID: Final = 200
LONGEST_NAME: Final = 500
LONGEST_URL: Final = 2_000
_SHOWN: Final = 20
_COLUMNS: Final = ("product_id", "name", "category", "price", "currency", "image", "url", "in_stock")
_IN: Final = (
    "true yes y ja oui 1 in instock instock available instocknow lieferbar auflager vorrätig 在庫あり あり 有"
)
_OUT: Final = (
    "false no n nein non 0 out outofstock outofstocknow unavailable soldout discontinued nichtlieferbar ausverkauft "
    "在庫なし なし 無 売り切れ 品切れ"
)


@dataclass(frozen=True)
class CatalogueRows:
    """`products` has `product_id`, `name`, `category`, `price_micros`, `currency`, `image`, `url`, `is_in_stock`.

    `unreadable` are the first of the rows that could not be read, as (line, what is wrong); there are `unreadable_rows`.
    """

    products: pa.Table
    unreadable: list[tuple[int, str]]
    unreadable_rows: int


def read_catalogue(path: Path, filename: str, options: ImportOptions) -> CatalogueRows:
    """What the file tells of products. A product that says nothing of its stock is in stock.

    Args:
        path: A CSV, NDJSON or Parquet file.
        filename: What its owner calls it.
        options: `currency` is that of prices that name none.

    Raises:
        Refusal: the file cannot be read, lacks the id's column or rows, has lines that are no rows, is too large, or has no
            row that can be read (`catalogue.unreadable`).
    """
    too_many = refuse(
        "catalogue.too_many_rows",
        f"A catalogue has at most {MOST_ROWS:,} products.",
        where="file",
        next_step="Leave out what is no longer sold, or import the file in parts.",
    )
    with told_by(path, filename, options, _COLUMNS, too_many) as told:
        if told.broken:  # they would shift the numbers of all lines below
            raise Refusal(*(_broken(filename, line) for line in told.broken[:_SHOWN]), status=422)
        read = _typed(told.db, told.rows, options)
    is_bad = pc.call_function("is_valid", [read["problem"]])
    bad, good = read.filter(is_bad), read.filter(pc.call_function("invert", [is_bad]))
    unreadable = [(row["line"] + 1, row["problem"]) for row in bad.slice(0, _SHOWN).to_pylist()]
    if not good.num_rows:
        raise Refusal(*(_unreadable(filename, *one) for one in unreadable), status=422)
    return CatalogueRows(good.drop_columns(["line", "problem"]), unreadable, bad.num_rows)


def _typed(db: Scratch, rows: pa.Table, options: ImportOptions) -> pa.Table:
    """The rows as they read, and what is wrong with each (null: nothing)."""
    habits = Habits()
    db.bind("told", rows)
    count_habits(habits, db, "told", amounts=["price"], date=None)
    currency = "nullif(upper(currency), '')"
    if options.currency:
        currency = f"coalesce({currency}, '{options.currency}')"
    stock = "regexp_replace(lower(in_stock), '[^\\p{L}\\p{N}.-]', '', 'g')"
    most = LARGEST_MICROS // 1_000_000
    return db.fetch(f"""
with read as (
    select *, {amount("price", habits.style(options))} as amount, {currency} as money,
        case when in_stock = '' or list_contains({_IN.split()}, {stock}) then true
            when list_contains({_OUT.split()}, {stock}) then false
            else try_cast({stock} as double) > 0 end as stocked
    from told
)
select line, product_id, case when name = '' then product_id else name end as name, nullif(category, '') as category,
    cast(case when abs(amount) <= {most} then amount * 1000000 end as bigint) as price_micros,
    case when price <> '' then money end as currency, nullif(image, '') as image, nullif(url, '') as url,
    stocked as is_in_stock,
    case when product_id = '' then 'The product''s id is missing.'
        when length(product_id) > {LONGEST_ID} then 'The product''s id is longer than {LONGEST_ID} letters.'
        when length(name) > {LONGEST_NAME} then 'The name is longer than {LONGEST_NAME} letters.'
        when length(category) > {LONGEST_ID} then 'The name of the category is longer than {LONGEST_ID} letters.'
        when price <> '' and (amount is null or abs(amount) > {most}) then '''' || price || ''' is not a price.'
        when amount < 0 then 'The price is below 0.'
        when price <> '' and money is not null and not regexp_full_match(money, '[A-Z]{{3}}')
            then '''' || currency || ''' is no currency.'
        when image <> '' and not regexp_matches(image, '^https?://') or length(image) > {LONGEST_URL}
            then 'The image is no address of the web.'
        when url <> '' and not regexp_matches(url, '^https?://') or length(url) > {LONGEST_URL}
            then 'The link is no address of the web.'
        when stocked is null then '''' || in_stock || ''' does not say whether it is in stock.'
    end as problem
from read order by line
""")


def _broken(filename: str, line: str) -> Problem:
    return Problem(
        code="catalogue.unreadable",
        what=f"'{line[:80]}' has another number of columns.",
        where=filename,
        next_step="Correct the row and import the file again; nothing was taken from it.",
    )


def _unreadable(filename: str, line: int, what: str) -> Problem:
    return Problem(
        code="catalogue.unreadable",
        what=what,
        where=f"{filename}:{line}",
        next_step="Correct the rows and import the file again; nothing was taken from it.",
    )

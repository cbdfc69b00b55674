"""What there is to sell: files of it, and what they told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from evergrow.ingest import files
from evergrow.record.catalogue import CatalogueKept, CataloguePage, catalogue_page
from evergrow.runtime.recommending import import_catalogue
from evergrow.web.imported import FILE, Filename, Mapping, pairs
from evergrow.web.site import Here, Now, OfAccount, Room

router = APIRouter(prefix="/catalogue", tags=["recommendations"])
_LARGEST_FILE = 512 * 1024 * 1024


@router.post("", operation_id="importCatalogue", openapi_extra=FILE)
async def take(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    filename: Filename,
    mapping: Mapping = None,
    currency: Annotated[
        str | None, Query(description="Of prices that name none; the account's when left out.")
    ] = None,
) -> CatalogueKept:
    """Keep what the file says of products: product_id, name, category, price, currency, image, url, in_stock.

    A product replaces the one of the same id, so a file may be sent twice. Rows that cannot be read are set aside and told.
    """
    options = files.ImportOptions(
        kind="catalogue", mapping=pairs(mapping), currency=currency or account.currency
    )
    path = await site.uploads.keep(request.stream(), largest_bytes=_LARGEST_FILE)
    try:
        return await run_in_threadpool(
            lambda: import_catalogue(site.workspace, path, filename, options, now=now)
        )
    finally:
        path.unlink(missing_ok=True)


@router.get("", operation_id="getCatalogue")
def known(
    room: Room,
    q: Annotated[str, Query(max_length=200, description="In the id, the name or the category.")] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CataloguePage:
    """Products by name, and what is known in numbers."""
    with room.state.reading() as tx:
        return catalogue_page(tx, q=q, offset=offset, limit=limit)

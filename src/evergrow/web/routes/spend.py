"""What was spent to bring customers in: files of it, and what they told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from evergrow.ingest import files
from evergrow.record.spend import SpendKept, SpendKnown, keep_spend, spend_known
from evergrow.runtime import Workspace
from evergrow.web.imported import FILE, Dates, Filename, Mapping, pairs
from evergrow.web.site import Here, OfAccount, Room

router = APIRouter(prefix="/spend", tags=["attribution"])
_LARGEST_FILE = 256 * 1024 * 1024


@router.post("", operation_id="importSpend", openapi_extra=FILE)
async def take(
    request: Request,
    site: Here,
    account: OfAccount,
    filename: Filename,
    mapping: Mapping = None,
    currency: Annotated[
        str | None, Query(description="Of amounts that name none; the account's when left out.")
    ] = None,
    dates: Dates = None,
) -> SpendKept:
    """Keep what the file (day, channel, campaign, amount, currency) says was spent. All of it is taken, or nothing.

    An entry of the same day, channel, campaign and currency replaces the one before, so a file may be sent twice.
    """
    options = files.ImportOptions(
        kind="spend",
        mapping=pairs(mapping),
        currency=currency or account.currency,
        date_order=dates,
    )
    path = await site.uploads.keep(request.stream(), largest_bytes=_LARGEST_FILE)
    try:
        kept = await run_in_threadpool(_kept, site.workspace, path, filename, options)
    finally:
        path.unlink(missing_ok=True)
    site.answers.forget()
    return kept


@router.get("", operation_id="getSpend")
def known(room: Room) -> list[SpendKnown]:
    """What is known of spend, by channel and currency."""
    with room.state.reading() as tx:
        return spend_known(tx)


def _kept(room: Workspace, path: Path, filename: str, options: files.ImportOptions) -> SpendKept:
    rows = files.read_spend(path, filename, options)
    with room.state.transaction() as tx:
        return keep_spend(tx, rows)

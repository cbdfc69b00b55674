"""What is shown in a frame: mails as they were written, apart from the page around them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from evergrow.kernel import refuse
from evergrow.web.frames import HEADERS
from evergrow.web.site import Here

router = APIRouter(prefix="/frames", tags=["messages"])


@router.get("/{key}", operation_id="showFrame", response_class=HTMLResponse)
def show(key: str, site: Here) -> HTMLResponse:
    """A page that a preview gave the address of; the newest ones are kept."""
    found = site.frames.find(key)
    if found is None:
        raise refuse(
            "frame.gone", "This preview is no longer kept.", next_step="Open the preview again.", status=404
        )
    return HTMLResponse(found, headers=HEADERS)

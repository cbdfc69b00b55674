"""RFM at one date beside another."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.rfm import RfmReport, rfm
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import DEFAULT_LENGTH, InstantText, SegmentText, instant
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(tags=["rfm"])


@router.get("/rfm", operation_id="getRfm", response_model=RfmReport)
def report(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    as_of: InstantText = None,
    versus: InstantText = None,
    segment: SegmentText = "all",
) -> Response:
    """The grid, the ten segments and the moves between the two dates; 28 days apart when left out."""
    room, zone = site.workspace, account.time_zone
    date = instant(as_of, now, zone, "as_of")
    earlier = instant(versus, date - DEFAULT_LENGTH, zone, "versus")

    def compute() -> RfmReport:
        source = room.measured()
        keys = members(source, room.map, segment, min(date, now), world=room.world(), now=now)
        return rfm(source, date, earlier, now=now, segment=keys)

    return answer(site, request, RfmReport, compute)

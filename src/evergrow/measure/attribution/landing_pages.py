"""Landing pages as the report shows them: those that lose more visitors than the others first."""

from __future__ import annotations

from typing import Any, Final

from evergrow.measure.attribution.spec import LandingPage
from evergrow.measure.metrics import SMALL_SAMPLE, Figure, share_of

SHOWN: Final = 50
_NONE: Final = "No visit of this period began on a page."


def landing_pages(rows: list[dict[str, Any]]) -> tuple[Figure, list[LandingPage]]:
    """The bounce rate of all visits, and the pages; `rows` as `landings` answers.

    A page is leaky where the lower end of its rate's interval lies above the rate of all visits. Those come first, by
    how many visitors they lose beyond that rate; then the others by visits.
    """
    if not rows:
        return share_of("bounce_rate", 0, 0, empty=_NONE), []
    whole = share_of("bounce_rate", rows[0]["all_bounces"], rows[0]["all_visits"])
    usual = whole.value or 0.0
    pages = [_page(row, usual) for row in rows]
    lost = {page.page: page.visits * ((page.bounce.value or 0) - usual) for page in pages}
    pages.sort(key=lambda page: (not page.is_leaky, -lost[page.page] if page.is_leaky else -page.visits))
    return whole, pages[:SHOWN]


def _page(row: dict[str, Any], usual: float) -> LandingPage:
    bounce = share_of("bounce_rate", row["bounces"], row["visits"])
    is_leaky = row["visits"] >= SMALL_SAMPLE and (bounce.low or 0) > usual
    return LandingPage(page=row["page"], visits=row["visits"], bounce=bounce, is_leaky=is_leaky)

"""The schemas of saved reports and of boards."""

from __future__ import annotations

from evergrow.definitions.boards import MOST_TILES, SHOWN, WIDEST
from evergrow.definitions.reports import MOST_ASKED, PAGES
from evergrow.definitions.schemas.pieces import OWN_NAME, TEXT, Schema, listed, mapping, told


def report_schema() -> Schema:
    """A saved report."""
    ask: Schema = {
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean"]},
        "propertyNames": {"pattern": "^[a-z][a-z_]{0,39}$"},
        "maxProperties": MOST_ASKED,
        "description": "The parameters of the page's address: period, segment and its own.",
    }
    return mapping(
        {
            "report": OWN_NAME,
            "title": TEXT,
            "description": TEXT,
            "page": {"enum": list(PAGES), "description": "Which page of the dashboard."},
            "ask": ask,
        },
        ["report", "page"],
        about="A saved report: a page with the question it was left with.",
    )


def board_schema() -> Schema:
    """A board of one's own."""
    tile = mapping(
        {
            "report": told(OWN_NAME, "The saved report."),
            "show": {"enum": list(SHOWN), "description": "A figure with its trend, a chart or a table."},
            "of": told(TEXT, "Which of the report's figures; its first when left out."),
            "title": told(TEXT, "The tile's own title; the report's when left out."),
            "width": {
                "type": "number",
                "minimum": 1,
                "maximum": WIDEST,
                "description": "Quarters of the page.",
            },
        },
        ["report"],
    )
    return mapping(
        {"board": OWN_NAME, "title": TEXT, "tiles": listed(tile, maxItems=MOST_TILES)},
        ["board", "tiles"],
        about="A board: tiles of saved reports, in order.",
    )

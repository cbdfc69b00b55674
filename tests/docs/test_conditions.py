"""The conditions that the how-to page shows can be read, and ask for nothing that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from evergrow.definitions.conditions import Known, problems_of, read_condition
from evergrow.definitions.segments import read_segment
from evergrow.kernel import Refusal

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "segments.md").read_text("utf-8")
KNOWN = Known(
    metrics=("orders", "seen", "known"), stages=("retention",), rfm=("champion",), segments=("staff",)
)
FRAGMENTS = {
    "any event",
    "sum of revenue of ...",
    "average of",
    "highest",
    "lowest",
    "revenue",
    "time since first ...",
}
"""Words that the page names and that are no conditions."""


def test_the_document_on_the_page_is_a_segment() -> None:
    (document,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert read_segment(document, known=KNOWN).name == "big-spenders"


def test_every_condition_in_the_table_can_be_read() -> None:
    rows = re.findall(r"^\| [^|]+ \| (.*) \|$", PAGE, re.M)
    conditions = {text for row in rows for text in re.findall(r"`([^`]+)`", row)} - FRAGMENTS
    assert len(conditions) > 20
    for text in conditions:
        try:
            assert problems_of(read_condition(text), KNOWN) == [], text
        except Refusal as refusal:
            raise AssertionError(text) from refusal

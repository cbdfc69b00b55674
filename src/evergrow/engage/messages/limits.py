"""How much one template may be, do and write."""

from __future__ import annotations

from typing import Final

LARGEST_TEMPLATE: Final = 400_000
"""Characters, after MJML became HTML; what an author writes is at most 150,000."""

LARGEST_OUTPUT: Final = 1_000_000
LARGEST_VALUE: Final = 200_000
"""Characters of a text, or items of a list, that a filter may make."""

LARGEST_NUMBER: Final = 1e15
LONGEST_MARK: Final = 5_000
"""Characters between {{ and }}, or {% and %}."""

MOST_MARKS: Final = 5_000
MOST_RAW: Final = 20
LONGEST_LOOP: Final = 1_000
BUDGET: Final = 1_000_000
"""Work of one rendering: a unit is about one character looked at. Some 200 ms at most."""


class OverBudget(Exception):
    """A template asked for more than it may. The text ends a sentence that begins with "The template was stopped:"."""

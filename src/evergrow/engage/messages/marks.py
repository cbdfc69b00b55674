"""Look over the marks of a template before the lexer does."""

from __future__ import annotations

import re
from typing import Final

from evergrow.engage.messages.limits import LONGEST_MARK, MOST_MARKS, MOST_RAW
from evergrow.kernel import refuse

_OPENING: Final = re.compile(r"\{\{|\{%")
_RAW: Final = re.compile(r"\{%-?\s*raw")


def check_marks(source: str) -> None:
    """Refuse marks that are left open. The lexer looks for the end of each in all the rest: 70,000 took minutes.

    Raises:
        Refusal: `message.template_unreadable`.
    """
    if len(_OPENING.findall(source)) > MOST_MARKS or len(_RAW.findall(source)) > MOST_RAW:
        raise refuse(
            "message.template_too_large",
            f"The template has more than {MOST_MARKS} marks, or more than {MOST_RAW} raw blocks.",
            next_step="Loop over what repeats.",
            status=422,
        )
    after = 0
    while (found := _OPENING.search(source, after)) is not None:
        closing = "}}" if found[0] == "{{" else "%}"
        end = source.find(closing, found.end(), found.end() + LONGEST_MARK)
        following = _OPENING.search(source, found.end(), max(end, found.end()))
        if end < 0 or following:
            raise refuse(
                "message.template_unreadable",
                f"Cannot read the template: '{found[0]}' has no '{closing}'.",
                where=f"line {source.count(chr(10), 0, found.start()) + 1}",
                next_step=f"Close it, within {LONGEST_MARK} characters.",
                status=422,
            )
        after = end + 2

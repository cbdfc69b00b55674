"""The HTML of a mail, worked out once for all who get it: what stands, what is filled in, which links are tracked.

`finish_html` looks through the whole text of each mail. Nearly all of it is the same, so that is done here once, on
the template with marks for what Liquid writes, and a mail only fills the gaps.

Holds   a planned mail is the text that `finish_html` makes of the rendered one, or the plan gives up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any, Final

from evergrow.engage.messages.finish import (
    LINK,
    Shows,
    end_of_body,
    ending_of,
    kind_of_url,
    tracked,
    with_language,
    with_links,
)
from evergrow.engage.messages.pieces import Pieced
from evergrow.engage.messages.sandbox import Interrupted, Template
from evergrow.engage.messages.spec import Brand, Links

_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_TAG: Final = re.compile(r"<[A-Za-z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_BREAKING: Final = re.compile(r"[<>\"']")


class GivenUp(Exception):
    """What Liquid wrote does not fit the plan: a piece of a tag, or the end of the body."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What Liquid writes into a hole. `is_in_tag`: it stands in an element's attribute."""

    hole: int
    is_in_tag: bool

    def text(self, filled: Sequence[str], links: Links) -> str:
        text = filled[self.hole]
        if self.is_in_tag:
            if _BREAKING.search(text):
                raise GivenUp
            return text
        if "<" not in text:
            return text
        if text.rfind("<") > text.rfind(">") or "</body" in text.lower() or 'lang="und"' in text:
            raise GivenUp
        return with_links(text, links)


@dataclass(frozen=True, slots=True)
class _Link:
    """A link that is the same for everybody, but for its signature."""

    quoted: str
    url: str

    def text(self, filled: Sequence[str], links: Links) -> str:
        del filled
        return self.quoted if links.click is None else f'"{escape(links.click(self.url))}"'


@dataclass(frozen=True, slots=True)
class _LinkOf:
    """A link of which Liquid writes a part. `parts` are texts and holes."""

    parts: tuple[str | int, ...]

    def text(self, filled: Sequence[str], links: Links) -> str:
        texts = [part if isinstance(part, str) else filled[part] for part in self.parts]
        if any(
            _BREAKING.search(text) for text, part in zip(texts, self.parts, strict=True) if text is not part
        ):
            raise GivenUp
        return tracked("".join(texts), links)


class _Ending:
    """The footer and the pixel."""


_Fill = _Written | _Link | _LinkOf | _Ending


@dataclass(frozen=True)
class Plan:
    """`fixed` texts and what is filled in between: one more of the first than of the second."""

    template: Template
    language: str
    fixed: tuple[str, ...]
    fills: tuple[tuple[_Fill, ...], ...]

    def write(
        self, values: dict[str, Any], links: Links, brand: Brand, shows: Shows
    ) -> tuple[Pieced, list[str]]:
        """The mail's HTML, and the paths of the values it missed.

        Raises:
            GivenUp: this one is to be written the long way.
            FAILURES: as `Template.render`.
        """
        try:
            filled, missing = self.template.fill(values)
        except Interrupted:
            raise GivenUp from None
        pieces = [self.fixed[0]]
        for fills, fixed in zip(self.fills, self.fixed[1:], strict=True):
            if len(fills) == 1:
                pieces.append(self._text(fills[0], filled, links, brand, shows))
            else:
                pieces.append("".join(self._text(fill, filled, links, brand, shows) for fill in fills))
            pieces.append(fixed)
        return Pieced(pieces), missing

    def _text(self, fill: _Fill, filled: Sequence[str], links: Links, brand: Brand, shows: Shows) -> str:
        if isinstance(fill, _Ending):
            return ending_of(links, brand, self.language, shows)
        return fill.text(filled, links)


@lru_cache(maxsize=500)
def plan_of(template: Template, language: str) -> Plan | None:
    """The plan of a mail's HTML in a language; None where the template cannot have one."""
    marked, number = "", 0
    for node in template.nodes:
        if isinstance(node, str):
            if "\ue000" in node or "\ue001" in node:
                return None
            marked += node
        else:
            marked += f"\ue000{number}\ue001"
            number += 1
    marked = with_language(marked, language)
    return _laid_out(template, language, marked, _places(marked))


def _places(marked: str) -> dict[tuple[int, int], _Fill]:
    """What is filled in, by where it stands in the marked text."""
    places: dict[tuple[int, int], _Fill] = {}
    linked: set[int] = set()
    for found in LINK.finditer(marked):
        holes = _MARK.findall(found[2])
        linked |= {int(hole) for hole in holes}
        url = unescape(found[2][1:-1]).strip()
        if holes:
            places[found.span(2)] = _LinkOf(_split(found[2]))
        elif kind_of_url(url) != (True, False):
            places[found.span(2)] = _Link(found[2], url)
    in_tags = {int(hole) for tag in _TAG.finditer(marked) for hole in _MARK.findall(tag[0])}
    for found in _MARK.finditer(marked):
        hole = int(found[1])
        if hole not in linked:
            places[found.span()] = _Written(hole, hole in in_tags)
    at = end_of_body(marked)
    places[at, at] = _Ending()
    return places


def _split(quoted: str) -> tuple[str | int, ...]:
    parts = _MARK.split(quoted)
    return tuple(int(part) if number % 2 else part for number, part in enumerate(parts))


def _laid_out(
    template: Template, language: str, marked: str, places: Mapping[tuple[int, int], _Fill]
) -> Plan:
    fixed, fills, after = [""], list[tuple[_Fill, ...]](), 0
    for (start, end), fill in sorted(places.items(), key=lambda place: place[0]):
        between = marked[after:start]
        if isinstance(fill, _Link) and not kind_of_url(fill.url)[0]:
            fixed[-1] += f'{between}"#"'
        elif not between and fills and not fixed[-1]:
            fills[-1] = (*fills[-1], fill)
        else:
            fixed[-1] += between
            fills.append((fill,))
            fixed.append("")
        after = end
    fixed[-1] += marked[after:]
    return Plan(template, language, tuple(fixed), tuple(fills))

"""The plain text of an HTML mail: paragraphs, lists, and links with their addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"style", "script", "head", "title", "noscript"})
_BLOCKS: Final = frozenset(
    "p div table tr ul ol h1 h2 h3 h4 h5 h6 blockquote section article header footer hr".split()
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_GAPS: Final = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._hidden: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_hidden = "display:none" in (values.get("style") or "").replace(" ", "")
        if (self._hidden or is_hidden) and tag not in ("br", "img", "hr", "meta", "input"):
            self._hidden.append(tag)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "a":
            self._links.append((values.get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a" and self._links:
            href, start = self._links.pop()
            shown = "".join(self.pieces[start:]).strip()
            if href and not href.startswith("#") and href.removeprefix("mailto:") != shown:
                self.pieces.append(f" ({href})" if shown else href)

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._hidden:
            self.pieces.append(_SPACES.sub(" ", data))


def plain_of(html: str) -> str:
    """The text of the HTML. What is hidden, such as a preheader, is not in it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.pieces).split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip() + "\n"

"""A mail as it is written, MJML or HTML, made into Liquid templates of HTML and of plain text. Once a template.

MJML is compiled before Liquid runs, so that ten thousand mails cost one compilation. Liquid's marks are taken
out before and put back after, because `{% if a < b %}` is no XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import mrml

from evergrow.definitions.documents import did_you_mean
from evergrow.engage.messages.marks import check_marks
from evergrow.engage.messages.plain import plain_of
from evergrow.kernel import Problem, Refusal, refuse

_MARK: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_PLACE: Final = re.compile(r"LQ(\d{5})X")
_TAG: Final = re.compile(r"<(/?)(mj[a-z-]*|mjml)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_STRUCTURE: Final = frozenset(
    "mjml mj-body mj-wrapper mj-section mj-column mj-group mj-hero mj-social mj-navbar mj-accordion mj-carousel".split()
)
_CONTENT: Final = frozenset(
    "mj-text mj-button mj-table mj-raw mj-style mj-title mj-preview mj-social-element mj-navbar-link "
    "mj-accordion-element mj-accordion-title mj-accordion-text".split()
)
_EMPTY: Final = frozenset(
    "mj-head mj-image mj-divider mj-spacer mj-attributes mj-all mj-class mj-font mj-breakpoint "
    "mj-carousel-image mj-html-attributes mj-selector mj-html-attribute".split()
)
_BODY: Final = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_HTML_TAG: Final = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_ACTIVE: Final = re.compile(r"<(script|iframe|object|embed|form|base)\b", re.IGNORECASE)
_HANDLER: Final = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
_STYLED: Final = re.compile(r"<style\b(?:(?!</style).)*LQ\d{5}X", re.IGNORECASE | re.DOTALL)
_OPTIONS: Final = mrml.RenderOptions(fonts={})  # MJML's own list makes every reader ask a font server
_HIDDEN: Final = "display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all"


@dataclass(frozen=True)
class MailTemplate:
    """Liquid of a mail's two parts."""

    html: str
    text: str


@lru_cache(maxsize=200)
def mail_template(source: str, preheader: str, *, is_mjml: bool) -> MailTemplate:
    """The templates of a mail's body.

    Raises:
        Refusal: `message.mjml_unreadable`, `message.unknown_element`, `message.template_unreadable`.
    """
    check_marks(source)
    marks: list[str] = []

    def aside(found: re.Match[str]) -> str:
        marks.append(found[0])
        return f"LQ{len(marks) - 1:05d}X"

    def back(text: str) -> str:
        return _PLACE.sub(lambda found: marks[int(found[1])], text)

    bare = _MARK.sub(aside, source)
    html = html_of(bare, marks) if is_mjml else _whole(bare)
    _check_safe(bare)
    text = plain_of(html)
    if preheader:
        html = _BODY.sub(lambda found: f'{found[0]}<div style="{_HIDDEN}">{preheader}</div>', html, count=1)
    return MailTemplate(html=back(html), text=back(text))


def html_of(source: str, marks: list[str]) -> str:
    """MJML, its Liquid taken out, as HTML. Tags of Liquid between elements are kept where they stand."""
    problems = _unknown_elements(source)
    if problems:
        raise Refusal(*problems, status=422)
    try:
        return mrml.to_html(_raw_between(source, marks), None, _OPTIONS).content
    except (OSError, ValueError) as error:
        raise Refusal(
            Problem(
                code="message.mjml_unreadable",
                what=f"Cannot read the MJML: {_said(error, source)}.",
                next_step="Close every element; write & as &amp; outside of Liquid.",
            ),
            status=422,
        ) from None


def _check_safe(source: str) -> None:
    """Refuse what would let a customer's value become code where the mail is shown on a page."""
    for tag in _HTML_TAG.finditer(source):
        bare = _QUOTED.sub('""', tag[0])
        if _PLACE.search(bare):
            raise _unsafe(
                source, tag, "A value stands in an element without quotes.", 'Write href="{{ ... }}".'
            )
        if _HANDLER.search(bare):
            raise _unsafe(
                source, tag, "A mail can hold no scripts.", "Remove the attribute that begins with 'on'."
            )
    if found := _ACTIVE.search(source):
        raise _unsafe(
            source, found, "A mail can hold no scripts, frames or forms.", "Link to a page instead."
        )
    if found := _STYLED.search(source):
        raise _unsafe(
            source,
            found,
            "A value stands in a style sheet.",
            "Put it into a style attribute, or write it out.",
        )


def _unsafe(source: str, found: re.Match[str], what: str, next_step: str) -> Refusal:
    line = source.count("\n", 0, found.start()) + 1
    return refuse("message.unsafe_html", what, where=f"line {line}", next_step=next_step, status=422)


def _whole(source: str) -> str:
    return source if _BODY.search(source) else f"<!doctype html><html><body>{source}</body></html>"


def _unknown_elements(source: str) -> list[Problem]:
    known = (*_STRUCTURE, *_CONTENT, *_EMPTY)
    problems = []
    for found in re.finditer(r"<(mj-[A-Za-z-]+|mjml)\b", source):
        if found[1] == "mj-include":
            what, hint = "A message includes no files.", "Write the parts into the message."
        elif found[1] not in known:
            what, hint = f"MJML has no element '{found[1]}'.{did_you_mean(found[1], known)}", ""
        else:
            continue
        line = source.count("\n", 0, found.start()) + 1
        problems.append(
            Problem(code="message.unknown_element", what=what, where=f"line {line}", next_step=hint)
        )
    return problems


def _raw_between(source: str, marks: list[str]) -> str:
    """Put marks that stand between elements into mj-raw: elsewhere MJML drops what is no element."""
    pieces: list[str] = []
    open_tags: list[str] = []
    after = 0
    for found in _TAG.finditer(source):
        pieces.append(_between(source[after : found.start()], open_tags))
        closes, name, _, closes_itself = found.groups()
        if closes and name in open_tags:
            while open_tags.pop() != name:
                pass
        elif not closes and not closes_itself:
            open_tags.append(name)
        pieces.append(found[0])
        after = found.end()
    return "".join([*pieces, source[after:]])


def _between(text: str, open_tags: list[str]) -> str:
    if not open_tags or open_tags[-1] not in _STRUCTURE or open_tags[-1] == "mjml":
        return text
    return _PLACE.sub(r"<mj-raw>\g<0></mj-raw>", text)


def _said(error: Exception, source: str) -> str:
    text = str(error).replace(" in root template", "")
    place = re.search(r" at position (\d+)(:\d+)?", text)
    if place is None:
        return text
    start = len(source.encode()[: int(place[1])].decode(errors="ignore"))
    return f"{text[: place.start()]} in line {source.count(chr(10), 0, start) + 1}"

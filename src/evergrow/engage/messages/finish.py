"""The last touches on a mail that was rendered: tracked links, the open pixel, and the way out of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

from evergrow.engage.messages.spec import Brand, Links

LINK: Final = re.compile(r"(<a\b[^<>]*?\shref\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_BODY_ENDS: Final = re.compile(r"</body>", re.IGNORECASE)
_PLAIN_LINK: Final = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_GAPS: Final = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_GOOD: Final = frozenset({"http", "https", "mailto", "tel", "sms"})
_WORDS: Final = {
    "en": ("Unsubscribe", "Preferences"),
    "ja": ("配信停止", "受信設定"),
    "ko": ("수신 거부", "수신 설정"),
    "fr": ("Se désabonner", "Préférences"),
    "pl": ("Wypisz się", "Preferencje"),
}
_FOOTER: Final = (
    '<div style="padding:24px 16px;text-align:center;font:12px/1.5 Helvetica,Arial,sans-serif;color:#6b7280">'
    "{who}{links}</div>"
)
_ANCHOR: Final = '<a href="{url}" style="color:#6b7280">{word}</a>'


@dataclass(frozen=True, kw_only=True)
class Shows:
    """What a mail's own text shows already. What it lacks is added at its end."""

    way_out: bool = False
    postal_address: bool = False


def finish_html(html: str, links: Links, brand: Brand, language: str, shows: Shows) -> str:
    """HTML with the customer's own links, a footer where it needs one, and the pixel."""
    html = with_language(with_links(html, links), language)
    ending = ending_of(links, brand, language, shows)
    if not ending:
        return html
    at = end_of_body(html)
    return html[:at] + ending + html[at:]


def with_links(html: str, links: Links) -> str:
    """The HTML with its links tracked, and those that lead to code taken away."""
    return LINK.sub(lambda found: found[1] + tracked(found[2], links), html)


def tracked(quoted: str, links: Links) -> str:
    """The target of a link, in its quotes, as the customer gets it."""
    url = unescape(quoted[1:-1]).strip()
    is_good, is_web = kind_of_url(url)
    if not is_good:
        return '"#"'
    is_own = url in (links.unsubscribe_url, links.preferences_url, links.view_url)
    return quoted if links.click is None or is_own or not is_web else f'"{escape(links.click(url))}"'


def with_language(html: str, language: str) -> str:
    """MJML leaves the language open."""
    return html.replace('lang="und"', f'lang="{escape(language)}"', 1)


def ending_of(links: Links, brand: Brand, language: str, shows: Shows) -> str:
    """What stands before the end of the body: a footer where it needs one, and the pixel."""
    ending = _html_footer(links, brand, language, shows) if links.unsubscribe_url else ""
    if links.pixel_url:
        ending += f'<img src="{escape(links.pixel_url)}" width="1" height="1" alt="" style="display:block">'
    return ending


def end_of_body(html: str) -> int:
    """Where the body ends; the end of all where nothing says so."""
    at = html.rfind("</body>")
    return at if at >= 0 else max((found.start() for found in _BODY_ENDS.finditer(html)), default=len(html))


def finish_text(text: str, links: Links, brand: Brand, language: str, shows: Shows) -> str:
    """Plain text with tracked links, and a footer where it needs one."""
    text = tracked_text(_GAPS.sub("\n\n", text).strip("\n") + "\n", links)
    lines = [_who(brand, shows)]
    if links.unsubscribe_url and not shows.way_out:
        lines += [f"{word}: {url}" for word, url in _ways_out(links, language)]
    said = "\n".join(filter(None, lines)) if links.unsubscribe_url else ""
    return f"{text.rstrip()}\n\n-- \n{said}\n" if said else text


def tracked_text(text: str, links: Links) -> str:
    """Plain text with its addresses tracked, but for the customer's own."""
    click = links.click
    if click is None or "://" not in text:
        return text
    own = (links.unsubscribe_url, links.preferences_url, links.view_url)
    return _PLAIN_LINK.sub(lambda found: found[0] if found[0] in own else _clicked(found[0], click), text)


def tracked_url(url: str, links: Links) -> str:
    """The address that a push or a notice leads to, tracked where it is one of the web."""
    return links.click(url) if links.click is not None and kind_of_url(url)[1] else url


def _html_footer(links: Links, brand: Brand, language: str, shows: Shows) -> str:
    who, ways = escape(_who(brand, shows)), _ways_out(links, language)
    anchors = [] if shows.way_out else [_ANCHOR.format(url=escape(url), word=word) for word, url in ways]
    if not who and not anchors:
        return ""
    return _FOOTER.format(who=f"{who}<br>" if who and anchors else who, links=" · ".join(anchors))


def _who(brand: Brand, shows: Shows) -> str:
    """Who writes and from where; nothing where the text says so itself."""
    if shows.postal_address or (shows.way_out and not brand.postal_address):
        return ""
    return ", ".join(filter(None, (brand.name, brand.postal_address)))


def _ways_out(links: Links, language: str) -> list[tuple[str, str]]:
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    urls = (links.unsubscribe_url, links.preferences_url)
    return [(word, url) for word, url in zip(words, urls, strict=True) if url]


def _clicked(url: str, click: object) -> str:
    trailing = url[len(url.rstrip(".,;:!?")) :]
    bare = url[: len(url) - len(trailing)]
    return f"{click(bare)}{trailing}"  # type: ignore[operator]


def kind_of_url(url: str) -> tuple[bool, bool]:
    """Whether the address may stand in a mail, and whether it is one of the web, that clicks can be tracked of."""
    try:
        scheme = urlsplit(re.sub(r"[\x00-\x20]", "", url)).scheme.lower()
    except ValueError:
        return False, False
    return not scheme or scheme in _GOOD, scheme in ("http", "https")

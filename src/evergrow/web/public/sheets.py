"""Small pages for customers: readable by everybody, without a script, a cookie or anything from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.responses import HTMLResponse

from evergrow.engage.consent import Choice
from evergrow.web.public.words import CHANNELS, WORDS

_PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} · {brand}</title><style>
:root {{ color-scheme: light dark; --ink: #17211b; --soft: #56635b; --line: #d5ddd8; --page: #f6f8f7; --sheet: #fff; --go: #1b6b4d; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8eeea; --soft: #a3b0a8; --line: #35403a; --page: #111613; --sheet: #1a211d; --go: #2f9a6f; }} }}
body {{ margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }}
main {{ max-width: 34rem; margin: 8vh auto; padding: 2rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }}
h1 {{ font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; }} p {{ margin: .5rem 0; color: var(--soft); }}
fieldset {{ border: 0; padding: 0; margin: 1.25rem 0; }} legend {{ position: absolute; left: -999em; }}
label {{ display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; padding: .75rem 0; border-top: 1px solid var(--line); cursor: pointer; }}
label small {{ grid-column: 2; color: var(--soft); }} input[type=checkbox] {{ width: 1.25rem; height: 1.25rem; margin: .15rem 0 0; accent-color: var(--go); }}
button {{ font: inherit; font-weight: 600; padding: .65rem 1.25rem; border-radius: 8px; border: 1px solid var(--go); background: var(--go); color: #fff; cursor: pointer; }}
button.second {{ background: none; color: var(--ink); border-color: var(--line); }} :focus-visible {{ outline: 3px solid var(--go); outline-offset: 2px; }}
.row {{ display: flex; flex-wrap: wrap; gap: .75rem; }} a {{ color: inherit; }} [role=status] {{ color: var(--ink); font-weight: 600; }}
@media (max-width: 38rem) {{ main {{ margin: 0; border: 0; border-radius: 0; min-height: 100vh; box-sizing: border-box; padding: 1.5rem; }} }}
</style></head><body><main>{body}</main></body></html>"""
_HEADERS: Final = {"cache-control": "no-store", "x-robots-tag": "noindex"}


def sheet(language: str, brand: str, title: str, body: str, *, status: int = 200) -> HTMLResponse:
    """A page with this body, which is HTML."""
    page = _PAGE.format(language=language, brand=escape(brand), title=escape(title), body=body)
    return HTMLResponse(page, status_code=status, headers=_HEADERS)


def question(language: str, brand: str, name: str, topic: str) -> HTMLResponse:
    """A page that asks one thing, with one button. `name` is `unsubscribe` or `confirm`."""
    words = WORDS[language]
    ask = words[f"{name}_ask"].format(topic=topic, brand=brand)
    body = (
        f"<h1>{escape(words[name])}</h1><p>{escape(ask)}</p>"
        f'<form method="post"><button>{escape(words[f"{name}_do"])}</button></form>'
    )
    return sheet(language, brand, words[name], body)


def answer(language: str, brand: str, name: str, topic: str, preferences_url: str) -> HTMLResponse:
    """A page that says that it is done. `name` is `unsubscribed` or `confirmed`."""
    words = WORDS[language]
    text = words[f"{name}_text"].format(topic=topic, brand=brand)
    body = (
        f'<h1 role="status">{escape(words[name])}</h1><p>{escape(text)}</p>'
        f'<p><a href="{escape(preferences_url)}">{escape(words["change"])}</a></p>'
    )
    return sheet(language, brand, words[name], body)


def invalid(language: str, brand: str) -> HTMLResponse:
    """A page for a link that was cut off or made up."""
    words = WORDS[language]
    body = f"<h1>{escape(words['invalid'])}</h1><p>{escape(words['invalid_text'])}</p>"
    return sheet(language, brand, words["invalid"], body, status=404)


def preferences(language: str, brand: str, choices: list[Choice], *, is_saved: bool) -> HTMLResponse:
    """The page on which a customer ticks what to hear about."""
    words = WORDS[language]
    said = f'<p role="status">{escape(words["saved"])}</p>' if is_saved else ""
    text = words["preferences_text"].format(brand=brand)
    rows = "".join(_row(language, choice, is_alone=_is_alone(choice, choices)) for choice in choices)
    form = (
        f'<form method="post"><fieldset><legend>{escape(words["preferences"])}</legend>{rows}</fieldset>'
        f'<div class="row"><button>{escape(words["save"])}</button>'
        f'<button class="second" name="none" value="1">{escape(words["none"])}</button></div></form>'
        if choices
        else f"<p>{escape(words['nothing'])}</p>"
    )
    body = f"<h1>{escape(words['preferences'])}</h1>{said}<p>{escape(text)}</p>{form}"
    return sheet(language, brand, words["preferences"], body)


def _row(language: str, choice: Choice, *, is_alone: bool) -> str:
    by = "" if is_alone else f" ({CHANNELS[language].get(choice.channel, choice.channel)})"
    checked = " checked" if choice.is_granted or choice.is_pending else ""
    notes = [choice.text, WORDS[language]["pending"] if choice.is_pending else ""]
    small = "".join(f"<small>{escape(note)}</small>" for note in notes if note)
    value = escape(f"{choice.topic}/{choice.channel}")
    return f'<label><input type="checkbox" name="choice" value="{value}"{checked}> <span>{escape(choice.title + by)}</span>{small}</label>'


def _is_alone(choice: Choice, choices: list[Choice]) -> bool:
    return choice.channel == "email" and sum(other.topic == choice.topic for other in choices) == 1

"""Hear what Apprise says of a message: it answers yes or no, and tells its log why.

Never   lets a line of it into the server's own log: it writes addresses with tokens in them.
"""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from typing import Final

from evergrow.deliver.channels.over_http import Answer, by_status
from evergrow.deliver.channels.spec import Outcome

_heard: ContextVar[list[str] | None] = ContextVar("heard", default=None)
_STATUS: Final = re.compile(r"error=(\d{3})")
_NOT_CONNECTED: Final = re.compile(
    r"NewConnectionError|ConnectTimeout|Connection refused|NameResolutionError|getaddrinfo|No route to host"
)
_NOBODY: Final = re.compile(r"target \S+ is invalid")
_SAID: Final = re.compile(r'"ok":\s*false.*?"error":\s*"([a-z_]+)"|"error":\s*"([a-z_]+)".*?"ok":\s*false')
_SLACK: Final = {
    **dict.fromkeys(("channel_not_found", "user_not_found", "is_archived", "not_in_channel"), "bad_address"),
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"),
        "bad_credentials",
    ),
    "ratelimited": "rate_limited",
}
"""Slack answers 200 to everything and says no in words. Source: https://docs.slack.dev/reference/methods/chat.postMessage"""
_TIMED_OUT: Final = re.compile(r"Read timed out|ReadTimeout")


class _Ear(logging.Filter):
    """Keeps what is said for whoever hears, and lets nothing through."""

    def filter(self, record: logging.LogRecord) -> bool:
        heard = _heard.get()
        if heard is not None:
            heard.append(record.getMessage())
        return False


_EAR: Final = _Ear()


def listen_in() -> None:
    """Take Apprise's words from the log to whoever hears them, from now on."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.addFilter(_EAR)
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # it logs paths, and Telegram's hold the token


def hear() -> list[str]:
    """The words of what is sent from now on in this context."""
    words: list[str] = []
    _heard.set(words)
    return words


def said_no(text: str) -> Outcome | None:
    """The no that Slack says with a status of 200; None where it says none."""
    said = _SAID.search(text)
    if said is None:
        return None
    word = said[1] or said[2]
    reason = _SLACK.get(word, "refused")
    return Outcome(
        status="retry" if reason == "rate_limited" else "failed", reason=reason, detail=word, code=word
    )


def judge(words: list[str]) -> Outcome:
    """What a no was about."""
    told = "\n".join(words)
    status = _STATUS.search(told)
    refused = said_no(told) if status and status[1] == "200" else None
    if refused:
        return refused
    if _NOBODY.search(told):
        return Outcome(status="failed", reason="bad_address", detail="It names nobody there.")
    if status:
        detail = next((line for line in words if "error=" in line), "")
        details = [
            line.partition("Response Details:")[2].strip() for line in words if "Response Details:" in line
        ]
        body = " ".join([detail, *details])[:300]
        return by_status(Answer(int(status[1]), b"", {}), detail=body)
    if _NOT_CONNECTED.search(told):
        return Outcome(
            status="retry", reason="unreachable", detail="Not connected: the connection was refused."
        )
    what = "the answer took too long" if _TIMED_OUT.search(told) else "the connection broke"
    return Outcome(status="unknown", reason="unknown", detail=f"No answer came: {what}.")

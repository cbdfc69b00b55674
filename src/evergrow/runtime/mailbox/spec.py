"""A mail as the mailbox shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class MailSummary:
    """A mail in the list. `number` grows with every mail taken in."""

    number: int
    to: str
    sender: str
    subject: str
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class MailShown(MailSummary):
    """A whole mail: its header lines, and its two parts; `html` is empty where it has none."""

    headers: list[tuple[str, str]]
    text: str
    html: str

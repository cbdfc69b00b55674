"""The mails that were taken in, each a file: `mailbox/000042.eml`, the newest 500 of them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Final

from evergrow.kernel import refuse
from evergrow.runtime.mailbox.spec import MailShown, MailSummary
from evergrow.runtime.workspace import Workspace

KEPT: Final = 500
_ENVELOPE: Final = "Delivered-To"


class Mailbox:
    """One folder of mails; it keeps the newest `kept`."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self._folder = folder
        self._kept = kept

    def take(self, recipients: list[str], mail: bytes) -> int:
        """Keep a mail; returns its number."""
        self._folder.mkdir(exist_ok=True)
        number = max(self._numbers(), default=0) + 1
        fresh = self._file(number).with_suffix(".new")
        fresh.write_bytes(f"{_ENVELOPE}: {', '.join(recipients)}\r\n".encode() + mail)
        fresh.replace(self._file(number))
        self._file(number - self._kept).unlink(missing_ok=True)
        return number

    def newest(self, limit: int) -> list[MailSummary]:
        """The mails, newest first."""
        found = sorted(self._numbers(), reverse=True)[:limit]
        return [_summary(self._file(number)) for number in found]

    def count(self) -> int:
        """How many are kept."""
        return len(self._numbers())

    def read(self, number: int) -> MailShown:
        """One mail.

        Raises:
            Refusal: `mailbox.unknown_mail` (404).
        """
        file = self._file(number)
        if not file.exists():
            raise refuse(
                "mailbox.unknown_mail",
                f"There is no mail {number}.",
                where="number",
                next_step=f"Take one from the demo's mailbox; it keeps the newest {self._kept}.",
                status=404,
            )
        return _shown(file)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:06}.eml"

    def _numbers(self) -> list[int]:
        return [int(file.stem) for file in self._folder.glob("*.eml")]


def mailbox_of(workspace: Workspace) -> Mailbox:
    """The demo's mailbox.

    Raises:
        Refusal: `mailbox.none` (404) outside of the demo.
    """
    if not workspace.settings.is_demo:
        raise refuse(
            "mailbox.none",
            "Only the demo has a mailbox of its own.",
            next_step="Look into the mailbox that the test was sent to.",
            status=404,
        )
    return Mailbox(workspace.settings.data / "mailbox")


def _shown(file: Path) -> MailShown:
    mail = _parsed(file)
    return MailShown(
        **vars(_summary(file)),
        headers=[(name, str(value)) for name, value in mail.items() if name != _ENVELOPE],
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""


@lru_cache(maxsize=KEPT)
def _summary(file: Path) -> MailSummary:
    """A file never changes once it is there."""
    mail = _parsed(file)
    return MailSummary(
        number=int(file.stem),
        to=str(mail.get(_ENVELOPE, "")),
        sender=str(mail.get("From", "")),
        subject=str(mail.get("Subject", "")),
        taken_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
    )


def _parsed(file: Path) -> EmailMessage:
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found

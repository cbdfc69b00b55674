"""The demo's mailbox takes mails over real SMTP, shows them, and keeps the newest."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from queue import Queue

import pytest

from evergrow.kernel import Refusal
from evergrow.runtime import Settings, open_workspace
from evergrow.runtime.mailbox import Mailbox, mailbox_of, serve_mailbox

PATIENCE_SECONDS = 120


@contextmanager
def served(box: Mailbox) -> Iterator[int]:
    ports: Queue[int] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=serve_mailbox, args=(box, stop), kwargs={"on_ready": ports.put})
    thread.start()
    try:
        yield ports.get(timeout=PATIENCE_SECONDS)
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def mail(subject: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Shop <hello@shop.example>", "ana@example.com", subject
    made.set_content("Hello\n.a line that begins with a dot\n")
    made.add_alternative("<p>Hello</p>", subtype="html")
    return made


def test_a_mail_is_shown_as_it_was_sent(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox")
    with served(box) as port, smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as smtp:
        smtp.send_message(mail("こんにちは"))
        smtp.send_message(mail("Again"), to_addrs=["ana@example.com", "ben@example.com"])
        assert smtp.docmd("DATA")[0] == 503
    assert [(one.number, one.to, one.subject) for one in box.newest(10)] == [
        (2, "ana@example.com, ben@example.com", "Again"),
        (1, "ana@example.com", "こんにちは"),
    ]
    shown = box.read(1)
    assert shown.text == "Hello\n.a line that begins with a dot\n"
    assert shown.html.strip() == "<p>Hello</p>"
    assert ("From", "Shop <hello@shop.example>") in shown.headers
    with pytest.raises(Refusal, match="There is no mail 7"):
        box.read(7)


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox", kept=3)
    for count in range(5):
        box.take(["ana@example.com"], mail(str(count)).as_bytes())
    assert [one.number for one in box.newest(10)] == [5, 4, 3]


def test_only_the_demo_has_one(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    try:
        with pytest.raises(Refusal, match="Only the demo"):
            mailbox_of(workspace)
    finally:
        workspace.close()

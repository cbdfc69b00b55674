"""The demo's mailbox: a small mail server on this machine whose mails can be looked at and go nowhere."""

from evergrow.runtime.mailbox.box import Mailbox, mailbox_of
from evergrow.runtime.mailbox.serve import serve_mailbox
from evergrow.runtime.mailbox.spec import MailShown, MailSummary

__all__ = ["MailShown", "MailSummary", "Mailbox", "mailbox_of", "serve_mailbox"]

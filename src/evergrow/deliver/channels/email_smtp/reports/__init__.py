"""What becomes of a mail after the server took it: bounce mails, and webhooks of the providers behind the server."""

from evergrow.deliver.channels.email_smtp.reports.bounce_mail import read_bounce_mail
from evergrow.deliver.channels.email_smtp.reports.read import read_reports
from evergrow.deliver.channels.email_smtp.reports.secrets import unfit_secret

__all__ = ["read_bounce_mail", "read_reports", "unfit_secret"]

"""Reports: what providers, bounce mails and customers say back about messages."""

from evergrow.deliver.reports.take import Taken, take_reports

__all__ = ["Taken", "take_reports"]

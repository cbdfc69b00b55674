"""Saved reports: a page of the dashboard with the question it was left with, under a name."""

from evergrow.definitions.reports.read import read_report, write_report
from evergrow.definitions.reports.spec import MOST_ASKED, PAGES, SavedReport

__all__ = ["MOST_ASKED", "PAGES", "SavedReport", "read_report", "write_report"]

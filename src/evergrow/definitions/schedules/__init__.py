"""Schedules: every day, week or month at a time of day, in the account's zone or each customer's own."""

from evergrow.definitions.schedules.read import read_clock, read_length, read_schedule, read_weekday
from evergrow.definitions.schedules.spec import WEEKDAYS, Schedule, occurrences
from evergrow.definitions.schedules.write import clock_text, length_text, schedule_text

__all__ = [
    "WEEKDAYS",
    "Schedule",
    "clock_text",
    "length_text",
    "occurrences",
    "read_clock",
    "read_length",
    "read_schedule",
    "read_weekday",
    "schedule_text",
]

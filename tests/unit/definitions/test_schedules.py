"""Times as people write them, schedules and campaigns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evergrow.definitions.campaigns import read_campaign, write_campaign
from evergrow.definitions.rehearsals import read_rehearsal
from evergrow.definitions.schedules import length_text, occurrences, read_length, read_schedule, schedule_text
from evergrow.kernel import Refusal


@pytest.mark.parametrize(
    ("text", "length", "written"),
    [
        ("1 hour", timedelta(hours=1), "1 hour"),
        ("36 hours", timedelta(hours=36), "1 day and 12 hours"),
        ("14 days", timedelta(days=14), "2 weeks"),
        ("90 minutes", timedelta(minutes=90), "1 hour and 30 minutes"),
    ],
)
def test_a_length_reads_and_writes(text: str, length: timedelta, written: str) -> None:
    assert read_length(text) == length == read_length(length_text(length))
    assert length_text(length) == written


@pytest.mark.parametrize("text", ["", "1", "0 hours", "one hour", "1 fortnight", "9999 days", "-1 hour"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read_length(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every day at 09:00", list(range(1, 32))),
        ("every monday at 09:00", [5, 12, 19, 26]),
        ("every month on 31 at 09:00", [31]),
    ],
)
def test_a_schedule_names_its_days(text: str, days: list[int]) -> None:
    schedule = read_schedule(text)
    start = datetime(2026, 1, 1, tzinfo=UTC)

    found = list(
        occurrences(schedule, "Asia/Tokyo", start - timedelta(hours=9), start + timedelta(days=30, hours=15))
    )

    assert [at.day for at in found] == days  # 09:00 in Tokyo is midnight in UTC
    assert read_schedule(schedule_text(schedule)) == schedule


def test_on_a_month_without_its_day_the_last_one_is_taken() -> None:
    schedule = read_schedule("every month on 31 at 09:00")
    start = datetime(2026, 2, 1, tzinfo=UTC)

    assert [at.day for at in occurrences(schedule, "UTC", start, start + timedelta(days=28))] == [28]


@pytest.mark.parametrize(
    "when",
    [
        "{ now: true }",
        "{ at: 2026-12-01 09:00, local: true }",
        '{ every: week, on: monday, time: "09:00", local: true }',
        '{ every: month, on: 31, time: "09:00" }',
        '{ every: day, time: "09:00" }',
    ],
)
def test_a_campaign_reads_and_writes(when: str) -> None:
    text = f"campaign: spring\nmessage: sale\naudience: in segment 'vip'\nwhen: {when}\n"

    campaign = read_campaign(text)

    assert read_campaign(write_campaign(campaign)) == campaign


@pytest.mark.parametrize("when", ["{}", "{ at: tomorrow }", "{ every: week, on: moonday, time: '09:00' }"])
def test_a_campaign_without_a_time_is_refused(when: str) -> None:
    with pytest.raises(Refusal):
        read_campaign(f"campaign: spring\nmessage: sale\nwhen: {when}\n")


def test_what_is_wrong_with_a_campaigns_day_and_time_is_told_once_each() -> None:
    with pytest.raises(Refusal) as refused:
        read_campaign("campaign: spring\nmessage: sale\nwhen: { every: fortnight }\n")

    told = [(problem.where.split("  ")[1], problem.what) for problem in refused.value.problems]
    assert [where for where, _ in told] == ["when.time", "when.every"]
    assert told[1][1] == "'every fortnight at 00:00' is no schedule."


@pytest.mark.parametrize("when", ["every: monday", "every: week, on: monday", "every: month, on: 1"])
def test_a_day_is_written_as_the_page_says(when: str) -> None:
    read_campaign(f'campaign: spring\nmessage: sale\nwhen: {{ {when}, time: "09:00" }}\n')


def test_a_rehearsal_counts_its_times_from_its_start_in_its_zone() -> None:
    text = """
rehearsal: cart
starts: 2026-03-02 10:00
zone: Asia/Tokyo
customers: { ana: { email: a@b.c, consents: [email.offers] } }
given: [ { at: +90 minutes, customer: ana, event: Seen } ]
expect: [ { at: 2026-03-03 09:00, customer: ana, message: m }, { no_message: any } ]
"""
    rehearsal = read_rehearsal(text)

    assert rehearsal.starts == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert rehearsal.given[0].at == datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
    assert rehearsal.expected[0].at == datetime(2026, 3, 3, 0, tzinfo=UTC)
    assert (rehearsal.actors[0].consents, rehearsal.forbidden[0].message) == (("email.offers",), None)


def test_an_unknown_customer_of_a_rehearsal_is_told_with_who_was_meant() -> None:
    text = "rehearsal: a\nstarts: 2026-03-02 10:00\ncustomers: { anna: {} }\n"
    text += "expect: [ { at: +1 hour, customer: ana, message: m } ]\n"
    with pytest.raises(Refusal, match="Did you mean 'anna'"):
        read_rehearsal(text)

"""Three months of a small shop with every play launched and flaky providers: what must hold holds every day."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from evergrow.definitions.guards import SHIPPED_GUARDS, read_guards
from evergrow.definitions.journeys import SendMessage, read_journey
from evergrow.definitions.plays import shipped_plays
from evergrow.definitions.topics import SHIPPED_TOPICS, read_topics
from evergrow.engage.journeys import JourneyCounts, journey_report
from evergrow.engage.messages import messages
from evergrow.runtime import Settings, open_workspace
from evergrow.testing.mail_server import MailHandler, mail_server_in_thread
from evergrow.testing.providers import FakeGateway
from tests.simulation.three_months import DAYS, Season

GUARDS = read_guards(SHIPPED_GUARDS)
MARKETING = {topic.id for topic in read_topics(SHIPPED_TOPICS).topics if topic.is_marketing}
GUARDED = ("email", "sms")
JOURNEYS = {one.name: read_journey(one.text) for play in shipped_plays() for one in play.journeys}
MESSAGE_STEPS = {
    (name, step.id)
    for name, journey in JOURNEYS.items()
    for step in journey.steps
    if isinstance(step, SendMessage)
}
MOODS = {"accept": 0.7, "busy": 0.15, "drop_421": 0.1, "break_after": 0.05}
"""How the mail server is on a day, and how often."""


@pytest.mark.slow
def test_every_promise_holds_on_every_day_of_three_months(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    handler = MailHandler()
    workspace = open_workspace(Settings(data=tmp_path, public_url="https://grow.example"))
    try:
        season = Season(workspace)
        with mail_server_in_thread(handler) as port, FakeGateway() as gateway:
            season.open(port, f"{gateway.url}/send?key={gateway.key}")
            said = words_of(season)
            with season.sending():
                for _ in range(DAYS):
                    handler.behavior = str(rng.choice(list(MOODS), p=list(MOODS.values())))
                    gateway.conduct = "busy" if rng.random() < 0.2 else "accept"
                    season.next_day()
                    rows = rows_of(season)
                    accounts_add_up(season, rows)
                    nobody_is_written_to_twice(handler, gateway, rows)
                    nobody_who_said_no_is_written_to(said, rows)
                    caps_hold(season, rows)
        enough_has_happened(season)
    finally:
        workspace.close()


def rows_of(season: Season) -> list[Mapping[str, Any]]:
    with season.workspace.state.reading() as tx:
        return [dict(row) for row in tx.rows(select(messages))]


def accounts_add_up(season: Season, rows: list[Mapping[str, Any]]) -> None:
    """Who came to a step left it or is there; who left a message's step has one message, and it is in one standing."""
    made = Counter((row["origin_name"], row["step"]) for row in rows)
    for name, counts in counts_of(season).items():
        assert counts.entries == counts.inside + sum(counts.ended.values()), name
        for step in counts.steps:
            assert 0 <= step.here == step.entered - step.left, (name, step)
            if (name, step.step) in MESSAGE_STEPS:
                cut_off = sum(number for reason, number in step.ended.items() if reason != "finished")
                assert made[name, step.step] == step.left - cut_off, (name, step)
            said = step.messages
            if said is not None:
                ends = said.sent + sum(said.suppressed.values()) + said.waiting + sum(said.failed.values())
                assert said.entries == ends == made[name, step.step], (name, step)


def nobody_is_written_to_twice(
    handler: MailHandler, gateway: FakeGateway, rows: list[Mapping[str, Any]]
) -> None:
    """What the providers took is what is noted as sent, and what broke off after it was taken is noted as unknown."""
    taken = [message_from_bytes(mail.data)["message-id"] for mail in handler.mails]
    assert len(taken) == len(set(taken))
    mails = Counter(row["status"] for row in rows if row["channel"] == "email")
    texts = Counter(row["status"] for row in rows if row["channel"] == "sms")
    assert mails["sent"] <= len(taken) <= mails["sent"] + mails["unknown"]
    assert texts["sent"] <= len(gateway.messages) <= texts["sent"] + texts["unknown"]


def nobody_who_said_no_is_written_to(
    said: Mapping[tuple[str, str], list[tuple[datetime, bool]]], rows: list[Mapping[str, Any]]
) -> None:
    """The last word on offers before a message was handed over is a yes."""
    for row in rows:
        if row["status"] == "sent" and row["topic"] in MARKETING and row["channel"] in GUARDED:
            words = said[row["customer_id"], row["channel"]]
            place = bisect_right(words, (row["sent_at"], True))
            assert place, row
            assert words[place - 1][1], row


def caps_hold(season: Season, rows: list[Mapping[str, Any]]) -> None:
    """In no window did the guards let more messages go to a customer than the caps say."""
    gone: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows:
        at = season.let_go.get(row["message_key"])
        if at is not None and row["topic"] in MARKETING and row["channel"] in GUARDED:
            gone[row["customer_id"]].append((at, row["channel"]))
    for cap in GUARDS.caps:
        for customer, sends in gone.items():
            times = sorted(at for at, channel in sends if cap.channel in ("all", channel))
            for first, last in zip(times, times[cap.at_most :], strict=False):
                assert last - first >= cap.window, (cap, customer, times)


def enough_has_happened(season: Season) -> None:
    """The simulation is about something: people came in everywhere, and most ways a message can end were gone."""
    found = counts_of(season)
    if DAYS >= 91:
        assert not [name for name, counts in found.items() if not counts.entries]
    ends = Counter((row["status"], row["reason"]) for row in rows_of(season))
    assert ends["sent", None] > DAYS, ends
    assert ends["suppressed", "no_consent"] > DAYS // 5, ends


def counts_of(season: Season) -> dict[str, JourneyCounts]:
    with season.workspace.state.reading() as tx:
        return {name: journey_report(tx, name) for name in JOURNEYS}


def words_of(season: Season) -> dict[tuple[str, str], list[tuple[datetime, bool]]]:
    """Every yes and no on offers, by customer and channel, read from the records alone."""
    found: dict[tuple[str, str], list[tuple[datetime, bool]]] = defaultdict(list)
    for row in season.records:
        if row["name"] in ("Subscribed", "Unsubscribed"):
            channel = json.loads(row["properties"])["channel"]
            whose = f"user:{row['user_id']}" if row["user_id"] else f"anon:{row['anonymous_id']}"
            found[whose, channel].append((row["timestamp"], row["name"] == "Subscribed"))
    return found

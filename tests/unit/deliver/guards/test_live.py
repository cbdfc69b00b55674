"""The guards on a real outbox: zones, addresses, consents and earlier messages of merged customers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from evergrow.definitions.store import topics_in_force
from evergrow.deliver.deliveries import DeliveryFilter, find_deliveries
from evergrow.deliver.guards import judge_outbox
from evergrow.engage.consent import suppress
from evergrow.engage.messages import NewMessage, enqueue, message_key, messages
from evergrow.kernel import identity_of, key_of
from evergrow.runtime import Settings, Workspace, judge_messages, open_workspace, save_guards, tick
from evergrow.runtime.sending import guards_of
from evergrow.runtime.slices import facts_of
from evergrow.testing import call, entry_of, identify

NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)  # midnight in Tokyo
AGREES = {"channel": "email", "topic": "offers", "wording": "Yes"}
GUARDS = """
caps: [ { channel: email, at_most: 1, in_days: 7 } ]
quiet_hours: { from: "21:00", to: "08:00" }
throttle: { email: 2 }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(Settings(data=tmp_path))
    save_guards(workspace, GUARDS, by="t", now=NIGHT)
    before = NIGHT - timedelta(days=30)
    calls = [
        call("track", before, device="phone", event="Seen", properties={}),
        identify(before, user="aiko", device="phone", email="aiko@a.example", time_zone="Asia/Tokyo"),
        identify(before, user="ben", email="ben@b.example"),
        identify(before, user="cleo"),
        identify(before, user="dan", email="dan@d.example"),
        *(call("track", before, user=user, event="Subscribed", properties=AGREES) for user in ("aiko", "ben", "cleo", "dan")),
    ]  # fmt: skip
    workspace.log.append_now([entry_of(calls, received_at=before)])
    tick(workspace, before)
    with workspace.state.transaction() as tx:
        suppress(tx, channel="email", address="dan@d.example", reason="legal", by="t", now=before)
    yield workspace
    workspace.close()


def put(workspace: Workspace, identity: str, step: str, due: datetime, topic: str = "offers") -> None:
    new = NewMessage(
        message_key=message_key("welcome", identity, step),
        origin="journey",
        origin_name="welcome",
        origin_version=1,
        step=step,
        entry_key=None,
        identity_key=key_of(identity),
        customer_id=identity,
        channel="email",
        topic=topic,
        template="hello",
        template_version=1,
        created_at=due,
        due_at=due,
    )
    with workspace.state.transaction() as tx:
        enqueue(tx, [new])


def fates(workspace: Workspace) -> dict[str, tuple[str, datetime]]:
    with workspace.state.reading() as tx:
        rows = tx.rows(select(messages))
    return {
        f"{row['customer_id']} {row['step']}": (
            row["reason"] or row["waits_for"] or row["status"],
            row["due_at"],
        )
        for row in rows
    }


def why_not(workspace: Workspace, customer: str) -> str:
    wanted = DeliveryFilter(identity_keys=[key_of(customer)])
    with workspace.state.reading() as tx:
        return find_deliveries(tx, wanted).rows[0].why


def test_each_customer_is_judged_by_what_is_known_of_them(workspace: Workspace) -> None:
    device, aiko = identity_of("anon", "phone"), "user:aiko"
    put(workspace, device, "one", NIGHT)
    put(workspace, "user:ben", "one", NIGHT)
    put(workspace, "user:cleo", "one", NIGHT)
    put(workspace, "user:dan", "one", NIGHT)
    put(workspace, "user:nobody", "one", NIGHT)
    put(workspace, "user:ben", "odd", NIGHT, topic="gone")

    judge_messages(workspace, NIGHT)
    found = fates(workspace)

    morning = NIGHT + timedelta(hours=8)
    assert found[f"{device} one"] == ("quiet_hours", morning)
    assert found["user:ben one"] == ("ready", NIGHT)
    assert found["user:cleo one"][0] == "no_address"
    assert found["user:dan one"][0] == "on_suppression_list"
    assert why_not(workspace, "user:dan") == "The address is on the suppression list. For legal reasons."
    assert found["user:nobody one"][0] == "no_consent"
    assert found["user:ben odd"][0] == "unknown_topic"

    put(workspace, aiko, "two", morning + timedelta(minutes=1))
    judge_messages(workspace, morning + timedelta(hours=1))

    found = fates(workspace)
    assert found[f"{device} one"][0] == "ready"
    assert found[f"{aiko} two"][0] == "channel_cap"  # the device's message was hers


def test_a_few_are_judged_first_where_no_fate_hangs_on_another(workspace: Workspace) -> None:
    noon = NIGHT - timedelta(hours=5)
    for step in ("one", "two", "three"):
        put(workspace, "user:aiko", step, noon)

    assert judged(workspace, noon, most=2) == (3, False)  # the cap counts one for the next

    save_guards(workspace, GUARDS.replace("throttle", "# throttle"), by="t", now=noon)
    for step in ("four", "five", "six"):
        put(workspace, "user:aiko", step, noon, topic="orders")  # counts for nobody
    assert judged(workspace, noon, most=2) == (2, True)
    assert judged(workspace, noon, most=2) == (1, False)


def judged(workspace: Workspace, now: datetime, *, most: int) -> tuple[int, bool]:
    facts = facts_of(workspace)
    with workspace.state.transaction() as tx:
        guards, topics = guards_of(tx), topics_in_force(tx)
        decided = judge_outbox(tx, facts, guards=guards, topics=topics, now=now, most=most)
    return sum(decided.counts.values()), decided.has_more


def test_a_throttled_channel_goes_on_from_its_last_place(workspace: Workspace) -> None:
    noon = NIGHT - timedelta(hours=5)  # day in London and in Tokyo
    put(workspace, "user:aiko", "one", noon)
    judge_messages(workspace, noon)
    put(workspace, "user:ben", "one", noon)

    judge_messages(workspace, noon + timedelta(milliseconds=100))

    assert fates(workspace)["user:ben one"] == ("throttle", noon + timedelta(milliseconds=500))

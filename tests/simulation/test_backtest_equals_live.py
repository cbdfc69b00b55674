"""Eight days of a small shop with journeys running, then backtests of them on what was recorded: the same again.

The same means: the same entries (who, for what, when), the same way through the steps, the same messages at the same
instants, and every suppression with the same reason.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import FromClause, select

from evergrow.definitions.journeys import read_journey
from evergrow.engage.facts import placed
from evergrow.engage.journeys import entries_as_they_stand, with_paths
from evergrow.engage.messages import messages
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import Period
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.backtests import replayed
from evergrow.runtime.documents import save_document
from evergrow.runtime.journeys import launch_journey
from evergrow.runtime.slices import facts_of
from evergrow.storage.log import Entry
from evergrow.world import WorldPlan, make_shop

START = datetime(2026, 6, 2, 6, tzinfo=UTC)
END = START + timedelta(days=8)
PLAN = WorldPlan(end=END, customers=260, days=30, seed=24)
GUARDS = """caps:
  - { channel: email, at_most: 1, in_days: 3 }
  - { channel: all, at_most: 2, in_days: 4 }
quiet_hours: { from: "21:00", to: "08:00" }
"""
KEEN = """segment: keen
when: count of 'Product Viewed' in the last 3 days >= 3 and did not 'Order Completed' in the last 3 days
"""
JOURNEYS = {
    "cart": """journey: cart
entry: { event: Checkout Started, key: properties.cart_id, where: properties.value >= 20 }
goal: { event: Order Completed, within: 7 days }
exit_on: [ { event: Cart Emptied } ]
steps:
  - { id: patience, wait: 20 minutes }
  - { id: reminder, message: by-mail }
  - { id: answer, wait_for: { event: Product Viewed, at_most: 1 day }, then: test, on_timeout: worth }
  - { id: worth, branch: [ { when: "count of 'Order Completed' >= 1 or trait.tier = 'gold'", next: test } ], else: notify }
  - { id: test, split: { offer: 50 %, notify: 50 % } }
  - { id: offer, message: by-mail, next: mark }
  - { id: notify, message: by-sms }
  - { id: mark, set_trait: { key: reminded, value: true } }
  - { id: tell, emit: { event: Offer Made, properties: { kind: cart } } }
""",
    "browsing": """journey: browsing
entry: { segment_entered: keen, again: after 2 days, only: "trait.mood = 'open'" }
goal: { event: Order Completed }
exit_when: "stage = 'loyalty'"
steps:
  - { id: look, message: by-mail }
  - { id: rest, wait: 30 hours }
  - { id: still, branch: [ { when: "in segment 'keen'", next: again } ], else: end }
  - { id: again, message: by-sms }
""",
    "moving-on": """journey: moving-on
entry: { stage_entered: acquisition }
steps:
  - { id: morning, wait_until: { time: "08:30" } }
  - { id: hello, message: by-mail }
  - { id: best, wait_best_hour: { at_most: 24 hours } }
  - { id: more, message: about-orders }
""",
}
MESSAGES = {"by-mail": ("email", "offers"), "by-sms": ("sms", "offers"), "about-orders": ("email", "orders")}


@pytest.mark.slow
def test_a_backtest_of_what_ran_live_finds_every_entry_message_and_suppression_again(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    try:
        live(workspace)
        reasons: set[str | None] = set()
        whole = entries_as_they_stand().subquery()
        for name, text in JOURNEYS.items():
            found = replayed(workspace, read_journey(text), Period(START, END))
            lived = lived_of(workspace, whole, "journey", name)
            sent = lived_of(workspace, messages, "origin_name", name)
            reasons |= {row["reason"] for row in sent}
            assert entries_told(found.entries.to_dicts()) == entries_told(lived), name
            assert messages_told(found.outbox.to_dicts(), found.entries.to_dicts()) == messages_told(
                sent, lived
            )
        assert reasons >= {None, "no_consent", "opted_out", "no_address", "left_journey"}
        assert reasons & {"channel_cap", "overall_cap"}
    finally:
        workspace.close()


def live(workspace: Workspace) -> None:
    """Let the shop run from START to END, in ticks of uneven length."""
    chance = random.Random(3)
    told = list(records())
    take_in(workspace, [row for row in told if row["timestamp"] <= START], START)
    save(workspace)
    launch_all(workspace)
    now = START
    while now < END:
        until = min(now + timedelta(minutes=chance.choice([30, 300, 700, 1300])), END)
        take_in(workspace, [row for row in told if now < row["timestamp"] <= until], until)
        now = until


def save(workspace: Workspace) -> None:
    body = "en: { subject: Hi, text: Hello, mjml: '<mjml><mj-body></mj-body></mjml>' }"
    texts = [("guards", GUARDS), ("segment", KEEN)]
    for name, (channel, topic) in MESSAGES.items():
        content = body if channel == "email" else "en: { text: Hello }"
        texts.append(
            ("message", f"message: {name}\nchannel: {channel}\ntopic: {topic}\nlanguages:\n  {content}\n")
        )
    texts += [("journey", text) for text in JOURNEYS.values()]
    for kind, text in texts:
        save_document(workspace, kind, text, name=None, by="me", now=START)


def launch_all(workspace: Workspace) -> None:
    tick(workspace, START)
    for name in JOURNEYS:
        launch_journey(workspace, name, version=None, inside="finish", by="me", now=START)


def records() -> Iterator[dict[str, Any]]:
    """What the world tells, with carts, phone numbers, tiers that change, and customers who change their minds."""
    rows = [tidied(row) for row in make_shop(PLAN).records.to_pylist()]
    chance = random.Random(5)
    more = [record for row in rows for record in besides(row, chance)]
    return iter(sorted([*rows, *more], key=lambda row: (row["timestamp"], row["message_id"])))


def tidied(row: dict[str, Any]) -> dict[str, Any]:
    properties = row["properties"]
    if row["name"] in ("Subscribed", "Unsubscribed"):
        properties = properties.replace('"newsletter"', '"offers"')
    if row["name"] == "Checkout Started":
        properties = json.dumps(json.loads(properties) | {"cart_id": row["message_id"]})
    return row | {"properties": properties}


def besides(row: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    if row["name"] == "Signed Up" and chance.random() < 0.6:
        phone = f"+4915{row['user_id'][1:]}99"
        yield said(
            row,
            "phone",
            chance.choice([1, 3_000, 9_000]),
            type="identify",
            traits=json.dumps({"phone": phone, "tier": "plain"}),
        )
        yield event(row, "Subscribed", 2, {"channel": "sms", "topic": "offers"})
    if row["name"] == "Order Completed" and chance.random() < 0.3:
        yield said(row, "tier", 60 * chance.randint(1, 90), type="identify", traits='{"tier": "gold"}')
    if row["name"] == "Product Viewed":
        mood = json.dumps({"mood": chance.choice(["open", "closed"])})
        yield said(row, "mood", -1, type="identify", traits=mood)
    if row["name"] == "Checkout Started" and chance.random() < 0.7:
        yield event(row, "Product Viewed", 60 * chance.randint(1, 40), {"product_id": "x"})
        if chance.random() < 0.3:
            yield event(
                row, "Unsubscribed", 60 * chance.randint(1, 40), {"channel": "email", "topic": "offers"}
            )
        if chance.random() < 0.2:
            yield event(row, "Cart Emptied", 60 * chance.randint(1, 20), {})


def event(row: dict[str, Any], name: str, minutes: int, properties: Mapping[str, Any]) -> dict[str, Any]:
    return said(row, name, minutes, type="track", name=name, properties=json.dumps(properties))


def said(row: dict[str, Any], what: str, minutes: int, **fields: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(RECORDS.names),
        "user_id": row["user_id"],
        "anonymous_id": row["anonymous_id"],
        "timestamp": row["timestamp"] + timedelta(minutes=minutes),
        "message_id": f"{row['message_id']} {what}",
        **fields,
    }


def take_in(workspace: Workspace, some: list[dict[str, Any]], until: datetime) -> None:
    if some:
        body = body_of(pa.Table.from_pylist(some, schema=RECORDS))
        workspace.log.append_now([Entry("world", "records", "", body, until)])
    while True:
        done = tick(workspace, until)
        if not done.has_more and workspace.position() == workspace.log.last_position():
            return


def lived_of(workspace: Workspace, table: FromClause, column: str, name: str) -> list[dict[str, Any]]:
    """Rows of the state, with who their customers are today: some were strangers then."""
    with workspace.state.reading() as tx:
        found = tx.rows(select(table).where(table.c[column] == name))
        rows = with_paths(tx, found) if column == "journey" else [dict(row) for row in found]
    names = placed(facts_of(workspace), [row["identity_key"] for row in rows])
    known = dict(names.select("identity_key", "customer_id").iter_rows())
    return [row | {"customer_id": known[row["identity_key"]]} for row in rows]


def entries_told(rows: list[dict[str, Any]]) -> list[str]:
    told = ("customer_id", "key", "entered_at", "path", "ended_at", "end_reason", "goal_at")
    return sorted(" | ".join(written(row[name]) for name in told) for row in rows)


def messages_told(rows: list[dict[str, Any]], of: list[dict[str, Any]]) -> list[str]:
    keys = {row["entry_key"]: row["key"] for row in of}
    told = ("customer_id", "key", "step", "template", "due_at", "status", "reason")
    named = [
        row | {"key": keys[row["entry_key"]], "status": _WENT.get(row["status"], row["status"])}
        for row in rows
    ]
    return sorted(" | ".join(written(row[name]) for name in told) for row in named)


_WENT = {"ready": "sent"}
"""Nothing is handed over here: what may go counts as sent, as in a backtest."""


def written(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else str(value)

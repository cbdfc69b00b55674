"""A journey is rehearsed, let run on what customers do, and then backtested on what was recorded: the same comes out."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from typer.testing import CliRunner

from evergrow.cli.commands import cli
from evergrow.definitions.journeys import read_journey
from evergrow.engage import journeys
from evergrow.engage.messages import messages
from evergrow.kernel import Period, Refusal
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.backtests import backtest
from evergrow.runtime.documents import save_document
from evergrow.runtime.journeys import launch_journey
from evergrow.testing import buy, call, entry_of, identify

JOURNEY = """journey: cart
title: Cart
entry: { event: Checkout Started, key: properties.cart_id }
goal: { event: Order Completed, within: 7 days }
steps:
  - { id: patience, wait: 1 hour }
  - { id: reminder, message: reminder }
  - { id: bought, wait_for: { event: Product Viewed, at_most: 1 day }, then: morning, on_timeout: worth }
  - { id: worth, branch: [ { when: "count of 'Order Completed' >= 1", next: offer } ], else: end }
  - { id: morning, wait_until: { time: "22:30" } }
  - { id: offer, message: offer }
"""
REHEARSAL = """rehearsal: cart
title: Who leaves a cart is reminded
starts: 2026-03-02 10:00
ends: +90 days
customers:
  ana: { email: ana@example.com }
  bob: { email: bob@example.com, consents: [email.offers] }
given:
  - { at: +0 minutes, customer: ana, event: Checkout Started, properties: { cart_id: c1 } }
  - { at: +0 minutes, customer: bob, event: Checkout Started, properties: { cart_id: c2 } }
  - { at: +3 hours, customer: ana, event: Product Viewed }
  - { at: +4 hours, customer: bob, event: Order Completed, properties: { revenue: 20, order_id: o1 } }
expect:
  - { at: +1 hour, customer: ana, message: reminder }
  - { at: +1 hour, customer: bob, message: reminder }
  - { at: 2026-03-02 22:30, customer: ana, message: offer, suppressed: no_consent }
  - { customer: bob, no_message: offer }
"""
ORDERED = """journey: ordered
entry: { event: Order Completed }
steps: [{ id: rest, wait: 1 day }]
"""
GUARDS = 'caps: [ { channel: email, at_most: 2, in_days: 3 } ]\nquiet_hours: { from: "22:00", to: "08:00" }\n'
START = datetime(2026, 5, 4, 8, tzinfo=UTC)
DAYS = 6


def _message(name: str, topic: str) -> str:
    text = 'en: { subject: Hi, text: Hello, mjml: "<mjml><mj-body></mj-body></mjml>" }'
    return f"message: {name}\ntitle: The {name}\nchannel: email\ntopic: {topic}\nlanguages:\n  {text}\n"


def _folder(folder: Path, rehearsal: str) -> Path:
    files = {
        "messages/reminder.yaml": _message("reminder", "orders"),
        "messages/offer.yaml": _message("offer", "offers"),
        "journeys/cart.yaml": JOURNEY,
        "rehearsals/cart.yaml": rehearsal,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_rehearsal_ends_well_or_tells_what_was_different(tmp_path: Path) -> None:
    good = CliRunner().invoke(cli, ["rehearse", str(_folder(tmp_path / "good", REHEARSAL))])
    late = REHEARSAL.replace("at: +1 hour, customer: bob", "at: +2 hours, customer: bob")
    bad = CliRunner().invoke(cli, ["rehearse", str(_folder(tmp_path / "bad", late))])

    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "1 rehearsed, all as expected.")
    assert bad.exit_code == 1
    assert "expected to be sent; it was sent Mon 2026-03-02 11:00" in bad.output
    assert "nobody expected it" in bad.output


def test_a_rehearsal_that_names_what_is_not_there_proves_nothing_and_says_so(tmp_path: Path) -> None:
    slips = REHEARSAL.replace("no_message: offer", "no_message: ofer").replace("no_consent", "noconsent")
    slips = slips.replace("customers:", "journeys: [carts]\ncustomers:")

    run = CliRunner().invoke(cli, ["rehearse", str(_folder(tmp_path, slips))])

    assert isinstance(run.exception, Refusal)
    assert [problem.what for problem in run.exception.problems] == [
        "No reason is named 'noconsent'. Did you mean 'no_consent'?",
        "No message is named 'ofer'. Did you mean 'offer'?",
        "No journey is named 'carts'. Did you mean 'cart'?",
    ]


def test_a_backtest_finds_what_the_journey_really_did(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    try:
        texts = (("message", _message("reminder", "offers")), ("message", _message("offer", "offers")))
        for kind, text in (*texts, ("guards", GUARDS), ("journey", JOURNEY)):
            save_document(workspace, kind, text, name=None, by="me", now=START)
        tick(workspace, START - timedelta(hours=1))
        save_document(workspace, "journey", ORDERED, name="ordered", by="me", now=START)
        for name in ("cart", "ordered"):
            launch_journey(workspace, name, version=None, inside="finish", by="me", now=START)
        _live(workspace)

        end = START + timedelta(days=DAYS)
        found = backtest(workspace, read_journey(JOURNEY), Period(START, end))
        with workspace.state.reading() as tx:
            lived = journeys.journey_report(tx, "cart")
            outbox = tx.rows(select(messages.c.step, messages.c.status, messages.c.reason))
            ordered = {one.customer_id for one in journeys.list_entries(tx, journey="ordered", limit=200)}
            left_carts = {one.customer_id for one in journeys.list_entries(tx, journey="cart", limit=200)}
    finally:
        workspace.close()

    assert (found.entries, found.goals, found.inside) == (lived.entries, lived.goals, lived.inside)
    assert found.ended == lived.ended
    mine = {step.step: (step.entered, step.left, step.here) for step in found.steps if step.entered}
    assert mine == {step.step: (step.entered, step.left, step.here) for step in lived.steps}
    status = Counter(row["status"] for row in outbox)
    assert (found.sent, found.waiting) == (status["ready"], status["waiting"])
    assert found.suppressed == Counter(row["reason"] for row in outbox if row["status"] == "suppressed")
    assert found.messages == found.sent + sum(found.suppressed.values()) + found.waiting == len(outbox)
    assert len(found.suppressed) >= 2  # some are held back by consent, some by the cap
    assert json.dumps(found.by_day[0].day)
    assert sum(day.sent for day in found.by_day) == found.sent
    (overlap,) = found.overlaps
    assert (overlap.journey, overlap.customers) == ("ordered", len(ordered & left_carts))
    assert overlap.customers > 0
    assert {one.customer_id for one in found.samples} <= left_carts
    assert all(one.moments for one in found.samples)

    days = ["--data", str(tmp_path), "--from", "2026-05-04", "--to", "2026-05-06"]
    said = CliRunner().invoke(cli, ["backtest", "cart", *days], env={"COLUMNS": "160"}).output
    assert "Cart, 2026-05-04 to 2026-05-06" in said
    assert "Message: The reminder" in said
    assert "The customer has not agreed to this topic on this channel." in said
    unknown = CliRunner().invoke(cli, ["backtest", "card", *days])
    assert "Did you mean 'cart'?" in str(unknown.exception)


def _live(workspace: Workspace) -> None:
    """Some days of a small shop, in ticks of uneven length."""
    chance = random.Random(7)
    calls = []
    for number in range(60):
        user = f"u{number % 40}"
        at = START + timedelta(minutes=1 + chance.random() * 60 * 24 * (DAYS - 2))
        calls.append((at - timedelta(seconds=9), identify(at, user=user, email=f"{user}@example.com")))
        if chance.random() < 0.8:
            said = {"channel": "email", "topic": "offers"}
            calls.append((at, call("track", at, user=user, event="Subscribed", properties=said)))
        cart = {"cart_id": f"c{number}"}
        calls.append((at, call("track", at, user=user, event="Checkout Started", properties=cart)))
        later = at + timedelta(hours=20 * chance.random())
        if chance.random() < 0.5:
            calls.append((later, call("track", later, user=user, event="Product Viewed", properties={})))
        elif chance.random() < 0.6:
            calls.append((later, buy(later, user=user)))
    calls.sort(key=lambda one: one[0])
    now = START
    while now < START + timedelta(days=DAYS):
        until = min(now + timedelta(hours=chance.choice([2, 5, 12])), START + timedelta(days=DAYS))
        for at, one in calls:
            if now < at <= until:
                workspace.log.append_now([entry_of([one], received_at=at)])
        tick(workspace, until)
        now = until

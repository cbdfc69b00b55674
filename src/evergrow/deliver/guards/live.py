"""Judge what is due in the outbox, with what is known of its customers now.

Reads   waiting messages that are due; consents, suppressions, addresses, zones and earlier messages of their customers.
Writes  their decisions, in the transaction it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl
from sqlalchemy import BigInteger, FromClause, Update, func, insert, select, update

from evergrow.definitions.guards import Guards
from evergrow.definitions.topics import Topics
from evergrow.deliver.addresses import with_address
from evergrow.deliver.guards.best import best_times_of
from evergrow.deliver.guards.judge import judge
from evergrow.deliver.guards.leaving import ends_kept, left_check
from evergrow.deliver.guards.spec import (
    ASKED,
    DECIDED,
    HISTORY,
    ON_THE_LIST,
    REASONED,
    SILENT,
    Judged,
    Reasons,
)
from evergrow.deliver.guards.tables import throttled
from evergrow.engage.consent import consent_reasons, suppressed_addresses
from evergrow.engage.facts import Facts, identities_of, owners, zones_at
from evergrow.engage.messages import messages
from evergrow.storage.state import Kinds, Tx

MOST_AT_ONCE: Final = 50_000
_WENT: Final = ("ready", "handing", "sent", "unknown")


@dataclass(frozen=True, kw_only=True)
class Decided:
    """How many messages were decided how; `has_more` where the batch was full."""

    counts: Mapping[str, int]
    has_more: bool = False


def judge_outbox(
    tx: Tx,
    facts: Facts,
    *,
    guards: Guards,
    topics: Topics,
    now: datetime,
    checks: Sequence[Reasons] = (),
    most: int = MOST_AT_ONCE,
) -> Decided:
    """Decide every waiting message that is due. `checks` stand before all other guards: the holdout.

    `most` are decided where none of them hangs on another; those that guards hold or count are decided together.
    """
    due = _due(tx, now, most)
    if due.is_empty():
        return Decided(counts={})
    free = [topic.id for topic in topics.topics if not topic.is_marketing]
    if due.height >= most < MOST_AT_ONCE and not _is_each_alone(due, guards, free):
        due, most = _due(tx, now, MOST_AT_ONCE), MOST_AT_ONCE
    is_held = ~pl.col("topic").is_in(free) & ~pl.col("channel").is_in(SILENT)
    asked = asked_of(facts, due, has_hours=pl.lit(False) if guards.quiet_hours is None else is_held)
    judged = judge(
        asked,
        guards=guards,
        transactional=free,
        history=_history(tx, facts, asked, guards),
        upto=now,
        checks=[*checks, left_check(ends_kept(tx)), *checks_of(tx, facts, topics)],
        taken=_taken(tx),
        best_times=best_times_of(facts, guards),
    )
    _write(tx, asked, judged)
    _tell_why_listed(tx, asked, judged)
    counts = dict(judged.decisions["status"].value_counts().iter_rows())
    return Decided(counts=counts, has_more=due.height >= most)


def checks_of(tx: Tx, facts: Facts, topics: Topics) -> list[Reasons]:
    """The guards that look at what is kept: topic, consent, suppression list."""
    return [_topic_check(topics), _consent_check(facts, topics), _suppression_check(tx)]


def next_judgement(tx: Tx) -> datetime | None:
    """When the next waiting message is due; None where none waits."""
    return tx.scalar(select(func.min(messages.c.due_at)).where(messages.c.status == "waiting"))


def _is_each_alone(due: pl.DataFrame, guards: Guards, free: Sequence[str]) -> bool:
    """Whether no message's fate hangs on another's: nothing holds or counts them."""
    is_held = bool(guards.caps or guards.quiet_hours or guards.best_hour)
    return not guards.throttle and (not is_held or due["topic"].is_in(free).all())


def _due(tx: Tx, now: datetime, most: int) -> pl.DataFrame:
    columns = ("message_key", "identity_key", "origin", "channel", "topic", "due_at", "waits_for", "address")
    query = (
        select(*(messages.c[name] for name in columns))
        .where(messages.c.status == "waiting", messages.c.due_at <= now)
        .order_by(messages.c.due_at)
        .limit(most)
    )
    found = pl.from_arrow(tx.table(query))
    assert isinstance(found, pl.DataFrame)
    return found


def asked_of(facts: Facts, due: pl.DataFrame, *, has_hours: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of the outbox as ASKED; one whose customer is unknown is its own.

    Args:
        facts: What is known.
        due: The rows.
        has_hours: For which of them the customer's clock matters; all when left out. The others' is not looked up.
    """
    rows = due.with_columns(customer_key=owners(facts, due["identity_key"]), at=pl.col("due_at"))
    has_hours = pl.lit(True) if has_hours is None else has_hours
    timed = zones_at(facts, rows.filter(has_hours))
    rows = pl.concat([timed, rows.filter(~has_hours).with_columns(zone=pl.lit("UTC"))])
    return with_address(facts, rows).select(ASKED.names()).cast(ASKED)  # type: ignore[arg-type]


def _history(tx: Tx, facts: Facts, asked: pl.DataFrame, guards: Guards) -> pl.DataFrame:
    if not guards.caps:
        return HISTORY.to_frame()
    longest = max(cap.window for cap in guards.caps)
    earliest = asked["due_at"].min()
    assert isinstance(earliest, datetime)
    since = earliest.replace(tzinfo=UTC) - longest
    identities = identities_of(facts, asked["customer_key"])
    went = _went(tx, identities.to_list(), since)
    if went.is_empty():
        return HISTORY.to_frame()
    named = went.with_columns(customer_key=owners(facts, went["identity_key"]))
    return named.select(HISTORY.names()).cast(HISTORY)  # type: ignore[arg-type]


def _went(tx: Tx, identities: list[int], since: datetime) -> pl.DataFrame:
    """Messages decided to go since then; a test message counts for nobody."""
    columns = (messages.c.identity_key, messages.c.channel, messages.c.topic, messages.c.due_at.label("at"))
    query = select(*columns).where(
        tx.among(messages.c.identity_key, identities),
        messages.c.due_at > since,
        messages.c.status.in_(_WENT),
        messages.c.origin != "test",
    )
    found = pl.from_arrow(tx.table(query))
    assert isinstance(found, pl.DataFrame)
    return found


def _topic_check(topics: Topics) -> Reasons:
    known = [topic.id for topic in topics.topics]

    def check(rows: pl.DataFrame) -> pl.DataFrame:
        unknown = rows.filter(~pl.col("topic").is_in(known))
        return unknown.select("message_key", reason=pl.lit("unknown_topic"))

    return check


def _consent_check(facts: Facts, topics: Topics) -> Reasons:
    free = [topic.id for topic in topics.topics if not topic.is_marketing]

    def check(rows: pl.DataFrame) -> pl.DataFrame:
        rows = rows.filter(~pl.col("topic").is_in(free))  # nothing is asked about what needs no consent
        asked = rows.select("customer_key", "channel", "topic", row_key="message_key", at="due_at")
        if asked.is_empty():
            return REASONED.to_frame()
        found = pl.from_arrow(consent_reasons(facts.fetch, asked.to_arrow(), topics))
        assert isinstance(found, pl.DataFrame)
        return found.select("reason", message_key="row_key")

    return check


def _suppression_check(tx: Tx) -> Reasons:
    def check(rows: pl.DataFrame) -> pl.DataFrame:
        pairs = rows.filter(pl.col("address").is_not_null()).select("channel", "address").unique().rows()
        listed = suppressed_addresses(tx, pairs)
        if not listed:
            return REASONED.to_frame()
        frame = pl.DataFrame(
            list(listed), schema={"channel": pl.String, "address": pl.String}, orient="row"
        ).with_columns(reason=pl.lit(ON_THE_LIST))
        return rows.join(frame, on=["channel", "address"], how="left").select("message_key", "reason")

    return check


def _tell_why_listed(tx: Tx, asked: pl.DataFrame, judged: Judged) -> None:
    """Keep with a message that was held back by the suppression list why its address is on it."""
    held = judged.decisions.filter(pl.col("reason") == ON_THE_LIST).join(asked, on="message_key")
    if held.is_empty():
        return
    listed = suppressed_addresses(tx, held.select("channel", "address").unique().rows())
    keys: dict[str, list[int]] = {}
    for key, channel, address in held.select("message_key", "channel", "address").iter_rows():
        keys.setdefault(listed[channel, address], []).append(key)
    for why, those in keys.items():
        tx.run(update(messages).where(tx.among(messages.c.message_key, those)).values(detail=why))


def _taken(tx: Tx) -> dict[str, datetime]:
    return {row["channel"]: row["taken_until"] for row in tx.rows(select(throttled))}


def _write(tx: Tx, asked: pl.DataFrame, judged: Judged) -> None:
    """Most may go as they are: their `due_at` is not written, and with it no index on it."""
    was = asked.select("message_key", was_due_at="due_at")
    decisions = judged.decisions.join(was, on="message_key", how="left")
    goes = (pl.col("status") == "ready") & (pl.col("due_at") == pl.col("was_due_at"))
    is_plain = (goes & pl.col("waits_for").is_null()).fill_null(False)
    plain, others = decisions.filter(is_plain), decisions.filter(~is_plain)
    if plain.height:
        tx.run_given(_letting_go, _KEYS, {"key": plain["message_key"].to_list()})
    if others.height:
        decided = others.select(DECIDED.names()).to_arrow()
        tx.run_given(_deciding, _DECIDED, {name: decided[name] for name, _ in _DECIDED})
    for channel, until in judged.taken.items():
        values = {"taken_until": until}
        if not tx.run(update(throttled).where(throttled.c.channel == channel).values(values)):
            tx.run(insert(throttled), [{"channel": channel, **values}])


def _letting_go(given: FromClause) -> Update:
    is_asked = messages.c.message_key == given.c.key
    return update(messages).where(is_asked, _WAITS).values(status="ready", reason=None, waits_for=None)


def _deciding(given: FromClause) -> Update:
    is_asked = messages.c.message_key == given.c.message_key
    names = ("status", "reason", "waits_for", "due_at")
    return update(messages).where(is_asked, _WAITS).values({name: given.c[name] for name in names})


_WAITS: Final = messages.c.status.concat("") == "waiting"
"""By no index: SQLite would go through all that wait for each row given."""
_KEYS: Final[Kinds] = (("key", BigInteger()),)
_DECIDED: Final[Kinds] = tuple((name, messages.c[name].type) for name in DECIDED.names())

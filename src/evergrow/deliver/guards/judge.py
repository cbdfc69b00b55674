"""Decide of every due message whether it may go, must wait, or is suppressed, and why.

The guards stand in this order: holdout, consent, suppression list, address, caps (channel, then all),
best hour and quiet hours, throttle. A message is judged as of its own `due_at`; one that has to wait is judged again,
from the first guard on, when its time has come. It waits for the best hour once, and goes after quiet hours at once.

Holds   the same decisions however time is sliced: messages of a customer are decided in due order, at most one a
        round, and each counts for the next, at the time it goes. Messages of transactional topics are not held and do
        not count.
Never   reads a clock or a database: what it needs to know is handed to it, so a backtest judges as live does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import polars as pl

from evergrow.definitions.guards import Cap, Guards
from evergrow.deliver.addresses import unsound
from evergrow.deliver.guards.quiet import with_quiet_end
from evergrow.deliver.guards.spec import (
    ASKED,
    DECIDED,
    ELSEWHERE,
    HISTORY,
    SILENT,
    UNGUARDED,
    BestTimes,
    Judged,
    Reasons,
)
from evergrow.deliver.guards.throttle import Throttle

_KEYS = ("due_at", "message_key")
_HAD_ITS_TURN = (pl.col("at") < pl.col("due_at")) | (
    (pl.col("at") == pl.col("due_at")) & (pl.col("sent_key") < pl.col("message_key"))
)


def judge(
    asked: pl.DataFrame,
    *,
    guards: Guards,
    transactional: Collection[str],
    history: pl.DataFrame,
    upto: datetime,
    checks: Sequence[Reasons] = (),
    taken: Mapping[str, datetime] | None = None,
    elsewhere: pl.DataFrame | None = None,
    best_times: BestTimes | None = None,
) -> Judged:
    """Judge all messages that are due.

    Args:
        asked: Rows of ASKED, all with due_at <= `upto`.
        transactional: The topics whose messages are only checked, never held or counted.
        history: Rows of HISTORY: what the customers asked about were sent before.
        upto: The end of the slice. A message held to a time in it is judged again within it.
        checks: Guards that look elsewhere, in their order (holdout, consent, suppression list).
        taken: Until when each throttled channel is taken.
        elsewhere: What others sent in a past that is looked at again: HISTORY and `sent_key`. Some of it may be later
            than a message asked about; only what had its turn before counts for that one.
        best_times: When customers usually read, where the guards hold messages for that; see `best_times_of`.
    """
    free = sorted(transactional)
    pending = _checked(_marked(asked, free), checks)
    went = history.filter(~pl.col("topic").is_in(free)).select("customer_key", "channel", "at")
    others = (ELSEWHERE.to_frame() if elsewhere is None else elsewhere).filter(~pl.col("topic").is_in(free))
    ended: list[pl.DataFrame] = []
    end = upto.astimezone(UTC).replace(tzinfo=None)
    throttle = Throttle(guards, taken or {})
    while pending.height:
        turn = _turn(pending, throttle.queued if guards.caps else None)
        is_last = turn.height == pending.height
        pending = (
            turn.clear()
            if is_last
            else pending.join(turn.select("message_key"), on="message_key", how="anti")
        )
        turn = _held(_capped(turn, went, others, guards.caps), guards, best_times)
        goes = turn.filter(pl.col("reason").is_null() & (pl.col("until") == pl.col("due_at")))
        waits = turn.filter(pl.col("reason").is_null() & (pl.col("until") > pl.col("due_at")))
        pending = _with_again(pending, waits, end, checks)
        placed, given_up = throttle.place(goes, pending)
        pending = _with_again(pending, given_up, end, checks)
        ended += [_suppressed(turn), _decided(placed, "ready"), _waiting(pl.concat([waits, given_up]), end)]
        if pending.height:
            went = pl.concat([went, placed.filter("is_held").select("customer_key", "channel", at="due_at")])
    return Judged(decisions=pl.concat([DECIDED.to_frame(), *ended]), taken=throttle.taken)


def _turn(pending: pl.DataFrame, queued: pl.DataFrame | None) -> pl.DataFrame:
    """The next message of each customer. Whose last one has no place in its channel yet waits: it counts where it goes."""
    if queued is not None and queued.height:
        pending = pending.join(queued.select("customer_key"), on="customer_key", how="anti")
    return pending.sort(_KEYS).unique("customer_key", keep="first", maintain_order=True)


def _with_again(
    pending: pl.DataFrame, held: pl.DataFrame, end: datetime, checks: Sequence[Reasons]
) -> pl.DataFrame:
    """With those that are held to a time within the slice: they are judged as of it, from the first guard on."""
    again = held.filter(pl.col("until") <= end) if held.height else held
    if not again.height:
        return pending
    again = again.with_columns(due_at="until", waits_for="held_by")
    return pl.concat([pending, _checked(again.select(pending.columns), checks)])


def _suppressed(turn: pl.DataFrame) -> pl.DataFrame:
    return _decided(turn.filter(pl.col("reason").is_not_null()), "suppressed")


def _waiting(held: pl.DataFrame, end: datetime) -> pl.DataFrame:
    """Those that are held to a time beyond the slice."""
    if not held.height:
        return DECIDED.to_frame()
    return _decided(held.filter(pl.col("until") > end).with_columns(due_at="until"), "waiting")


def _decided(rows: pl.DataFrame, status: str) -> pl.DataFrame:
    if not rows.height:
        return DECIDED.to_frame()
    waits_for = pl.lit(None, pl.String) if status == "suppressed" else pl.col("held_by")
    return rows.select("message_key", "reason", "due_at", status=pl.lit(status), waits_for=waits_for).select(
        DECIDED.names()
    )


def _marked(asked: pl.DataFrame, free: list[str]) -> pl.DataFrame:
    """`is_held`: whether caps and quiet hours are for it. `is_test`: somebody tries a message on themselves."""
    is_test = pl.col("origin") == "test"
    guarded = ~pl.col("topic").is_in(free) & ~pl.col("channel").is_in(UNGUARDED) & ~is_test
    return (
        asked.select(ASKED.names())
        .cast(ASKED)
        .with_columns(  # type: ignore[arg-type]
            is_held=guarded, is_test=is_test, reason=pl.lit(None, pl.String)
        )
    )


def _checked(rows: pl.DataFrame, checks: Sequence[Reasons]) -> pl.DataFrame:
    """The first reason of the guards that look elsewhere, then of the address; a test message has only the last."""
    reason = pl.lit(None, pl.String)
    asked = rows.filter(~pl.col("is_test") & ~pl.col("channel").is_in(UNGUARDED)).select(ASKED.names())
    for number, check in enumerate(checks if asked.height else ()):
        found = check(asked)
        if found.height:
            found = found.select("message_key", **{f"check_{number}": "reason"})
            rows = rows.join(found, on="message_key", how="left")
            reason = pl.coalesce(reason, pl.col(f"check_{number}"))
    address = (
        pl.when(pl.col("address").is_null())
        .then(pl.lit("no_address"))
        .when(pl.col("message_key").is_in(unsound(rows)))
        .then(pl.lit("bad_address"))
    )
    rows = rows.with_columns(reason=pl.coalesce(reason, address))
    return rows.select(pl.exclude(r"^check_\d+$"))


def _capped(
    turn: pl.DataFrame, went: pl.DataFrame, others: pl.DataFrame, caps: Sequence[Cap]
) -> pl.DataFrame:
    """Note over which cap a message would be; the channel's own are looked at before those over all."""
    for cap in sorted(caps, key=lambda cap: cap.channel == "all"):
        is_all = cap.channel == "all"
        concerns = pl.col("is_held") & pl.col("reason").is_null()
        looked = turn.filter(concerns if is_all else concerns & (pl.col("channel") == cap.channel))
        if not looked.height:
            continue
        asking = looked.select("message_key", "customer_key", "due_at")
        earlier = asking.join(others, on="customer_key").filter(_HAD_ITS_TURN)
        near = asking.join(went, on="customer_key")
        near = pl.concat([near, earlier.select(near.columns)])
        near = near if is_all else near.filter(pl.col("channel") == cap.channel)
        had = (
            near.filter(pl.col("at") > pl.col("due_at") - cap.window)
            .group_by("message_key")
            .agg(had=pl.len())
        )
        over = looked.select("message_key").join(had, on="message_key", how="left")
        over = over.filter(pl.col("had").fill_null(0) >= cap.at_most)["message_key"]
        named = pl.lit("overall_cap" if is_all else "channel_cap")
        is_over = pl.col("message_key").is_in(over.implode())
        turn = turn.with_columns(reason=pl.when(is_over).then(named).otherwise(pl.col("reason")))
    return turn


def _held(turn: pl.DataFrame, guards: Guards, best_times: BestTimes | None) -> pl.DataFrame:
    """Add `until`: the due_at itself, or when the best hour begins, or when the quiet hours end; and `held_by` which."""
    held = pl.col("is_held") & pl.col("reason").is_null() & ~pl.col("channel").is_in(SILENT)
    if not turn.select(held.any()).item():
        return turn.with_columns(until="due_at", held_by=pl.lit(None, pl.String))
    turn = with_quiet_end(turn.with_columns(best_at="due_at"), guards.quiet_hours)
    if guards.best_hour and best_times:
        waits = held & pl.col("waits_for").is_null() & pl.col("channel").is_in(guards.best_hour.channels)
        waiting = turn.filter(waits).select(ASKED.names())
        if waiting.height:
            found = best_times(waiting).select("message_key", "best_at")
            turn = turn.drop("best_at").join(found, on="message_key", how="left", maintain_order="left")
    is_early = held & (pl.col("best_at") > pl.col("due_at")).fill_null(False)
    is_quiet = held & (pl.col("quiet_end") > pl.col("due_at"))
    until = pl.when(is_early).then("best_at").when(is_quiet).then("quiet_end").otherwise("due_at")
    held_by = pl.when(is_early).then(pl.lit("best_hour")).when(is_quiet).then(pl.lit("quiet_hours"))
    return turn.with_columns(until=until, held_by=held_by).drop("quiet_end", "best_at")


def empty_history() -> pl.DataFrame:
    """No message was ever sent."""
    return HISTORY.to_frame()

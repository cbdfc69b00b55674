"""What else of customers a condition looks at, as of an instant of each row: stage, traits, consents, scores, clock."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import json_text, whole
from evergrow.measure.rfm import SegmentRule, segment_by_cell
from evergrow.measure.segments.acts import MICROS, stamped, told, unstamped
from evergrow.measure.segments.levels import levels_of
from evergrow.measure.segments.meaning import RFM_ACTS, ZONE_ACT, ZONE_TRAITS, Needs
from evergrow.measure.segments.spec import Grounds, World
from evergrow.measure.segments.tables import LEAST

_EVERY_TOPIC: Final = "all"
_SECONDS_A_DAY: Final = 86_400
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_stages(rows: ir.Table, grounds: Grounds) -> ir.Table:
    """`row_key`, `stage`, `stage_since`, for the rows whose customers stand in one. Lazy."""
    stays = grounds.stays.select("stage", "left_at", staying="customer_key", stage_since="entered_at")
    found = rows.inner_join(stays, [rows.customer_key == stays.staying, stays.stage_since <= rows["at"]])
    found = found.filter(found.left_at.isnull() | (found.left_at > found["at"]))
    return found.select("row_key", "stage", "stage_since")


def read_first_times(rows: ir.Table, grounds: Grounds) -> ir.Table:
    """`row_key`, `first_seen_at`, `known_at`. Lazy."""
    people = grounds.customers.select("first_seen_at", "known_at", person="customer_key")
    found = rows.inner_join(people, [rows.customer_key == people.person])
    return found.select("row_key", "first_seen_at", "known_at")


def read_traits(rows: ir.Table, needs: Mapping[str, str], grounds: Grounds) -> ir.Table:
    """`row_key` and what was last stated of each trait, in the column `needs` names for its key; see `trait`. Lazy."""
    stated = grounds.traits.filter(grounds.traits.key.isin(sorted(needs)))
    stated = stated.select("key", "value", stating="customer_key", stated_at="at")
    said = _said(rows, stated, is_whole=grounds.has_every_trait)
    said = said.select("row_key", "key", word=stamped(said.stated_at, said.value))
    return said.group_by("row_key").agg(
        **{column: said.word.max(where=said.key == key) for key, column in needs.items()}
    )


def trait(rows: ir.Table, column: str, path: Sequence[str]) -> ir.StringValue:
    """A trait, or what is inside it, as text."""
    return json_text(unstamped(rows[column]), path)


def read_consents(rows: ir.Table, needs: Mapping[str, str], grounds: Grounds) -> ir.Table:
    """`row_key` and the last yes or no on each `channel.topic`; one on all topics of a channel is one on each. Lazy."""
    pairs = {column: tuple(name.split(".", 1)) for name, column in needs.items()}
    stated = grounds.consents
    stated = stated.filter(stated.channel.isin(sorted({pair[0] for pair in pairs.values()})))
    stated = stated.select("channel", "topic", "is_granted", stating="customer_key", stated_at="at")
    said = _said(rows, stated, is_whole=True)
    word = stamped(said.stated_at, ibis.ifelse(said.is_granted, "true", "false"))
    said = said.select("row_key", "channel", "topic", word=word)
    return said.group_by("row_key").agg(
        **{
            column: said.word.max(
                where=(said.channel == pair[0]) & said.topic.isin(sorted({pair[-1], _EVERY_TOPIC}))
            )
            for column, pair in pairs.items()
        }
    )


def consent(rows: ir.Table, column: str) -> ir.BooleanValue:
    """Whether the last word was yes; null where none was said."""
    return unstamped(rows[column]) == "true"


def read_foretold(rows: ir.Table, needs: Mapping[str, str], grounds: Grounds) -> ir.Table:
    """`row_key` and each number that was foretold by then, in the column `needs` names for it. Lazy."""
    told = grounds.foretold.filter(grounds.foretold.name.isin(sorted(needs)))
    told = told.select("name", "number", told_of="customer_key", told_at="at")
    said = rows.inner_join(told, [rows.customer_key == told.told_of, told.told_at <= rows["at"]])
    return said.group_by("row_key").agg(
        **{column: said.number.max(where=said.name == name) for name, column in needs.items()}
    )


def with_scores(rows: ir.Table, needs: Needs, grounds: Grounds, world: World) -> ir.Table:
    """`rows` with `score_r`, `score_f`, `score_m` and `score_segment`, null for who has not bought. Lazy.

    A customer's own purchases count to the row's instant; what they are measured by is how everybody stood when
    that day began (UTC), and so is recency. So a purchase shows at once, a score falls at midnight only, and
    nobody's hangs on what others do in that second.
    """
    since, orders, revenue = (told(rows, needs.act(act), act) for act in RFM_ACTS.values())
    days = rows.mutate(
        score_day=rows["at"].truncate("D"), since_order=since, order_count=orders, order_sum=revenue
    )
    levels = (
        levels_of(grounds.orders, days.select(day="score_day").distinct())
        if grounds.levels is None
        else grounds.levels
    )
    levels = levels.rename(level_day="day")
    placed = days.left_join(levels, [days.score_day == levels.level_day])
    into_day = placed["at"].delta(placed.score_day, unit="microsecond") / MICROS
    silence = ((placed.since_order - into_day) / _SECONDS_A_DAY).floor()
    values = {
        "r": -ibis.greatest(silence, 0),
        "f": placed.order_count,
        "m": placed.order_sum * MICROS,
    }
    bought = placed.order_count > 0
    scores = {
        f"score_{name}": ibis.ifelse(bought, _score(placed, name, value), ibis.null("int64"))
        for name, value in values.items()
    }
    scored = placed.select(*rows.columns, **scores)
    return scored.mutate(score_segment=_segment(scored, world.rules))


def with_clock(rows: ir.Table, needs: Needs, grounds: Grounds, world: World) -> ir.Table:
    """`rows` with `local_at`: what a clock at the customer's shows; the account's clock where theirs is unknown. Lazy."""
    stated = [trait(rows, needs.traits[key], []) for key in ZONE_TRAITS]
    own = rows.mutate(own_zone=ibis.coalesce(*stated, told(rows, needs.act(ZONE_ACT), ZONE_ACT)))
    known = _with_offset(own, own.own_zone, grounds.zones, "own_offset")
    both = _with_offset(known, ibis.literal(world.zone), grounds.zones, "account_offset")
    offset = ibis.coalesce(both.own_offset, both.account_offset, whole(0))
    return both.select(*rows.columns, local_at=both["at"] + offset.as_interval("s"))


def weekday(local_at: ir.Value) -> ir.StringValue:
    """The day's English name in small letters, as conditions write it."""
    number = local_at.day_of_week.index()
    return ibis.cases(*((number == index, name) for index, name in enumerate(_WEEKDAYS)))


def is_anniversary(text: ir.Value, local_at: ir.Value) -> ir.BooleanValue:
    """Whether a date such as 1990-04-12 has its day today; who was born on a 29 February has it on the 28th, too,
    in years without one."""
    wanted = text.substr(5, 2).try_cast("int64") * 100 + text.substr(8, 2).try_cast("int64")
    today = local_at.month() * 100 + local_at.day()
    tomorrow = (local_at + ibis.interval(days=1)).month() * 100 + (local_at + ibis.interval(days=1)).day()
    return (wanted == today) | ((wanted == 229) & (today == 228) & (tomorrow == 301))


def _said(rows: ir.Table, stated: ir.Table, *, is_whole: bool) -> ir.Table:
    said = rows.inner_join(stated, [rows.customer_key == stated.stating])
    return said.filter(said.stated_at <= said["at"]) if is_whole else said


def _with_offset(rows: ir.Table, zone: ir.Value, zones: ir.Table, column: str) -> ir.Table:
    asked = rows.mutate(asked_zone=zone)
    found = asked.left_join(
        zones,
        [asked.asked_zone == zones.zone, zones.starts_at <= asked["at"], asked["at"] < zones.ends_at],
    )
    return found.select(*rows.columns, **{column: zones.offset_seconds})


def _score(placed: ir.Table, score: str, value: ir.Value) -> ir.IntegerValue:
    reached = [(value >= placed[f"{score}_least_{least}"]).fill_null(False).cast("int64") for least in LEAST]
    return reduce(add, reached, whole(1))


def _segment(scored: ir.Table, rules: tuple[SegmentRule, ...]) -> ir.StringValue:
    cell = scored.score_r * 10 + scored.score_f
    return ibis.cases(*((cell == 10 * r + f, name) for (r, f), name in segment_by_cell(rules).items()))

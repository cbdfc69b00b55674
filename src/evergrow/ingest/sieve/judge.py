"""The rules a record must pass. The first that it breaks is its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from evergrow.ingest.dialects.segment import TYPES

LONGEST_ID: Final = 512  # bytes: their number is known, characters would have to be counted
_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_NOBODY: Final = (
    "null none nil undefined nan anonymous guest unknown true false not_authenticated distinct_id anonymous_id "
    "user_id userid id"
).split()
PLACEHOLDERS: Final = [
    *(form for word in _NOBODY for form in (word, word.upper(), word.capitalize())),
    *("[object Object]", "NaN", "userId", "anonymousId", "0", "-1", "00000000-0000-0000-0000-000000000000"),
]


@dataclass(frozen=True)
class Rule:
    """`breaks` is true for records to set aside; `what` is the sentence about each of them."""

    reason: str
    breaks: pl.Expr
    what: pl.Expr


def _when(kind: str, needed: str) -> pl.Expr:
    return (pl.col("type") == kind) & pl.col(needed).is_null()


def _too_long(name: str) -> pl.Expr:
    return pl.col(name).str.len_bytes() > LONGEST_ID


def _placeholder(name: str) -> pl.Expr:
    return pl.col(name).is_in(PLACEHOLDERS)


def _not_an_object(name: str) -> pl.Expr:
    return ~pl.col(name).str.starts_with("{")


_MOMENT = pl.coalesce("timestamp", "at").dt.to_string("iso:strict")
_ID = pl.coalesce("user_id", "anonymous_id")
_LONG = ("message_id", "user_id", "anonymous_id", "previous_id", "group_id", "name")

RULES: tuple[Rule, ...] = (
    Rule(
        "unknown_type",
        ~pl.col("type").is_in(sorted(TYPES)).fill_null(False),
        pl.format("'{}' is not a type of record.", pl.col("type").fill_null("").str.slice(0, 40)),
    ),
    *(
        Rule("wrong_type", _not_an_object(name), pl.lit(f"'{name}' is not an object."))
        for name in ("properties", "traits", "context")
    ),
    Rule("missing_id", _when("alias", "user_id"), pl.lit("The alias has no userId.")),
    Rule(
        "missing_id",
        pl.col("user_id").is_null() & pl.col("anonymous_id").is_null(),
        pl.lit("It has neither a userId nor an anonymousId."),
    ),
    Rule("missing_previous_id", _when("alias", "previous_id"), pl.lit("The alias has no previousId.")),
    Rule("missing_group_id", _when("group", "group_id"), pl.lit("The group has no groupId.")),
    Rule("missing_event_name", _when("track", "name"), pl.lit("The track has no event.")),
    *(
        Rule("id_too_long", _too_long(name), pl.lit(f"'{name}' has more than {LONGEST_ID} bytes."))
        for name in _LONG
    ),
    Rule(
        "placeholder_id",
        pl.any_horizontal(_placeholder("user_id"), _placeholder("anonymous_id"), _placeholder("previous_id")),
        pl.format("'{}' would make one customer of many.", _ID),
    ),
    Rule("date_too_old", pl.col("at") < _FIRST, pl.format("It is dated {}, before 1970.", _MOMENT)),
    Rule("date_out_of_range", pl.col("at") >= _LAST, pl.format("It is dated {}.", _MOMENT)),
    Rule(
        "date_in_future",
        pl.col("at") > pl.col("received_at") + pl.duration(hours=24),
        pl.format("It is dated {}, more than a day after it was received.", _MOMENT),
    ),
    Rule("amount_unreadable", pl.col("fault") == "amount_unreadable", pl.col("fault_text")),
    Rule("currency_unreadable", pl.col("fault") == "currency_unreadable", pl.col("fault_text")),
)


_FIRST_BROKEN: Final = pl.coalesce(
    pl.when(rule.breaks).then(pl.lit(index, pl.Int8)) for index, rule in enumerate(RULES)
)


def broken_rule(frame: pl.DataFrame) -> pl.Series:
    """For each record the index in RULES of the first rule that it breaks, or null."""
    return frame.select(rule=_FIRST_BROKEN)["rule"]


def unfit(frame: pl.DataFrame, rules: pl.Series) -> list[tuple[int, int, str, str]]:
    """(position, ordinal, reason, what) of each record that broke a rule."""
    found: list[tuple[int, int, str, str]] = []
    for index in rules.drop_nulls().unique(maintain_order=True):
        rule = RULES[index]
        broken = frame.filter(rules.eq(index).fill_null(False)).select(
            "position", "ordinal", rule.what.alias("what")
        )
        found += [(position, ordinal, rule.reason, what) for position, ordinal, what in broken.iter_rows()]
    return sorted(found)

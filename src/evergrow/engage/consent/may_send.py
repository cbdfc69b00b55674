"""Whether a customer agreed: for a batch of messages at once, each as of an instant of its own.

Reads   the log of consents of the customers asked for, over all of their identities.
Holds   the answer depends on what was said and when, never on the order in which it arrived.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.topics import Topics
from evergrow.engage.messages import Fetch
from evergrow.record.customers import CONSENT_LOG, MERGED
from evergrow.storage.warehouse import Compiled, compiled

REASONS: Final = ("no_consent", "opted_out", "pending_confirmation")
"""Why a message may not go: never asked, said no, or yet to confirm (double opt-in)."""

EVERY: Final = "all"
_ASKED = {
    "row_key": "int64", "customer_key": "int64", "channel": "string", "topic": "string", "at": "timestamp(6)",
}  # fmt: skip
_RULES = {"topic": "string", "rule": "string"}


def consent_reasons(fetch: Fetch, asked: pa.Table, topics: Topics) -> pa.Table:
    """Why each row may not be sent: `row_key` and `reason`, which is null where it may. One query.

    Args:
        fetch: `Warehouse.fetch`.
        asked: row_key, customer_key, channel, topic and at (timestamp, UTC without a zone).
    """
    bound = {"consent_asked": asked.select(list(_ASKED)), "consent_rules": rules_of(topics)}
    return fetch(_reasons(), bound)


def rules_of(topics: Topics) -> pa.Table:
    """What each topic asks for: `none`, `opt_in`, `opt_out` or `double_opt_in`."""
    rules = [topic.consent if topic.is_marketing else "none" for topic in topics.topics]
    return pa.table({"topic": pa.array(topics.ids, pa.string()), "rule": pa.array(rules, pa.string())})


def may_send(asked: ir.Table, rules: ir.Table, statements: ir.Table) -> ir.Table:
    """Judge each row by the last word on its channel and topic that was said by then. Lazy.

    A word on channel or topic `all` is one on each. A yes that asks for confirmation holds once it was
    confirmed after the last no. A topic that nobody declared asks for a yes.

    Args:
        asked: row_key, customer_key, channel, topic, at.
        rules: topic, rule; see `rules_of`.
        statements: the log of consents with `customer_key`; from history in a backtest.

    Returns:
        row_key, `may_send` and `reason` (null where it may).
    """
    ruled = asked.left_join(rules, "topic")
    ruled = ruled.select("row_key", rule=ruled.rule.fill_null("opt_in"))
    said = statements.select(
        "customer_key", "is_granted", "is_confirmed", "message_id",
        said_channel="channel", said_topic="topic", said_at="at",
    )  # fmt: skip
    heard = asked.inner_join(said, "customer_key")
    heard = heard.filter(
        (heard.said_at <= heard["at"])
        & ((heard.said_channel == heard.channel) | (heard.said_channel == EVERY))
        & ((heard.said_topic == heard.topic) | (heard.said_topic == EVERY))
    )
    order = [heard.said_at.desc(), heard.message_id.desc(), heard.is_granted.asc()]
    ranked = heard.mutate(place=ibis.row_number().over(group_by="row_key", order_by=order))
    place_of_no = ranked.place.min(where=~ranked.is_granted)
    place_of_confirmed = ranked.place.min(where=ranked.is_granted & ranked.is_confirmed)
    words = ranked.group_by("row_key").agg(
        last=ranked.is_granted.max(where=ranked.place == 0),
        is_confirmed=place_of_confirmed.notnull()
        & (place_of_no.isnull() | (place_of_confirmed < place_of_no)),
    )
    both = ruled.left_join(words, "row_key")
    asks = both.rule.isin(["opt_in", "double_opt_in"])
    reason = ibis.cases(
        (both.rule == "none", ibis.null("string")),
        ((both.last == False).fill_null(False), "opted_out"),  # noqa: E712
        (asks & both.last.isnull(), "no_consent"),
        ((both.rule == "double_opt_in") & ~both.is_confirmed.fill_null(False), "pending_confirmation"),
        else_=ibis.null("string"),
    )
    judged = both.select("row_key", reason=reason)
    return judged.mutate(may_send=judged.reason.isnull())


@cache
def _reasons() -> Compiled:
    asked = ibis.table(_ASKED, name="consent_asked")
    whom = asked.select("customer_key").distinct()
    merged = MERGED.rows.semi_join(whom, "customer_key").select("identity_key", "customer_key")
    own = whom.select(identity_key="customer_key", customer_key="customer_key")
    statements = CONSENT_LOG.rows.inner_join(own.union(merged), "identity_key")
    found = may_send(asked, ibis.table(_RULES, name="consent_rules"), statements)
    return compiled(found.select("row_key", "reason"))

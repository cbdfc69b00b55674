"""Customers taken together by the organization they belong to: its events are those of its members.

A customer belongs to the account that was last stated of them: the `groupId` of a `group` call, or any trait.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle import standing
from evergrow.measure.metrics import Measured, counted, measured, share_of, whole
from evergrow.measure.personas.spec import AccountJourney, AccountStage
from evergrow.storage.warehouse import Instant, moment

_DAY: Final = 86_400_000_000
Row = dict[str, Any]


def numbered(memberships: ir.Table) -> ir.Table:
    """The accounts of customers: `member_key`, `account_key`, `account`.

    Args:
        memberships: `customer_key`, each once, and `value`: the account's id.
    """
    known = memberships.filter(memberships.value.notnull(), memberships.value != "")
    names = known.select(account="value").distinct()
    keyed = names.mutate(
        account_key=ibis.row_number().over(ibis.window(order_by=names.account)).cast("int64") + whole(1)
    )
    both = known.inner_join(keyed, known.value == keyed.account)
    return both.select("account_key", "account", member_key="customer_key")


def by_account(source: Measured, memberships: ir.Table) -> Measured:
    """The same tables with an account in the place of each customer; customers without one are left out.

    An account is known: somebody stated it. Its `customer_id` and `name` are its id.
    """
    members = numbered(memberships)

    def moved(table: ir.Table) -> ir.Table:
        both = table.inner_join(members, table.customer_key == members.member_key)
        return both.drop("customer_key", "member_key", "account").rename(customer_key="account_key")

    accounts = members.group_by("account_key").agg(account=members.account.max())
    people = accounts.select(
        customer_key="account_key",
        customer_id="account",
        name="account",
        known_at=ibis.timestamp("1970-01-01 00:00:00").cast("timestamp(6)"),
    )
    return replace(
        source, events=moved(source.events), orders=moved(source.orders), customers=people, sequences=None
    )


def account_stages(
    stays: ir.Table, memberships: ir.Table, as_of: Instant, *, order: tuple[str, ...]
) -> ir.Table:
    """How accounts went through the stages: in every stage, by the first of their members to enter it.

    Args:
        stays: `customer_key`, `stage`, `entered_at`, `left_at`.
        memberships: See `numbered`.
        as_of: Stages entered before this moment.
        order: The stages, the least wanted first: where a member stands in the last of them, the account stands.

    Returns:
        `stage`, `reached` and `now` (accounts), `days` (median from the account's first stage to this one); and one row
        with `stage` null: `reached` are all accounts, `now` their members. Lazy.
    """
    members = numbered(memberships)
    rank = {stage: place for place, stage in enumerate(order)}
    entered = stays.filter(stays.entered_at < moment(as_of)).inner_join(
        members, stays.customer_key == members.member_key
    )
    first = entered.group_by("account_key", "stage").agg(at=entered.entered_at.min())
    began = first.mutate(began_at=first["at"].min().over(group_by=first.account_key))
    reached = began.group_by("stage").agg(
        reached=began.count(),
        days=(began["at"].delta(began.began_at, unit="microsecond") / _DAY).quantile(0.5).cast("float64"),
    )
    here = standing(stays, as_of)
    here = here.inner_join(members, here.customer_key == members.member_key)
    ranked = here.select(
        "account_key",
        place=ibis.cases(*((here.stage == one, place) for one, place in rank.items()), else_=-1),
    )
    top = ranked.group_by("account_key").agg(place=ranked.place.max())
    now = top.group_by("place").agg(now=top.count())
    named = now.select(
        "now", here=ibis.cases(*((now.place == place, one) for one, place in rank.items()), else_="")
    )
    both = reached.left_join(named, reached.stage == named.here)
    stages = both.select("stage", "reached", now=both.now.fill_null(0), days=both.days)
    everyone = members.agg(reached=members.account_key.max().fill_null(0), now=members.count())
    total = everyone.select(
        stage=ibis.null("string"), reached="reached", now="now", days=ibis.null("float64")
    )
    return stages.union(total)


def account_journey(
    source: Measured, memberships: ir.Table, lifecycle_map: LifecycleMap, as_of: datetime
) -> AccountJourney:
    """The organizations' journey until `as_of`. `source` has the customers' own stays."""
    wanted = [stage.id for stage in lifecycle_map.stages if not stage.is_exit]
    exits = [stage.id for stage in lifecycle_map.stages if stage.is_exit]
    rows = source.ask(account_stages, source.stays, memberships, as_of, order=(*exits, *wanted))
    return _journey(rows, lifecycle_map)


def _journey(rows: Sequence[Row], lifecycle_map: LifecycleMap) -> AccountJourney:
    found = {row["stage"]: row for row in rows}
    everyone = found.get(None, {"reached": 0, "now": 0})
    accounts = everyone["reached"]
    nothing: Row = {"reached": 0, "now": 0, "days": None}

    def stage(one: str, title: str) -> AccountStage:
        row = found.get(one, nothing)
        return AccountStage(
            stage=one,
            title=title,
            reached=share_of("account_reached", row["reached"], accounts, empty="No account is known."),
            now=counted("account_now", row["now"]),
            days=measured(
                "account_days",
                "days",
                row["days"],
                behind=row["reached"],
                empty="No account came to this stage.",
            ),
        )

    return AccountJourney(
        accounts=counted("accounts", accounts),
        members=measured(
            "account_members",
            "customers",
            everyone["now"] / accounts if accounts else None,
            behind=accounts,
            empty="No account is known.",
        ),
        stages=[stage(one.id, one.title) for one in lifecycle_map.stages],
    )

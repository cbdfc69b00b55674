"""Keep what was spent, and tell it again.

Holds   one amount for each day, channel, campaign and currency: the last one told. So a file may be imported twice, and a
        corrected one sets right what it names.
"""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy import and_, bindparam, delete, func, insert, select

from evergrow.record.spend.spec import SpendKept, SpendKnown
from evergrow.record.spend.tables import spend
from evergrow.storage.state import Tx

_KEY = ("day", "channel", "campaign", "currency")


def keep_spend(tx: Tx, rows: pa.Table) -> SpendKept:
    """Keep these entries; what was told of the same day, channel, campaign and currency before gives way.

    Args:
        tx: The transaction.
        rows: `day` (2026-11-22), `channel`, `campaign`, `currency`, `amount_micros`; entries that name the same are
            added up. At least one.
    """
    entries = rows.group_by(list(_KEY)).aggregate([("amount_micros", "sum")]).to_pylist()
    same = and_(*(spend.c[name] == bindparam(f"the_{name}") for name in _KEY))
    replaced = tx.run(delete(spend).where(same), [{f"the_{k}": row[k] for k in _KEY} for row in entries])
    tx.run(
        insert(spend),
        [{k: row[k] for k in _KEY} | {"amount_micros": row["amount_micros_sum"]} for row in entries],
    )
    days = [row["day"] for row in entries]
    return SpendKept(
        rows_read=rows.num_rows,
        entries=len(entries),
        replaced=max(replaced, 0),
        first_day=min(days),
        last_day=max(days),
    )


def spend_of(tx: Tx, first_day: str, last_day: str) -> pa.Table:
    """What was spent from one day to another, both inside: `channel`, `campaign`, `currency`, `amount_micros`."""
    c = spend.c
    amount = func.sum(c.amount_micros).label("amount_micros")
    query = select(c.channel, c.campaign, c.currency, amount).where(c.day.between(first_day, last_day))
    rows = tx.rows(query.group_by(c.channel, c.campaign, c.currency))
    return pa.Table.from_pylist(
        [dict(row) | {"amount_micros": int(row["amount_micros"])} for row in rows], SPENT
    )


def spend_known(tx: Tx) -> list[SpendKnown]:
    """All that was told, by channel and currency, the largest amount first."""
    c = spend.c
    query = select(
        c.channel,
        c.currency,
        func.count().label("entries"),
        func.min(c.day).label("first_day"),
        func.max(c.day).label("last_day"),
        func.sum(c.amount_micros).label("amount_micros"),
    ).group_by(c.channel, c.currency)
    known = [
        SpendKnown(
            **{name: row[name] for name in row if name != "amount_micros"},
            amount_micros=int(row["amount_micros"]),
        )
        for row in tx.rows(query)
    ]
    return sorted(known, key=lambda one: (-one.amount_micros, one.channel))


SPENT = pa.schema(
    [
        ("channel", pa.string()),
        ("campaign", pa.string()),
        ("currency", pa.string()),
        ("amount_micros", pa.int64()),
    ]
)

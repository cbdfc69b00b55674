"""Consent as of an instant, by channel and topic, whatever order its statements arrived in."""

from __future__ import annotations

from datetime import datetime, timedelta

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.definitions.topics import SHIPPED_TOPICS, read_topics
from evergrow.engage.consent import consent_reasons
from evergrow.ingest import CONSENTS as STATED
from evergrow.record import customers
from evergrow.record.customers import fill_consent_log, write_consents
from evergrow.storage.warehouse import Warehouse

TOPICS = read_topics(SHIPPED_TOPICS + "  - { id: tips, consent: opt_out }\n")
MORNING = datetime(2026, 11, 21, 8)
HOUR = timedelta(hours=1)


def statement(
    hour: int,
    is_granted: bool,
    topic: str = "offers",
    channel: str = "email",
    *,
    confirmed: bool = False,
    identity: int = 1,
    message_id: str = "",
) -> dict[str, object]:
    return {
        "identity_key": identity,
        "channel": channel,
        "topic": topic,
        "is_granted": is_granted,
        "is_confirmed": confirmed,
        "at": MORNING + hour * HOUR,
        "message_id": message_id or f"m-{hour}-{topic}-{channel}-{is_granted}-{identity}",
        "wording": "Yes, please",
        "place": None,
        "ip": None,
        "source_id": "src_1",
    }


def _warehouse(*batches: list[dict[str, object]]) -> Warehouse:
    warehouse = Warehouse()
    warehouse.create(customers.TABLES)
    for batch in batches:
        with warehouse.transaction() as tx:
            write_consents(tx, pa.Table.from_pylist(batch, schema=STATED))
    return warehouse


def _reason(warehouse: Warehouse, hour: int, topic: str = "offers", channel: str = "email") -> str | None:
    at = pa.array([MORNING + hour * HOUR], pa.timestamp("us"))
    asked = pa.table({"row_key": [7], "customer_key": [1], "channel": [channel], "topic": [topic], "at": at})
    rows = consent_reasons(warehouse.fetch, asked, TOPICS).to_pylist()
    assert [row["row_key"] for row in rows] == [7]
    return rows[0]["reason"]


CASES: list[tuple[list[dict[str, object]], str, str | None]] = [
    ([], "orders", None),
    ([], "offers", "no_consent"),
    ([], "tips", None),
    ([], "news", "no_consent"),
    ([], "nobody-declared-this", "no_consent"),
    ([statement(1, True)], "offers", None),
    ([statement(1, True), statement(2, False)], "offers", "opted_out"),
    ([statement(1, False), statement(2, True)], "offers", None),
    ([statement(1, True, channel="sms")], "offers", "no_consent"),
    ([statement(1, True, topic="news")], "offers", "no_consent"),
    ([statement(1, True, topic="all")], "offers", None),
    ([statement(1, True), statement(2, False, topic="all")], "offers", "opted_out"),
    ([statement(1, False, topic="all", channel="all"), statement(2, True)], "offers", None),
    ([statement(1, False, topic="tips")], "tips", "opted_out"),
    ([statement(1, False, topic="all")], "orders", None),
    ([statement(1, True, topic="news")], "news", "pending_confirmation"),
    ([statement(1, True, "news"), statement(2, True, "news", confirmed=True)], "news", None),
    ([statement(2, True, "news"), statement(1, True, "news", confirmed=True)], "news", None),
    (
        [
            statement(1, True, "news", confirmed=True),
            statement(2, False, "news"),
            statement(3, True, "news"),
        ],
        "news",
        "pending_confirmation",
    ),
]


def test_the_last_word_on_the_channel_and_topic_decides() -> None:
    said = [
        row | {"identity_key": case, "message_id": f"{case}-{row['message_id']}"}
        for case, (rows, _, _) in enumerate(CASES)
        for row in rows
    ]
    warehouse = _warehouse(said)
    asked = pa.table(
        {
            "row_key": range(len(CASES)),
            "customer_key": range(len(CASES)),
            "channel": ["email"] * len(CASES),
            "topic": [topic for _, topic, _ in CASES],
            "at": pa.array([MORNING + 9 * HOUR] * len(CASES), pa.timestamp("us")),
        }
    )
    found = {
        row["row_key"]: row["reason"] for row in consent_reasons(warehouse.fetch, asked, TOPICS).to_pylist()
    }
    warehouse.close()
    assert [(CASES[case], found[case]) for case in sorted(found) if found[case] != CASES[case][2]] == []
    assert len(found) == len(CASES)


def test_a_word_counts_from_the_moment_it_was_said() -> None:
    warehouse = _warehouse([statement(1, True), statement(3, False)])
    assert [_reason(warehouse, hour) for hour in range(5)] == [
        "no_consent",
        None,
        None,
        "opted_out",
        "opted_out",
    ]


def test_what_any_identity_of_the_customer_said_counts() -> None:
    warehouse = _warehouse([statement(1, True, identity=2)])
    assert _reason(warehouse, 2) == "no_consent"
    with warehouse.transaction() as tx:
        rows = pa.table({"identity_key": [2], "customer_key": [1]})
        tx.bind("merged_rows", rows)
        tx.append(customers.MERGED, ibis.table(customers.MERGED.schema, name="merged_rows"))
    assert _reason(warehouse, 2) is None


_SAID = st.lists(
    st.tuples(
        st.integers(0, 5), st.booleans(), st.sampled_from(["offers", "news", "all"]),
        st.sampled_from(["email", "sms", "all"]), st.booleans(),
    ),
    max_size=6, unique=True,
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(said=_SAID, seed=st.randoms(use_true_random=False), cut=st.integers(0, 6))
def test_the_order_and_the_batches_in_which_statements_arrive_change_nothing(
    said: list[tuple[int, bool, str, str, bool]], seed: object, cut: int
) -> None:
    rows = [
        statement(hour, granted, topic, channel, confirmed=confirmed, message_id=f"m{place}")
        for place, (hour, granted, topic, channel, confirmed) in enumerate(said)
    ]
    shuffled = list(rows)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = _warehouse(rows), _warehouse(shuffled[:cut], shuffled[cut:], shuffled[:2])
    for topic in ("offers", "news"):
        for hour in (2, 9):
            assert _reason(one, hour, topic) == _reason(other, hour, topic)
    count = one.fetch(customers.CONSENT_LOG.rows).num_rows
    assert count == other.fetch(customers.CONSENT_LOG.rows).num_rows == len(rows)
    one.close()
    other.close()


def test_the_log_keeps_every_statement_and_the_table_the_last() -> None:
    warehouse = _warehouse([statement(1, True)], [statement(2, False)], [statement(1, True)])
    log = warehouse.fetch(customers.CONSENT_LOG.rows).to_pylist()
    assert sorted((row["at"], row["is_granted"], row["wording"]) for row in log) == [
        (MORNING + HOUR, True, "Yes, please"),
        (MORNING + 2 * HOUR, False, "Yes, please"),
    ]
    assert [row["is_granted"] for row in warehouse.fetch(customers.CONSENTS.rows).to_pylist()] == [False]


def test_an_older_warehouse_begins_its_log_with_the_last_words_and_keeps_each_once() -> None:
    warehouse = _warehouse([statement(1, True), statement(2, False, topic="news")])
    with warehouse.transaction() as tx:
        tx.clear(customers.CONSENT_LOG)
    for _ in range(2):
        with warehouse.transaction() as tx:
            fill_consent_log(tx)
    with warehouse.transaction() as tx:  # a replay of what the log holds already
        write_consents(tx, pa.Table.from_pylist([statement(1, True)], schema=STATED))
    assert warehouse.fetch(customers.CONSENT_LOG.rows).num_rows == 2
    assert _reason(warehouse, 3) is None

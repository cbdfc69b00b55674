"""What holds for any input at all."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evergrow.ingest import is_plainly_good, judge, take_in
from evergrow.storage.log import Entry
from tests.unit.ingest.sending import NOW, entry

CALM = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
IDS = (
    st.sampled_from(["ana", "ben", "null", "", " ", "x" * 300, "日本" * 50, 5, None])
    | st.text(max_size=20)
    | JSON
)
DATES = (
    st.none()
    | st.datetimes().map(lambda at: at.isoformat() + "Z")
    | st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda off: (NOW + off).isoformat())
    | st.sampled_from(["", "yesterday", "2026-11-21", "2026-11-21T10:00:00", "0000-01-01T00:00:00Z", 7])
)
MONEY = st.sampled_from([1, "2.5", 0.1, "x", None, 1e300]) | st.floats(0, 1e9) | JSON
OBJECTS = st.none() | st.dictionaries(st.text(max_size=8), JSON, max_size=3) | JSON
ORDERS = st.fixed_dictionaries(
    {},
    optional={
        "revenue": MONEY,
        "total": MONEY,
        "currency": st.sampled_from(["EUR", "eur", "euro", "", None, 7]),
        "products": st.lists(
            st.fixed_dictionaries({}, optional={"price": MONEY, "quantity": MONEY}), max_size=2
        )
        | JSON,
        "order_id": IDS,
    },
)
KINDS = ["track", "identify", "page", "screen", "group", "alias"]
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from([*KINDS, "order", None])},
    optional={
        "event": st.sampled_from(["Signed Up", "Order Completed", "Order Refunded", ""]) | IDS,
        "name": IDS,
        "userId": IDS,
        "anonymousId": IDS,
        "previousId": IDS,
        "groupId": IDS,
        "messageId": IDS,
        "timestamp": DATES,
        "sentAt": DATES,
        "properties": ORDERS | OBJECTS,
        "traits": OBJECTS,
        "context": OBJECTS,
    },
)


@CALM
@given(st.lists(EVENTS, max_size=6))
def test_every_record_ends_once_accepted_quarantined_or_repeated(events: list[dict[str, Any]]) -> None:
    intake = take_in([entry("batch", {"batch": events})])

    ended = Counter(intake.events["source_id"].to_pylist()) + Counter(
        one.source_id for one in intake.quarantined
    )
    ended.update(intake.duplicates_in_batch)
    assert ended["src_1"] == len(events)
    assert intake.received == dict(ended)
    places = [*intake.events["ordinal"].to_pylist(), *(one.ordinal for one in intake.quarantined)]
    assert len(places) == len(set(places))
    ids = intake.events["message_id"].to_pylist()
    assert len(ids) == len(set(ids))


@CALM
@given(EVENTS, st.sampled_from(KINDS), st.booleans())
def test_a_glance_is_never_kinder_than_the_sieve(event: dict[str, Any], kind: str, is_ascii: bool) -> None:
    body = json.dumps(event, ensure_ascii=is_ascii).encode(errors="surrogatepass")

    if is_plainly_good(kind, body, NOW):
        assert judge(Entry("src_1", "segment", kind, body, NOW)) is None


@CALM
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_at_all_break_the_door(body: bytes) -> None:
    for detail, dialect in (("track", "segment"), ("batch", "segment"), ("upload", "clevertap")):
        intake = take_in([entry(detail, body, dialect=dialect)])
        assert intake.events.num_rows + len(intake.quarantined) >= (b"[" not in body)


@CALM
@given(st.lists(EVENTS, max_size=4))
def test_json_that_was_accepted_is_json_to_the_warehouse(events: list[dict[str, Any]]) -> None:
    intake = take_in([entry("batch", {"batch": events})])

    texts = [
        text
        for table, column in (
            (intake.events, "properties"),
            (intake.events, "context"),
            (intake.traits, "value"),
        )
        for text in table[column].to_pylist()
        if text is not None
    ]
    with duckdb.connect() as connection:
        for text in texts:
            connection.execute("select json_valid(?), json_extract_string(?, '$.a')", [text, text])
            assert connection.execute("select json_valid(?)", [text]).fetchall() == [(True,)]

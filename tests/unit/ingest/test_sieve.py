import json
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from evergrow.ingest import CONSENTS, EVENTS, IDENTITIES, LINKS, REASONS, TRAITS, take_in
from evergrow.kernel import key_of
from tests.unit.ingest.sending import NOW, entry, of_batch, reasons, track

HOUR = timedelta(hours=1)


def test_no_entries_give_empty_tables_of_the_right_shape() -> None:
    intake = take_in([])

    assert intake.events.schema == EVENTS
    assert intake.links.schema == LINKS
    assert intake.traits.schema == TRAITS
    assert intake.consents.schema == CONSENTS
    assert intake.identities.schema == IDENTITIES
    assert (intake.quarantined, intake.received) == ([], {})


def test_an_event_keeps_what_it_says() -> None:
    intake = of_batch(
        track(messageId="m1", timestamp="2026-11-20T10:00:00Z", properties={"a": 1}, context={"ip": "::1"})
    )

    assert intake.events.to_pylist() == [
        {
            "position": 1,
            "ordinal": 0,
            "message_key": key_of("m1"),
            "message_id": "m1",
            "identity_key": key_of("user:ana"),
            "source_id": "src_1",
            "kind": "track",
            "name": "Signed Up",
            "at": datetime(2026, 11, 20, 10),
            "received_at": datetime(2026, 11, 21, 12),
            "is_known": True,
            "revenue_micros": None,
            "currency": None,
            "order_id": None,
            "properties": '{"a": 1}',
            "context": '{"ip": "::1"}',
            "traits": None,
        }
    ]
    assert intake.identities.to_pylist() == [{"identity_key": key_of("user:ana"), "identity": "user:ana"}]


@pytest.mark.parametrize(
    ("said", "name", "properties"),
    [
        ({"type": "identify"}, "Identified", None),
        ({"type": "page"}, "Page Viewed", None),
        ({"type": "page", "name": 'A "b"'}, "Page Viewed", {"name": 'A "b"'}),
        ({"type": "page", "name": "A", "properties": {}}, "Page Viewed", {"name": "A"}),
        ({"type": "page", "name": "A", "properties": {"url": "/"}}, "Page Viewed", {"name": "A", "url": "/"}),
        ({"type": "page", "name": "A", "properties": {"name": "B"}}, "Page Viewed", {"name": "B"}),
        ({"type": "screen", "name": "A"}, "Screen Viewed", {"name": "A"}),
        ({"type": "group", "groupId": "g"}, "Grouped", {"group_id": "g"}),
        ({"type": "alias", "previousId": "old"}, "Aliased", {"previous_id": "old"}),
    ],
)
def test_events_that_are_no_tracks_get_a_name_and_keep_their_own_as_a_property(
    said: dict[str, Any], name: str, properties: dict[str, Any] | None
) -> None:
    event = of_batch({"userId": "ana", **said}).events.to_pylist()[0]

    assert event["name"] == name
    assert (event["properties"] and json.loads(event["properties"])) == properties


@pytest.mark.parametrize(
    ("timestamp", "sent_at", "at"),
    [
        (None, None, NOW),
        (None, "2020-01-01T00:00:00Z", NOW),
        ("2026-11-21T11:00:00Z", None, NOW - HOUR),
        ("2026-11-21T13:00:00+02:00", None, NOW - HOUR),
        ("2026-11-21T13:00:00+0200", None, NOW - HOUR),
        ("2026-11-21T11:00:00", None, NOW - HOUR),
        ("2026-11-21 11:00:00", None, NOW - HOUR),
        ("2026-11-21T11:00", None, NOW - HOUR),
        ("2026-11-21", None, NOW - 12 * HOUR),
        ("2026-11-21T11:00:00.123456789Z", None, NOW - HOUR + timedelta(microseconds=123456)),
        ("2030-01-01T00:00:00Z", "2030-01-01T01:00:00Z", NOW - HOUR),  # the sender's clock is years ahead
        ("1999-01-01T00:00:00Z", "1999-01-01T01:00:00Z", NOW - HOUR),
        ("2026-11-21T11:00:00Z", "no date", NOW - HOUR),  # nothing to correct by
    ],
)
def test_an_event_happened_at_its_timestamp_corrected_by_the_senders_clock(
    timestamp: str | None, sent_at: str | None, at: datetime
) -> None:
    intake = of_batch(track(timestamp=timestamp, sentAt=sent_at))

    assert intake.events["at"].to_pylist() == [at.replace(tzinfo=None)]


def test_a_batchs_sent_at_holds_for_events_without_one() -> None:
    own = track(userId="a", timestamp="2026-11-21T10:00:00Z", sentAt="2026-11-21T12:00:00Z")
    batchs = track(userId="b", timestamp="2026-11-21T10:00:00Z")

    intake = of_batch(own, batchs, sentAt="2026-11-21T11:00:00Z")

    assert intake.events["at"].to_pylist() == [datetime(2026, 11, 21, 10), datetime(2026, 11, 21, 11)]


def test_the_first_of_equal_message_ids_wins_and_the_others_are_counted() -> None:
    intake = of_batch(track(messageId="m", event="First"), track(messageId="m", event="Second"))

    assert intake.events["name"].to_pylist() == ["First"]
    assert intake.duplicates_in_batch == {"src_1": 1}
    assert intake.received == {"src_1": 2}


def test_without_a_message_id_the_same_content_is_the_same_message() -> None:
    dated = track(timestamp="2026-11-20T10:00:00Z")
    first = take_in([entry("batch", {"batch": [dated]})])
    again = take_in([entry("batch", {"batch": [dated]}, position=9, at=NOW + HOUR)])
    other = take_in([entry("batch", {"batch": [dated | {"event": "Other"}]})])

    assert first.events["message_id"] == again.events["message_id"]
    assert first.events["message_id"] != other.events["message_id"]


def test_content_without_a_time_is_another_message_when_it_is_received_again() -> None:
    first = take_in([entry("track", track())])
    again = take_in([entry("track", track(), position=2, at=NOW + HOUR)])

    assert first.events["message_id"] != again.events["message_id"]


@pytest.mark.parametrize(
    ("said", "is_known"),
    [
        ({"userId": "ana"}, True),
        ({"anonymousId": "v"}, False),
        ({"anonymousId": "v", "type": "identify", "traits": {"email": "a@b.c"}}, True),
        ({"anonymousId": "v", "type": "identify", "traits": {"phone": "+4912"}}, True),
        ({"anonymousId": "v", "type": "identify", "traits": {"email": ""}}, False),
        ({"anonymousId": "v", "type": "identify", "traits": {"email": None}}, False),
        ({"anonymousId": "v", "type": "identify", "traits": {"company": {"email": "a@b.c"}}}, False),
        ({"anonymousId": "v", "type": "group", "groupId": "g", "traits": {"email": "a@b.c"}}, False),
    ],
)
def test_known_is_who_has_a_user_id_or_gave_an_address(said: dict[str, Any], is_known: bool) -> None:
    intake = of_batch({"type": "track", "event": "x", **said})

    assert intake.events["is_known"].to_pylist() == [is_known]


@pytest.mark.parametrize(
    ("properties", "micros"),
    [
        ({"revenue": 19.99, "total": 25}, 19_990_000),
        ({"total": "25.50"}, 25_500_000),
        ({"revenue": "", "total": 5}, 5_000_000),
        ({"revenue": 0, "total": 5}, 0),
        ({"revenue": 0.1}, 100_000),
        ({"revenue": 1.0000005}, 1_000_000),  # half to even
        ({"revenue": 1.0000015}, 1_000_002),
        ({"revenue": 123456789.123456}, 123_456_789_123_456),
        ({"products": [{"price": 0.1, "quantity": 3}, {"price": 2}]}, 2_300_000),
        ({"products": [{"price": "1.5", "quantity": "2"}, {"name": "gift"}]}, 3_000_000),
        ({"products": [{"price": 10, "quantity": 0.333333}]}, 3_333_330),
        ({"products": [{"name": "gift"}]}, None),
        ({"products": None}, None),
        ({}, None),
        (None, None),
    ],
)
def test_an_orders_revenue_is_revenue_else_total_else_the_sum_of_its_products(
    properties: dict[str, Any] | None, micros: int | None
) -> None:
    intake = of_batch(track(event="Order Completed", properties=properties))

    assert reasons(intake) == []
    assert intake.events["revenue_micros"].to_pylist() == [micros]


def test_a_refund_is_what_went_back_as_a_positive_number() -> None:
    intake = of_batch(
        track(event="Order Refunded", properties={"total": -5, "currency": "eur", "order_id": 7})
    )

    event = intake.events.to_pylist()[0]
    assert (event["revenue_micros"], event["currency"], event["order_id"]) == (5_000_000, "EUR", "7")


def test_only_orders_and_refunds_carry_money() -> None:
    intake = of_batch(track(event="Product Viewed", properties={"revenue": "free"}))

    assert intake.events["revenue_micros"].to_pylist() == [None]


def test_a_record_with_both_ids_links_the_device_to_its_person_once() -> None:
    early, late = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"
    intake = of_batch(
        track(anonymousId="v", timestamp=late, messageId="late"),
        track(anonymousId="v", timestamp=early, messageId="early"),
        track(userId=None, anonymousId="v"),
    )

    assert intake.links.to_pylist() == [
        {
            "identity": "anon:v",
            "other_identity": "user:ana",
            "identity_key": key_of("anon:v"),
            "other_key": key_of("user:ana"),
            "kind": "identify",
            "message_id": "early",
            "at": datetime(2026, 11, 1),
        }
    ]
    assert set(intake.identities["identity"].to_pylist()) == {"anon:v", "user:ana"}


def test_an_alias_links_the_earlier_id_as_a_user_and_as_a_device() -> None:
    intake = of_batch({"type": "alias", "userId": "ana", "previousId": "old"})

    links = [(link["identity"], link["other_identity"], link["kind"]) for link in intake.links.to_pylist()]
    assert links == [("anon:old", "user:ana", "alias"), ("user:old", "user:ana", "alias")]


def test_an_alias_of_an_id_to_itself_links_nothing() -> None:
    intake = of_batch({"type": "alias", "userId": "ana", "previousId": "ana"})

    assert intake.links.num_rows == 0


def test_traits_are_one_row_each_and_a_groups_are_never_the_customers() -> None:
    intake = of_batch(
        {
            "type": "identify",
            "userId": "ana",
            "traits": {"name": "Ana", "tags": ["a", {"b": 1}], "age": None},
        },
        {"type": "group", "userId": "ana", "groupId": "acme", "traits": {"name": "Acme"}},
        track(traits={"name": "not a statement"}),
    )

    assert [(row["key"], json.loads(row["value"])) for row in intake.traits.to_pylist()] == [
        ("name", "Ana"),
        ("tags", ["a", {"b": 1}]),
        ("age", None),
        ("group.id", "acme"),
        ("group.name", "Acme"),
    ]


def test_consent_is_read_however_it_is_put() -> None:
    consent = {"consent": {"categoryPreferences": {"Advertising": False, "Analytics": True}}}
    intake = of_batch(
        track(context=consent),
        track(event="Subscribed", properties={"channel": "SMS", "topic": "news", "wording": "Yes, please"}),
        track(event="Unsubscribed", properties={"list_id": 7}),
        track(event="Unsubscribed"),
        {"type": "identify", "userId": "ana", "traits": {"MSG-email": True, "MSG-whatsapp": False}},
    )

    rows = intake.consents.to_pylist()
    assert [(row["channel"], row["topic"], row["is_granted"], row["wording"]) for row in rows] == [
        ("data", "Advertising", False, None),
        ("data", "Analytics", True, None),
        ("sms", "news", True, "Yes, please"),
        ("email", "7", False, None),
        ("email", "all", False, None),
        ("email", "all", True, None),
        ("whatsapp", "all", False, None),
    ]


def test_what_only_looks_like_consent_harms_no_record() -> None:
    intake = of_batch(
        track(context={"consent": {"categoryPreferences": 7}}),
        track(event="Subscribed", properties={"channel": 7}),
    )

    assert (intake.events.num_rows, intake.consents.num_rows, reasons(intake)) == (2, 0, [])


BROKEN = [
    ({"type": "order"}, "unknown_type"),
    ({"type": None}, "unknown_type"),
    ({"userId": None}, "missing_id"),
    ({"userId": "  "}, "missing_id"),
    ({"event": None}, "missing_event_name"),
    ({"event": ""}, "missing_event_name"),
    ({"type": "alias"}, "missing_previous_id"),
    ({"type": "alias", "userId": None, "anonymousId": "v", "previousId": "p"}, "missing_id"),
    ({"type": "group"}, "missing_group_id"),
    ({"userId": "x" * 513}, "id_too_long"),
    ({"messageId": "x" * 513}, "id_too_long"),
    ({"event": "x" * 513}, "id_too_long"),
    ({"userId": "undefined"}, "placeholder_id"),
    ({"userId": "[object Object]"}, "placeholder_id"),
    ({"userId": 0}, "placeholder_id"),
    ({"userId": None, "anonymousId": "NULL"}, "placeholder_id"),
    ({"properties": [1]}, "wrong_type"),
    ({"properties": "x"}, "wrong_type"),
    ({"traits": 7}, "wrong_type"),
    ({"context": True}, "wrong_type"),
    ({"userId": {"id": 1}}, "wrong_type"),
    ({"event": ["x"]}, "wrong_type"),
    ({"timestamp": 7}, "wrong_type"),
    ({"timestamp": "yesterday"}, "date_unreadable"),
    ({"timestamp": "2026-02-30T00:00:00Z"}, "date_unreadable"),
    ({"timestamp": "10000-01-01T00:00:00Z"}, "date_unreadable"),
    ({"timestamp": "0000-01-01T00:00:00Z"}, "date_too_old"),
    ({"timestamp": "1969-12-31T23:59:59Z"}, "date_too_old"),
    ({"timestamp": "2026-11-22T12:00:01Z"}, "date_in_future"),
    ({"timestamp": "2200-01-01T00:00:00Z"}, "date_out_of_range"),
    ({"timestamp": "9999-12-31T23:59:59Z"}, "date_out_of_range"),
    ({"event": "Order Completed", "properties": {"revenue": "1,50"}}, "amount_unreadable"),
    ({"event": "Order Completed", "properties": {"revenue": "NaN"}}, "amount_unreadable"),
    ({"event": "Order Completed", "properties": {"total": True}}, "amount_unreadable"),
    ({"event": "Order Completed", "properties": {"products": [{"price": 1e12, "quantity": 1e12}]}}, "amount_unreadable"),
    ({"event": "Order Refunded", "properties": {"total": 1, "currency": "E"}}, "currency_unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "reason"), BROKEN)
def test_each_broken_rule_has_its_reason_and_costs_the_neighbors_nothing(
    change: dict[str, Any], reason: str
) -> None:
    intake = of_batch(track(messageId="before"), track(**change), track(messageId="after"))

    assert intake.events["message_id"].to_pylist() == ["before", "after"]
    assert reasons(intake) == [reason]
    assert intake.quarantined[0].what
    assert (intake.quarantined[0].position, intake.quarantined[0].ordinal) == (1, 1)
    assert intake.received == {"src_1": 3}


def test_the_last_moment_that_is_accepted_is_a_day_after_it_was_received() -> None:
    intake = of_batch(track(timestamp="2026-11-22T12:00:00Z"))

    assert (intake.events.num_rows, reasons(intake)) == (1, [])


def test_every_reason_has_a_title_and_says_what_to_do() -> None:
    assert all(reason.title and reason.next_step.endswith(".") for reason in REASONS.values())


def test_a_record_reads_the_same_whatever_stands_beside_it() -> None:
    events = [track(messageId=f"m{number}", anonymousId=f"v{number % 3}") for number in range(20)]
    entries = [
        entry("batch", {"batch": events[start : start + 5]}, position=start) for start in range(0, 20, 5)
    ]

    together = pl.DataFrame(take_in(entries).events)
    apart = pl.concat([pl.DataFrame(take_in([one]).events) for one in entries])

    assert together.equals(apart)


def test_dialects_mixed_in_one_run_keep_the_order_of_the_log() -> None:
    upload = {"d": [{"identity": "ana", "type": "event", "evtName": "Viewed", "ts": 1_700_000_000}]}
    intake = take_in(
        [
            entry("track", track(messageId="first"), position=3),
            entry("upload", upload, position=5, dialect="clevertap"),
            entry("track", track(messageId="last"), position=8),
        ]
    )

    assert intake.events["position"].to_pylist() == [3, 5, 8]
    assert intake.events["at"].to_pylist()[1] == datetime.fromtimestamp(1_700_000_000, UTC).replace(
        tzinfo=None
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b'"D\\u00edaz"', '"Díaz"'),
        (b'"a\\/b"', '"a/b"'),
        (b'"say \\"hi\\""', '"say \\"hi\\""'),
        (b"[1.50]", "[1.50]"),
    ],
)
def test_a_trait_that_was_written_with_escapes_is_kept_as_the_text_it_is(sent: bytes, kept: str) -> None:
    body = b'{"batch": [{"type": "identify", "userId": "ana", "traits": {"name": ' + sent + b"}}]}"
    assert take_in([entry("batch", body)]).traits["value"].to_pylist() == [kept]

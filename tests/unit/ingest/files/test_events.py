"""Rows of events and customers become records, one each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.unit.ingest.files.reading import read_text


def test_columns_that_fill_no_field_become_properties_with_their_types(tmp_path: Path) -> None:
    text = "event,user_id,timestamp,price,plan,zip_code,is_new,note\nSigned Up,ana,2024-03-01T10:00:00Z,12.5,pro,01234,true,\n"

    (event,) = read_text(tmp_path, text, "events").events

    assert (event["name"], event["at"]) == ("Signed Up", datetime(2024, 3, 1, 10))
    assert event["properties"] == {"price": 12.5, "plan": "pro", "zip_code": "01234", "is_new": True}


def test_rows_that_are_alike_in_everything_are_one_event(tmp_path: Path) -> None:
    row = "Page Viewed,ana,2024-03-01T10:00:00Z,/home\n"

    found = read_text(
        tmp_path, "event,user_id,timestamp,path\n" + row + row + row.replace("/home", "/shop"), "events"
    )

    assert (found.written.rows_read, len(found.events)) == (3, 2)


def test_json_events_keep_nested_properties(tmp_path: Path) -> None:
    text = '{"event":"Product Viewed","userId":"ana","timestamp":"2024-03-01T10:00:00Z","properties":{"tags":["a"],"price":5},"campaign":"x"}\n'

    (event,) = read_text(tmp_path, text, "events", name="events.jsonl").events

    assert event["properties"] == {"tags": ["a"], "price": 5, "campaign": "x"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",ana,2024-03-01", "missing_event_name"),
        ("Signed Up,,2024-03-01", "missing_id"),
        ("Signed Up,ana,", "missing_column"),
        ("Signed Up,ana,yesterday", "date_unreadable"),
        ("Signed Up,ana,9999-01-01", "date_out_of_range"),
        ("Signed Up,ana,2027-01-01", "date_in_future"),
        (f"{'x' * 600},ana,2024-03-01", "id_too_long"),
    ],
)
def test_every_row_is_accepted_or_set_aside_with_a_reason(tmp_path: Path, row: str, reason: str) -> None:
    found = read_text(tmp_path, f"event,user_id,timestamp\nSigned Up,bo,2024-03-01\n{row}\n", "events")

    assert [one for one, _ in found.refused] == [reason]
    assert (found.accepted_rows, found.refused_rows, found.written.rows_read) == (1, 1, 2)
    assert all(one.fingerprint is not None for one in found.intake.quarantined)


def test_an_events_own_id_is_kept(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "message_id,event,anonymous_id,timestamp\nm-1,Signed Up,device,2024-03-01\n", "events"
    )

    assert [event["message_id"] for event in found.events] == ["m-1"]


def test_customers_are_told_with_their_traits(tmp_path: Path) -> None:
    text = "Customer ID,Email,Name,Created At,Plan,Age\n42,ANA@x.org,Ana,2024-03-01,pro,33\n"

    (told,) = read_text(tmp_path, text, "customers").events

    assert (told["kind"], told["at"]) == ("identify", datetime(2024, 3, 1))
    assert told["traits"] == {"email": "ANA@x.org", "name": "Ana", "Plan": "pro", "Age": 33}


def test_a_customer_without_an_id_is_known_by_the_address(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Email,Name\nana@x.org,Ana\n,Bo\n", "customers")

    assert [identity["identity"] for identity in found.intake.identities.to_pylist()] == ["user:ana@x.org"]
    assert [reason for reason, _ in found.refused] == ["missing_id"]

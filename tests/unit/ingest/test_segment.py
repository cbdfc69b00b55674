import json

import pytest

from evergrow.ingest import take_in
from evergrow.ingest.dialects import DIALECTS
from tests.unit.ingest.sending import entry, of_batch, reasons, track


def test_the_address_of_a_single_event_tells_its_type() -> None:
    intake = take_in([entry("identify", track(type="track", traits={"plan": "gold"}))])

    assert intake.events["kind"].to_pylist() == ["identify"]


def test_ids_may_be_numbers() -> None:
    intake = of_batch(track(userId=12347), track(userId=12347.0), track(userId=10**30), track(userId="x"))

    keys = intake.identities["identity"].to_pylist()
    assert keys == ["user:12347", f"user:{10**30}", "user:x"]


@pytest.mark.parametrize("size", [32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1])
@pytest.mark.parametrize("detail", ["track", "batch"])
def test_an_event_may_have_32_kb_and_not_a_byte_more(size: int, detail: str) -> None:
    event = json.dumps(track(properties={"a": ""}))
    event = event.replace('"a": ""', '"a": "' + "x" * (size - len(event)) + '"')
    body = event if detail == "track" else f'{{"batch":[{event},{json.dumps(track(userId="b"))}]}}'

    intake = take_in([entry(detail, body.encode())])

    assert reasons(intake) == (["event_too_large"] if size > 32 * 1024 else [])


def test_bytes_that_are_no_text_cost_one_event_of_a_batch() -> None:
    good, inside, outside = (json.dumps(track(userId=name, properties={"p": "?"})) for name in "abc")
    body = f'{{"batch":[{good},{inside.replace("?", "~~")},{outside.replace("Signed", "~~")}]}}'.encode()

    intake = take_in([entry("batch", body.replace(b"~~", b"\xff\xfe"))])

    assert intake.identities["identity"].to_pylist() == ["user:a"]
    assert reasons(intake) == ["invalid_utf8", "invalid_utf8"]
    assert "\ufffd\ufffd" in intake.quarantined[0].record


def test_a_body_that_is_no_json_is_one_record() -> None:
    intake = take_in([entry("batch", b'{"batch":[{},'), entry("track", b"", position=2)])

    assert reasons(intake) == ["broken_json", "broken_json"]
    assert intake.received == {"src_1": 2}


def test_a_quarantined_event_carries_what_its_batch_said_for_it() -> None:
    intake = of_batch({"userId": "ana"}, {}, sentAt="2026-11-21T11:00:00Z", context={"ip": "::1"})

    assert [json.loads(one.record) for one in intake.quarantined] == [
        {"userId": "ana", "sentAt": "2026-11-21T11:00:00Z", "context": {"ip": "::1"}},
        {"sentAt": "2026-11-21T11:00:00Z", "context": {"ip": "::1"}},
    ]


@pytest.mark.parametrize("detail", ["track", "batch"])
def test_a_quoted_event_that_is_sent_again_says_the_same(detail: str) -> None:
    event = track(timestamp="2026-11-21T10:00:00Z")
    body = event | {"sentAt": "2026-11-21T11:00:00Z"} if detail == "track" else {
        "batch": [event], "sentAt": "2026-11-21T11:00:00Z",
    }  # fmt: skip
    first = entry(detail, body)
    segment = DIALECTS["segment"]

    again = entry(detail, segment.wrap(segment.quote(first, [0])[0], detail))

    assert take_in([again]).events == take_in([first]).events

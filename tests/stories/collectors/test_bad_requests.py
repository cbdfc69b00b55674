"""Bad input: each is answered clearly, and nothing that was acknowledged or could be kept is lost."""

import gzip
import json
from typing import Any

import pytest

from tests.stories.collectors.conftest import Door

EVENT = {"userId": "ana", "event": "Signed Up"}
BATCHED = {"type": "track", **EVENT}
ORDER = {"userId": "ana", "event": "Order Completed"}


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


KEPT = {
    "broken JSON": ("/v1/track", b'{"userId":"ana","event":', 400, "broken_json"),
    "nothing at all": ("/v1/track", b"", 400, "broken_json"),
    "a list": ("/v1/track", b"[1,2]", 400, "wrong_type"),
    "a flag as user id": ("/v1/track", _json({"userId": True, "event": "x"}), 400, "wrong_type"),
    "a number as event": ("/v1/track", _json({"userId": "ana", "event": 7}), 400, "wrong_type"),
    "a list as properties": ("/v1/track", _json({**EVENT, "properties": [1]}), 400, "wrong_type"),
    "a text as traits": ("/v1/identify", _json({"userId": "ana", "traits": "x"}), 400, "wrong_type"),
    "no id": ("/v1/track", _json({"event": "x"}), 400, "missing_id"),
    "blank ids": ("/v1/track", _json({"userId": " ", "anonymousId": "", "event": "x"}), 400, "missing_id"),
    "no event": ("/v1/track", _json({"userId": "ana"}), 400, "missing_event_name"),
    "no previous id": ("/v1/alias", _json({"userId": "ana"}), 400, "missing_previous_id"),
    "no group": ("/v1/group", _json({"userId": "ana"}), 400, "missing_group_id"),
    "nobody's id": ("/v1/track", _json({"userId": "null", "event": "x"}), 400, "placeholder_id"),
    "a long id": ("/v1/track", _json({"userId": "a" * 600, "event": "x"}), 400, "id_too_long"),
    "33 KB": ("/v1/track", _json({**EVENT, "properties": {"a": "x" * 33 * 1024}}), 413, "event_too_large"),
    "invalid UTF-8 in an id": ("/v1/track", b'{"userId":"\xff","event":"x"}', 400, "invalid_utf8"),
    "invalid UTF-8 inside": (
        "/v1/track", b'{"userId":"a","event":"x","properties":{"p":"\xe3\x28"}}', 400, "invalid_utf8",
    ),
    "half a surrogate": ("/v1/track", b'{"userId":"a","event":"x","properties":{"p":"\\ud800"}}', 400, "broken_json"),
    "nested 5,000 deep": ("/v1/track", b'{"userId":"a","event":"x","properties":{"p":' + b"[" * 5_000 + b"]" * 5_000 + b"}}", 400, "too_deep"),
    "an unreadable date": ("/v1/track", _json({**EVENT, "timestamp": "31/12/2020"}), 400, "date_unreadable"),
    "a number as date": ("/v1/track", _json({**EVENT, "timestamp": 1700000000}), 400, "wrong_type"),
    "the year 0": ("/v1/track", _json({**EVENT, "timestamp": "0000-01-01T00:00:00Z"}), 400, "date_too_old"),
    "the year 1": ("/v1/track", _json({**EVENT, "timestamp": "0001-01-01T00:00:00Z"}), 400, "date_too_old"),
    "the year 9999": ("/v1/track", _json({**EVENT, "timestamp": "9999-12-31T23:59:59Z"}), 400, "date_out_of_range"),
    "the future": ("/v1/track", _json({**EVENT, "timestamp": "2150-01-01T00:00:00Z"}), 400, "date_in_future"),
    "an amount in words": ("/v1/track", _json({**ORDER, "properties": {"revenue": "ten"}}), 400, "amount_unreadable"),
    "a huge amount": ("/v1/track", _json({**ORDER, "properties": {"revenue": 1e300}}), 400, "amount_unreadable"),
    "no currency": ("/v1/track", _json({**ORDER, "properties": {"revenue": 1, "currency": "dollars"}}), 400, "currency_unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_a_single_bad_event_is_answered_with_its_reason_and_kept(door: Door, case: str) -> None:
    path, body, status, reason = KEPT[case]

    answer = door.post(path, body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, f"record.{reason}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["next_step"]
    assert problem["detail"]
    assert [one.reason for one in door.quarantined(1)] == [reason]
    assert door.counts(1) == (0, 1, 0)


def bomb(size: int) -> bytes:
    return gzip.compress(b" " * size)


GZIP = {"content-encoding": "gzip"}
REFUSED = {
    "a batch of 501 KB": ("/v1/batch", _json({"batch": [{**BATCHED, "x": "y" * 501 * 1024}]}), {}, 413, "request.too_large"),
    "a batch of a million items": ("/v1/batch", b'{"batch":[' + b"0," * 999_999 + b"0]}", {}, 413, "request.too_large"),
    "a batch of a million items, packed": (
        "/v1/batch", gzip.compress(b'{"batch":[' + b"0," * 999_999 + b"0]}"), GZIP, 413, "request.too_large",
    ),
    "a batch of 2,501 events": ("/v1/batch", _json({"batch": [{}] * 2_501}), {}, 413, "batch.too_many_records"),
    "a gzip bomb": ("/v1/track", bomb(200_000_000), GZIP, 413, "request.too_large"),
    "broken gzip": ("/v1/track", b"no gzip", GZIP, 400, "request.broken_gzip"),
    "half a gzip": ("/v1/track", gzip.compress(_json(EVENT))[:-9], GZIP, 400, "request.broken_gzip"),
    "another encoding": ("/v1/track", b"x", {"content-encoding": "br"}, 415, "request.unknown_encoding"),
    "a broken batch": ("/v1/batch", b'{"batch":[', {}, 400, "batch.broken_json"),
    "a batch without events": ("/v1/batch", b"{}", {}, 400, "batch.wrong_type"),
    "a batch that is none": ("/v1/batch", b'{"batch":7}', {}, 400, "batch.wrong_type"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_request_is_refused_as_a_whole(door: Door, case: str) -> None:
    path, body, headers, status, code = REFUSED[case]
    before = door.workspace.log.last_position()

    answer = door.post(path, body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["next_step"]
    assert door.workspace.log.last_position() == before


@pytest.mark.parametrize("auth", [("", ""), ("wrong", ""), ("\u2603", ""), ("a" * 500, "")])
def test_an_unknown_write_key_is_refused(door: Door, auth: tuple[str, str]) -> None:
    before = door.workspace.log.last_position()

    answer = door.http.post("/v1/track", json=EVENT, auth=auth)

    assert answer.status_code == 401
    assert answer.json()["code"] in ("write_key.missing", "write_key.unknown")
    assert door.workspace.log.last_position() == before


def test_bad_events_of_a_batch_are_all_set_aside_for_their_own_reasons(door: Door) -> None:
    breaking = ("broken_json", "too_deep")  # the batch itself could not be read
    singles = {
        name: case for name, case in KEPT.items() if case[0] == "/v1/track" and case[3] not in breaking
    }
    events = [
        body[:-1] + b',"type":"track"}' if body[:1] == b"{" else body for _, body, _, _ in singles.values()
    ]
    good = [_json(BATCHED | {"messageId": f"{door.source.id}-{number}"}) for number in range(2)]

    answer = door.post("/v1/batch", b'{"batch":[' + b",".join([good[0], *events, good[1]]) + b"]}")

    aside = door.quarantined(len(events))
    assert answer.status_code == 200
    assert sorted(one.reason for one in aside) == sorted(reason for _, _, _, reason in singles.values())
    assert door.counts(len(events) + 2) == (2, len(events), 0)

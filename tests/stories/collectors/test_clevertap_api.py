"""CleverTap's upload API, in CleverTap's own words."""

import json
import socket
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from tests.stories.collectors.conftest import Door

TS = 1_763_712_000  # 2025-11-21 08:00 UTC


CHARGED = {
    "ts": TS,
    "type": "event",
    "evtName": "Charged",
    "evtData": {
        "Amount": 300,
        "Currency": "USD",
        "Charged ID": "ct-1",
        "Items": [{"Name": "Book"}],
        "Due": f"$D_{TS}",
    },
}
PROFILE = {
    "objectId": "device-1",
    "identity": "ana",
    "type": "profile",
    "ts": TS,
    "profileData": {"Name": "Ana", "Email": "ana@example.com", "Customer Type": "Silver", "MSG-email": False, "Since": f"$D_{TS}"},
}  # fmt: skip


def charged(door: Door) -> dict[str, Any]:
    """An order of a customer of this story alone: the same content would be the same message."""
    return CHARGED | {"identity": door.source.id}


def test_profiles_and_events_are_taken(door: Door) -> None:
    answer = door.upload({"d": [charged(door), PROFILE | {"identity": door.source.id}]})

    assert answer.status_code == 200
    assert answer.json() == {"status": "success", "processed": 2, "unprocessed": []}
    order, profile = door.events(2)
    assert (order["name"], order["order_id"], order["revenue_micros"], order["currency"]) == (
        "Order Completed", "ct-1", 300_000_000, "USD",
    )  # fmt: skip
    assert order["at"].replace(tzinfo=UTC) == datetime.fromtimestamp(TS, UTC)
    assert json.loads(order["properties"])["Due"] == "2025-11-21T08:00:00Z"
    traits = json.loads(profile["traits"])
    assert (traits["name"], traits["email"], traits["Customer Type"]) == ("Ana", "ana@example.com", "Silver")
    assert traits["Since"] == "2025-11-21T08:00:00Z"


def test_what_could_not_be_processed_is_listed_with_its_code(door: Door) -> None:
    nameless = {"identity": "ana", "type": "event", "ts": TS}
    nobody = {"type": "event", "evtName": "Viewed", "ts": TS}
    neither = {"identity": "ana", "type": "order", "ts": TS}
    undated = {"identity": "ana", "type": "event", "evtName": "Viewed", "ts": TS * 1_000_000}

    answer = door.upload({"d": [nameless, charged(door), nobody, neither, undated]}).json()

    assert (answer["status"], answer["processed"]) == ("partial", 1)
    assert [(one["status"], one["code"], one["record"]) for one in answer["unprocessed"]] == [
        ("fail", 509, nameless),
        ("fail", 523, nobody),
        ("fail", 524, neither),
        ("fail", 525, undated),
    ]
    assert door.counts(5) == (1, 4, 0)


def test_nothing_processed_is_a_fail(door: Door) -> None:
    answer = door.upload({"d": [{"identity": "ana"}]})

    assert (answer.status_code, answer.json()["status"], answer.json()["processed"]) == (200, "fail", 0)


def test_a_thousand_records_are_taken_and_one_more_is_not(door: Door) -> None:
    records = [CHARGED | {"identity": f"{door.source.id}-{number}"} for number in range(1_001)]

    refused = door.upload({"d": records})
    taken = door.upload({"d": records[:-1]})

    assert (refused.status_code, refused.json()["status"]) == (400, "fail")
    assert taken.json() == {"status": "success", "processed": 1_000, "unprocessed": []}
    assert door.counts(1_000) == (1_000, 0, 0)


def test_a_rehearsal_judges_and_keeps_nothing(door: Door) -> None:
    before = door.workspace.log.last_position()
    answer = door.http.post(
        "/1/upload?dryRun=1",
        json={"d": [charged(door)]},
        headers={
            "x-clevertap-account-id": door.clevertap.write_key,
            "x-clevertap-passcode": door.clevertap.passcode or "",
        },
    )

    assert answer.json()["processed"] == 1
    assert door.workspace.log.last_position() == before


def test_broken_payloads_and_wrong_passcodes_fail(door: Door) -> None:
    before = door.workspace.log.last_position()
    account = {"x-clevertap-account-id": door.clevertap.write_key}
    wrong = door.http.post("/1/upload", json={"d": []}, headers=account | {"x-clevertap-passcode": "no"})

    assert (wrong.status_code, wrong.json()["status"], wrong.json()["code"]) == (401, "fail", 401)
    assert door.upload(b'{"d":[').status_code == 400
    assert door.upload({"records": []}).status_code == 400
    assert door.workspace.log.last_position() == before


def test_the_sixteenth_upload_at_once_is_told_to_wait(door: Door) -> None:
    body = json.dumps({"d": [charged(door)]}).encode()
    with ExitStack() as open_uploads:
        under_way = [open_uploads.enter_context(begun_upload(door, len(body))) for _ in range(15)]

        refused = door.upload({"d": [charged(door)]})

        assert (refused.status_code, refused.json()["status"]) == (429, "fail")
        for upload in under_way:
            upload.sendall(body)
        assert all(b" 200 OK" in upload.recv(4096) for upload in under_way)
    assert door.upload({"d": [charged(door)]}).status_code == 200


def begun_upload(door: Door, size: int) -> socket.socket:
    """An upload whose body the server waits for: "100 Continue" says that it does."""
    host, port = door.host.split(":")
    upload = socket.create_connection((host, int(port)), timeout=30)
    lines = (
        "POST /1/upload HTTP/1.1",
        f"Host: {door.host}",
        f"X-CleverTap-Account-Id: {door.clevertap.write_key}",
        f"X-CleverTap-Passcode: {door.clevertap.passcode}",
        f"Content-Length: {size}",
        "Expect: 100-continue",
    )
    upload.sendall("\r\n".join([*lines, "", ""]).encode())
    assert b"100 Continue" in upload.recv(4096)
    return upload

"""CleverTap's upload API, in CleverTap's own words."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.stories.collectors.conftest import Door

TS = 1_763_712_000  # 2025-11-21 08:00 UTC


def charged(door: Door) -> dict[str, Any]:
    """An order of a customer of this story alone: the same content would be the same message."""
    return CHARGED | {"identity": door.source.id}


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
    assert asyncio.run(_at_once(door, 16)).count(429) == 1
    assert door.upload({"d": [charged(door)]}).status_code == 200


async def _at_once(door: Door, number: int) -> list[int]:
    """Statuses of uploads that are all under way before the first may end."""
    everyone_is_in = asyncio.Barrier(number)
    over = asyncio.Event()
    head = {
        "x-clevertap-account-id": door.clevertap.write_key,
        "x-clevertap-passcode": door.clevertap.passcode or "",
        "content-type": "application/json",
    }

    async def body():
        yield b'{"d":'
        await everyone_is_in.wait()
        await over.wait()
        yield json.dumps([charged(door)]).encode() + b"}"

    async def upload(client: httpx.AsyncClient) -> int:
        answer = await client.post(f"{door.url}/1/upload", content=body(), headers=head)
        return answer.status_code

    limits = httpx.Limits(max_connections=number)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        uploads = [asyncio.create_task(upload(client)) for _ in range(number)]
        done, _ = await asyncio.wait(uploads, timeout=3, return_when=asyncio.FIRST_COMPLETED)
        over.set()
        statuses = await asyncio.gather(*uploads)
    assert len(done) <= 1
    return list(statuses)

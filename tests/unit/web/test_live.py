"""Open pages hear what happened, at most four times a second."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from evergrow.web.live import Live, LiveEvent, LiveMove, LiveTick

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def tick(version: int, *, moves: int = 0, events: int = 0) -> LiveTick:
    return LiveTick(
        version=version,
        at=AT,
        accepted=events,
        moves=[
            LiveMove(customer_id=f"user:{n}", name=None, source="reach", target="conversion", at=AT)
            for n in range(moves)
        ],
        events=[LiveEvent(at=AT, name="Order Completed", customer_id="user:1", detail="")] * events,
    )


async def read(messages: AsyncIterator[bytes], seconds: float = 1.0) -> dict:
    text = (await asyncio.wait_for(anext(messages), seconds)).decode()
    return json.loads(text.partition("data: ")[2])


def test_a_page_hears_of_a_move_at_once_under_its_public_names() -> None:
    async def story() -> dict:
        live = Live()
        page = live.listen()
        await anext(page)
        await asyncio.to_thread(live.publish, tick(1, moves=1))
        return await read(page, 0.2)

    assert asyncio.run(story())["moves"] == [
        {
            "customer_id": "user:0",
            "name": None,
            "from": "reach",
            "to": "conversion",
            "at": "2026-11-21T12:00:00Z",
        }
    ]


def test_what_happens_within_a_quarter_of_a_second_is_told_together() -> None:
    async def story() -> list[dict]:
        live = Live()
        page = live.listen()
        await anext(page)
        live.publish(tick(1, events=1))
        first = await read(page)
        for version in range(2, 12):
            live.publish(tick(version, moves=10, events=3))
        return [first, await read(page)]

    first, second = asyncio.run(story())
    assert (first["version"], first["accepted"]) == (1, 1)
    assert (second["version"], second["accepted"]) == (11, 30)
    assert (len(second["moves"]), len(second["events"])) == (50, 20)


def test_a_reminder_comes_when_it_is_due_and_not_before() -> None:
    async def story() -> tuple[float, dict]:
        live = Live()
        page = live.listen()
        await anext(page)
        live.publish(tick(7, moves=1))
        await read(page)
        started = asyncio.get_running_loop().time()
        live.remind(0.4)
        reminder = await read(page)
        return asyncio.get_running_loop().time() - started, reminder

    waited, reminder = asyncio.run(story())
    assert waited > 0.35
    assert (reminder["version"], reminder["moves"]) == (7, [])


def test_streams_end_when_the_server_stops() -> None:
    async def story() -> list[bytes]:
        live = Live()
        page = live.listen()
        heard = [await anext(page)]
        asyncio.get_running_loop().call_later(0.05, live.close)
        return heard + [message async for message in page]

    assert len(asyncio.run(asyncio.wait_for(story(), 30))) == 1


def test_a_page_that_does_not_read_holds_nobody_up() -> None:
    async def story() -> int:
        live = Live()
        asleep, awake = live.listen(), live.listen()
        await anext(asleep)
        await anext(awake)
        last = {"version": 0}
        for version in range(1, 40):
            live.publish(tick(version))
            live._pause = None  # as if a quarter of a second had passed
            await asyncio.sleep(0)
            last = await read(awake)
        return last["version"]

    assert asyncio.run(story()) == 39

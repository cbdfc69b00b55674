"""A page that stays open sees a purchase; that it does within two seconds is told where nothing runs beside it."""

import json
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.stories.processes import Server, serving

PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("live") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def write_key(server: Server) -> str:
    return server.http.post("/api/sources", json={"name": "Shop"}).json()["write_key"]


def buy(server: Server, write_key: str, user: str, order: str) -> None:
    purchase = {
        "userId": user,
        "event": "Order Completed",
        "properties": {"order_id": order, "revenue": 25, "currency": "USD"},
    }
    httpx.post(f"{server.url}/v1/track", auth=(write_key, ""), json=purchase).raise_for_status()


def ticks(lines: Iterator[str]) -> Iterator[dict]:
    deadline = time.monotonic() + PATIENCE_SECONDS  # the stream lives on by its heartbeats
    for line in lines:
        assert time.monotonic() < deadline, "no such move was told of"
        if line.startswith("data: {") and "version" in line:
            yield json.loads(line.removeprefix("data: "))


def next_move(lines: Iterator[str], user: str) -> dict:
    """The first tick from now on in which the customer moves, with only that move in it."""
    for tick in ticks(lines):
        moves = [move for move in tick["moves"] if move["customer_id"] == user]
        if moves:
            return tick | {"moves": moves}
    raise AssertionError("the stream ended")


def test_a_purchase_moves_the_customer_on_the_open_page_and_in_the_board(
    server: Server, write_key: str
) -> None:
    buy(server, write_key, "warm-up", "o0")
    server.settled()

    with server.http.stream("GET", "/api/stream") as page:
        lines = page.iter_lines()
        assert next(lines) == "retry: 1000"
        buy(server, write_key, "ana", "o1")
        tick = next_move(lines, "user:ana")
        board = server.get("/api/lifecycle")

    assert [move["to"] for move in tick["moves"]] == ["conversion"]
    assert tick["events"][-1]["name"] == "Order Completed"
    stages = {stage["id"]: stage["customers"]["value"] for stage in board["stages"]}
    assert stages["conversion"] >= 2


def test_the_second_purchase_moves_them_on(server: Server, write_key: str) -> None:
    buy(server, write_key, "ben", "o2")
    server.settled()

    with server.http.stream("GET", "/api/stream") as page:
        lines = page.iter_lines()
        next(lines)
        buy(server, write_key, "ben", "o3")
        tick = next_move(lines, "user:ben")
        while tick["moves"][-1]["to"] == "conversion":  # the first purchase was told of only now
            tick = next_move(lines, "user:ben")

    last = tick["moves"][-1]
    assert (last["from"], last["to"]) == ("conversion", "retention")

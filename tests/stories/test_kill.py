"""`kill -9` at any moment: nothing that was acknowledged is missing afterwards, and nothing counts twice."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.stories.processes import Server, serving, start

pytestmark = pytest.mark.slow
KILLS_WHILE_SENDING = 12
SENDERS, CALLS_A_BATCH, CUSTOMERS = 3, 40, 25


@dataclass
class Sender:
    """A site's SDK: sends batch after batch, and each again and again until it is acknowledged."""

    name: int
    write_key: str
    acknowledged: int = 0  # batches; batch n holds the calls n * CALLS_A_BATCH and on
    sent: int = 0

    def send(self, url: str, stop: threading.Event) -> None:
        """Until stopped, or until the server is gone."""
        with httpx.Client(base_url=url, auth=(self.write_key, ""), timeout=60) as http:
            while not stop.is_set() and self.send_one(http):
                pass

    def send_one(self, http: httpx.Client) -> bool:
        """Whether the next batch was acknowledged."""
        self.sent = max(self.sent, self.acknowledged + 1)
        try:
            answer = http.post("/v1/batch", json={"batch": self.batch(self.acknowledged)})
        except httpx.TransportError:
            return False
        assert answer.status_code == 200, answer.text
        self.acknowledged += 1
        return True

    def batch(self, number: int) -> list[dict[str, Any]]:
        first = number * CALLS_A_BATCH
        return [self.call(n) for n in range(first, first + CALLS_A_BATCH)]

    def call(self, number: int) -> dict[str, Any]:
        message = {
            "type": "track",
            "messageId": f"s{self.name}-{number}",
            "userId": f"u{number % CUSTOMERS}",
            "event": "Product Viewed",
            "timestamp": "2026-01-01T00:00:00Z",
        }
        if number % 10 == 0:
            order = {"order_id": message["messageId"], "revenue": 1, "currency": "USD"}
            message |= {"event": "Order Completed", "properties": order}
        return message


@dataclass
class Site:
    """All senders of one shop."""

    senders: list[Sender]
    failures: list[BaseException] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return CALLS_A_BATCH * sum(sender.acknowledged for sender in self.senders)

    @property
    def sent(self) -> int:
        return CALLS_A_BATCH * sum(sender.sent for sender in self.senders)

    def send_until_killed(self, server: Server, seconds: float) -> None:
        stop = threading.Event()
        threads = [threading.Thread(target=self._send, args=(s, server.url, stop)) for s in self.senders]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()

    def _send(self, sender: Sender, url: str, stop: threading.Event) -> None:
        try:
            sender.send(url, stop)
        except BaseException as failure:
            self.failures.append(failure)


def test_no_acknowledged_event_is_lost_and_none_counts_twice_when_the_server_is_killed(
    tmp_path: Path,
) -> None:
    chance, data = random.Random(20), tmp_path / "data"
    write_key = source(data)
    site = Site([Sender(name, write_key) for name in range(SENDERS)])
    for _ in range(KILLS_WHILE_SENDING):
        server = start(["serve", "--data", str(data), "--port", "0"], data)
        accepted = server.settled()["accepted"]
        assert site.acknowledged <= accepted <= site.sent
        site.send_until_killed(server, chance.uniform(0.02, 1.5))
        assert site.failures == []
    with serving(data) as server:
        with httpx.Client(base_url=server.url, auth=(write_key, ""), timeout=60) as http:
            for sender in site.senders:
                if sender.sent > sender.acknowledged:
                    assert sender.send_one(http)
        counts = server.settled()
        assert counts["accepted"] == site.acknowledged == site.sent > 0
        assert counts["quarantined"] == 0
        assert told_by(server) == expected_of(site)


def source(data: Path) -> str:
    """The write key of a new source."""
    with serving(data) as server:
        answer = server.http.post("/api/sources", json={"name": "Shop", "kind": "http"})
        return answer.raise_for_status().json()["write_key"]


def told_by(server: Server) -> dict[str, tuple[int, int, int]]:
    """Events, orders and revenue of every customer, as the customer's page has them."""
    found = {}
    for row in server.get("/api/customers", limit=200)["rows"]:
        metrics = server.get(f"/api/customers/{row['customer_id']}")["metrics"]
        found[row["customer_id"]] = (metrics["events"], metrics["orders"], metrics["revenue_micros"])
    return found


def expected_of(site: Site) -> dict[str, tuple[int, int, int]]:
    expected: dict[str, tuple[int, int, int]] = {}
    for sender in site.senders:
        for number in range(sender.acknowledged * CALLS_A_BATCH):
            call = sender.call(number)
            events, orders, revenue = expected.get(f"user:{call['userId']}", (0, 0, 0))
            bought = call["event"] == "Order Completed"
            total = (events + 1, orders + bought, revenue + 1_000_000 * bought)
            expected[f"user:{call['userId']}"] = total
    return expected

"""`evergrow demo`: makes a shop, serves it signed in, keeps it alive, and goes on from what it finds."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from evergrow.kernel import parse_instant
from evergrow.world import WorldPlan, make_shop
from tests.stories.processes import environment, eventually, run, start
from tests.stories.warm import Command

pytestmark = pytest.mark.slow
CUSTOMERS = 400


def command(data: Path, *more: str) -> list[str]:
    return ["demo", "--data", str(data), "--port", "0", *more]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose making was killed halfway."""
    data = tmp_path_factory.mktemp("demo") / "shop"
    process = Command(command(data, "--customers", str(CUSTOMERS)), environment(), None, None)
    eventually(lambda: (data / "warehouse.duckdb").exists(), bool)
    process.kill()
    process.wait()
    assert not json.loads((data / "demo.json").read_text())["is_made"]
    return data


def test_a_shop_that_was_killed_while_it_was_made_is_finished(shop: Path, tmp_path: Path) -> None:
    server = start(command(shop, "--no-live"), shop, tmp_path / "out")
    counts = server.settled()
    noted = json.loads((shop / "demo.json").read_text())["plan"]
    plan = WorldPlan(**noted | {"end": parse_instant(noted["end"])})
    assert counts["accepted"] == make_shop(plan).records.num_rows
    assert (counts["quarantined"], counts["duplicates"]) == (0, 0)
    board = server.get("/api/lifecycle")
    assert all(stage["customers"]["value"] > 0 for stage in board["stages"])
    visitor = httpx.get(f"{server.url}/api/session").json()
    assert visitor["is_demo"]
    assert visitor["operator"] is not None
    running = eventually(
        lambda: [one["name"] for one in server.get("/api/journeys") if one["state"]],
        lambda names: len(names) == 2,
    )
    assert running == ["cart-abandoned", "welcome"]
    assert server.stop() == 0
    assert "Traceback" not in (tmp_path / "out").read_text()


def test_the_second_start_goes_on_from_the_data_and_its_customers_go_on_buying(
    shop: Path, tmp_path: Path
) -> None:
    if not json.loads((shop / "demo.json").read_text())["is_made"]:  # the story before ran in another process
        first = start(command(shop, "--no-live"), shop)
        first.settled()
        first.stop()
    server = start(command(shop), shop, tmp_path / "out")
    before = server.settled()["accepted"]
    eventually(lambda: server.get("/api/intake")["accepted"], lambda accepted: accepted >= before + 20)
    assert server.get("/api/intake")["quarantined"] == 0
    eventually(lambda: server.get("/api/mailbox")["mails"], bool)
    (newest, *_) = server.get("/api/mailbox", limit=1)["mails"]
    opened = server.get(f"/api/mailbox/{newest['number']}")
    assert "d=hinoki-leaf.example" in dict(opened["headers"])["DKIM-Signature"]
    shown = server.http.get(opened["frame"])
    assert "12 Cedar Lane" in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]
    port = server.url.rsplit(":", 1)[1]
    other = run("demo", "--data", str(tmp_path / "other"), "--port", port)
    again = run(*command(shop))
    assert server.stop() == 0
    said = (tmp_path / "out").read_text()
    assert "Imagining" not in said
    assert "Traceback" not in said
    assert (other.returncode, again.returncode) == (2, 2)
    assert "Choose another with --port" in other.stderr
    assert not (tmp_path / "other").exists()
    assert "This demo is being served already." in again.stderr


def test_a_directory_with_other_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    ended = run(*command(tmp_path))
    assert ended.returncode == 2
    assert "demo.other_data" in ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]

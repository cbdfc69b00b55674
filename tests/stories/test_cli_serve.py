"""`evergrow serve` and the commands beside it, as a person at a terminal meets them."""

import os
import stat
from pathlib import Path

import httpx
import pytest

from tests.stories.processes import Server, run, serving, start


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Server:
    return start(["serve", "--data", str(data), "--port", "0"], data)


def test_the_version_and_the_commands_are_told() -> None:
    assert run("--version").stdout.startswith("evergrow ")
    told = run("--help").stdout
    for command in ("serve", "demo", "report", "sources", "quarantine", "definitions"):
        assert command in told


def test_a_command_works_beside_the_server_and_through_it(data: Path, server: Server) -> None:
    made = run("sources", "create", "Web shop", "--data", str(data))
    key = made.stdout.split("Write key ")[1].split()[0]

    taken = httpx.post(f"{server.url}/v1/track", auth=(key, ""), json={"userId": "ana", "event": "Signed Up"})
    server.settled()

    assert taken.json() == {"success": True}
    assert "Web shop" in run("sources", "list", "--data", str(data)).stdout
    report = run("report", "customers", "--data", str(data))
    assert (report.returncode, "user:ana" in report.stdout) == (0, True), report.stderr


def test_only_this_user_may_read_the_servers_token(data: Path, server: Server) -> None:
    assert stat.S_IMODE(os.stat(data / "server.json").st_mode) == 0o600


def test_a_second_server_on_the_same_data_is_refused(data: Path, server: Server) -> None:
    second = run("serve", "--data", str(data), "--port", "0")
    assert second.returncode == 2
    assert "[data.in_use]" in second.stderr


def test_a_taken_port_is_refused_before_anything_is_opened(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    second = run("serve", "--data", str(tmp_path / "other"), "--port", port)
    assert second.returncode == 2
    assert "[serve.port]" in second.stderr


def test_ctrl_c_stops_the_server_and_the_same_report_comes_without_it(data: Path, server: Server) -> None:
    served = run("report", "customers", "--data", str(data), "--as-of", "2026-01-01", "--format", "json")
    with server.http.stream("GET", "/api/stream") as open_page:
        next(open_page.iter_lines())
        assert server.process.poll() is None
        code = server.stop()

    alone = run("report", "customers", "--data", str(data), "--as-of", "2026-01-01", "--format", "json")

    assert code == 0
    assert not (data / "server.json").exists()
    assert alone.stdout == served.stdout


def test_a_folder_without_data_is_refused_and_left_alone(tmp_path: Path) -> None:
    refused = run("report", "rfm", "--data", str(tmp_path))
    assert refused.returncode == 2
    assert "[data.missing]" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_server_for_others_asks_for_the_printed_link_once(tmp_path: Path) -> None:
    out, data = tmp_path / "out", tmp_path / "data"
    server = start(["serve", "--data", str(data), "--port", "0", "--host", "0.0.0.0"], data, output=out)
    owner = {"email": "ana@example.com", "name": "Ana", "password": "correct horse battery"}
    foreign = httpx.Client(base_url=server.url, headers={"x-evergrow": "1"})

    refused = foreign.post("/api/owner", json=owner)
    token = out.read_text().split("/?setup=")[1].split()[0]
    made = foreign.post("/api/owner", json=owner | {"setup_token": token})
    again = foreign.post("/api/owner", json=owner | {"setup_token": token})
    server.stop()

    assert [answer.status_code for answer in (refused, made, again)] == [403, 201, 409]


def test_what_waits_in_the_log_is_taken_in_before_a_command_answers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as server:
        key = server.http.post("/api/sources", json={"name": "Shop"}).json()["write_key"]
        batch = [{"type": "track", "userId": f"u{n}", "event": "Signed Up"} for n in range(50)]
        taken = httpx.post(f"{server.url}/v1/batch", auth=(key, ""), json={"batch": batch})
        server.kill()

    report = run("report", "customers", "--data", str(data), "--format", "json")

    assert taken.status_code == 200
    assert '"total": 50' in report.stdout, report.stderr

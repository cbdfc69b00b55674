"""What the how-to pages tell a developer to type works as it stands, with a real server's address and key filled in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EVERGROW = Path(sys.executable).with_name("evergrow")
ADDRESS = "http://127.0.0.1:8000"
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A server of our own, with a source of each kind."""

    url: str
    data: Path
    write_key: str
    account_id: str
    passcode: str

    def fill_in(self, snippet: str) -> str:
        filled = snippet.replace(ADDRESS, self.url).replace("WRITE_KEY", self.write_key)
        return filled.replace("ACCOUNT_ID", self.account_id).replace("PASSCODE", self.passcode)

    def events_of(self, customer: str) -> list[str]:
        """Names on the customer's timeline, once there are some."""
        until = time.monotonic() + PATIENCE_SECONDS
        token = json.loads((self.data / "server.json").read_text("utf-8"))["token"]
        request = urllib.request.Request(
            f"{self.url}/api/customers/{customer}/timeline", headers={"Authorization": f"Bearer {token}"}
        )
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    items = json.load(answer)["items"]
            except urllib.error.HTTPError:
                items = []
            if names := [item["name"] for item in items if item["kind"] == "event"]:
                return names
            time.sleep(0.2)
        raise AssertionError(f"{customer} never appeared")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("docs") / "data"
    keys = _create_source("Web shop", data), _create_source("App", data, "--kind", "clevertap")
    process = subprocess.Popen([EVERGROW, "serve", "--data", data, "--port", "0"], stdout=subprocess.DEVNULL)
    try:
        yield Server(
            url=_address(data, process),
            data=data,
            write_key=_after("Write key", keys[0]),
            account_id=_after("Write key", keys[1]),
            passcode=_after("Passcode", keys[1]),
        )
    finally:
        process.terminate()
        process.wait(timeout=30)


def _create_source(name: str, data: Path, *flags: str) -> str:
    command = [EVERGROW, "sources", "create", name, "--data", data, *flags]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _after(label: str, text: str) -> str:
    found = re.search(rf"^{label} (\S+)", text, re.MULTILINE)
    assert found, text
    return found[1]


def _address(data: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            url = json.loads((data / "server.json").read_text("utf-8"))["url"]
            urllib.request.urlopen(f"{url}/api/health", timeout=5).close()
            return url
        except (OSError, ValueError):
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def snippet(page: str, heading: str, language: str) -> str:
    """The last block of this language below the heading."""
    text = (ROOT / page).read_text("utf-8").partition(heading)[2]
    blocks = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks, f"{page} has no {language} block below {heading}"
    return blocks[0]


@pytest.mark.parametrize(
    ("page", "heading"),
    [("docs/how-to/segment.md", "## curl"), ("README.md", "curl:")],
    ids=["how-to", "readme"],
)
def test_the_curl_snippet_arrives(server: Server, page: str, heading: str) -> None:
    if not _has_curl():
        pytest.skip("no curl on this machine")

    said = subprocess.run(
        ["bash", "-c", server.fill_in(snippet(page, heading, "sh"))],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(said.stdout)["success"] is True
    assert "Order Completed" in server.events_of("user:12347")


def _has_curl() -> bool:
    return subprocess.run(["bash", "-c", "command -v curl"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("page", "heading"),
    [("docs/how-to/segment.md", "## Python"), ("README.md", "Python (`pip")],
    ids=["how-to", "readme"],
)
def test_the_python_snippet_arrives(server: Server, page: str, heading: str) -> None:
    code = server.fill_in(snippet(page, heading, "python")).replace("12347", f"python-{page[:4]}")

    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)

    assert "Order Completed" in server.events_of(f"user:python-{page[:4]}")


def test_the_node_snippet_arrives(server: Server, node_path: str) -> None:
    packages = ROOT / "tests" / "stories" / "sdks"
    if not (packages / "node_modules" / "@segment" / "analytics-node").is_dir():
        pytest.skip("@segment/analytics-node is not installed; run `make setup`")
    code = server.fill_in(snippet("docs/how-to/segment.md", "## Node", "js")).replace("12347", "node")

    subprocess.run(
        [node_path, "--input-type=module", "-e", code],
        cwd=packages,
        check=True,
        timeout=300,
        env=dict(os.environ),
    )

    assert "Order Completed" in server.events_of("user:node")


def test_the_clevertap_snippet_arrives(server: Server) -> None:
    if not _has_curl():
        pytest.skip("no curl on this machine")
    filled = server.fill_in(snippet("docs/how-to/clevertap.md", "#", "sh")).replace("12347", "clevertap")

    said = subprocess.run(["bash", "-c", filled], capture_output=True, text=True, check=True)

    assert json.loads(said.stdout)["status"] == "success", said.stdout
    assert server.events_of("user:clevertap")

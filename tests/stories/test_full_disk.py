"""A disk that is full: nothing is acknowledged that is not kept, senders hear when to come back, and nothing is lost."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import httpx

from tests.stories.processes import Server, eventually, start

ANY_SIZE = resource.RLIM_INFINITY


def let_files_grow_to(server: Server, size: int) -> None:
    """Beyond `size` bytes the kernel refuses every write of the server, as a full disk does."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, ANY_SIZE))


def send(server: Server, number: int) -> httpx.Response:
    event = {"userId": f"u{number}", "event": "Signed Up", "messageId": f"full-{number}"}
    return httpx.post(f"{server.url}/v1/track", json=event, auth=(source(server)["write_key"], ""))


def source(server: Server, kind: str = "http") -> dict[str, Any]:
    known = {one["kind"]: one for one in server.get("/api/sources")}
    if kind not in known:
        server.http.post("/api/sources", json={"name": kind, "kind": kind}).raise_for_status()
        return source(server, kind)
    return known[kind]


def test_a_full_disk_is_answered_503_and_everything_goes_on_once_there_is_room(tmp_path: Path) -> None:
    server = start(["serve", "--data", str(tmp_path / "data"), "--port", "0"], tmp_path / "data")
    try:
        clevertap, _ = source(server, "clevertap"), source(server)
        assert send(server, 0).status_code == 200
        server.settled()
        let_files_grow_to(server, 4_096)

        refused = send(server, 1)
        assert refused.status_code == 503
        assert refused.json()["code"] == "log.cannot_be_written"
        assert refused.json()["success"] is False
        assert int(refused.headers["retry-after"]) > 0
        assert refused.headers["access-control-allow-origin"] == "*"
        assert refused.headers["content-type"] == "application/problem+json"
        upload = httpx.post(
            f"{server.url}/1/upload",
            json={"d": [{"identity": "ana", "type": "profile", "profileData": {"Name": "Ana"}}]},
            headers={
                "X-CleverTap-Account-Id": clevertap["write_key"],
                "X-CleverTap-Passcode": clevertap["passcode"],
            },
        )
        assert (upload.status_code, upload.json()["status"]) == (503, "fail")

        let_files_grow_to(server, ANY_SIZE)
        again = eventually(lambda: send(server, 1), lambda answer: answer.status_code == 200)
        assert again.json() == {"success": True}
        assert eventually(lambda: server.get("/api/intake")["accepted"], lambda accepted: accepted == 2) == 2
    finally:
        server.stop()

"""Who may ask what: the first visit, sessions, foreign pages, commands, the demo."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.web import app, client_of

OWNER = {"email": "ana@example.com", "name": "Ana", "password": "correct horse battery"}


def test_the_first_visit_makes_the_owner_and_signs_them_in(visitor: httpx.Client) -> None:
    before = visitor.get("/api/session").json()
    made = visitor.post("/api/owner", json=OWNER)
    after = visitor.get("/api/session").json()

    assert (before["needs_owner"], before["operator"]) == (True, None)
    assert made.status_code == 201
    assert (after["needs_owner"], after["operator"]["name"]) == (False, "Ana")
    cookie = made.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_signing_out_and_in_again(operator: httpx.Client) -> None:
    assert operator.delete("/api/session").status_code == 204
    assert operator.get("/api/account").status_code == 401

    wrong = operator.post("/api/session", json={"email": OWNER["email"], "password": "wrong"})
    right = operator.post("/api/session", json={"email": OWNER["email"], "password": OWNER["password"]})

    assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in.wrong")
    assert right.json()["email"] == OWNER["email"]
    assert operator.get("/api/account").status_code == 200


def test_nobody_reads_numbers_without_signing_in(visitor: httpx.Client) -> None:
    for address in ("/api/account", "/api/sources", "/api/quarantine", "/api/intake", "/api/stream"):
        refused = visitor.get(address)
        assert (refused.status_code, refused.json()["code"]) == (401, "session.missing")


def test_a_page_elsewhere_changes_nothing(operator: httpx.Client) -> None:
    refused = operator.post("/api/sources", json={"name": "Shop"}, headers={"x-evergrow": ""})
    assert (refused.status_code, refused.json()["code"]) == (403, "request.foreign")


def test_a_command_on_this_machine_comes_in_with_the_servers_token(visitor: httpx.Client) -> None:
    good = visitor.get("/api/sources", headers={"authorization": "Bearer secret-token"})
    bad = visitor.get("/api/sources", headers={"authorization": "Bearer guessed"})
    assert (good.status_code, bad.status_code) == (200, 401)


def test_a_server_on_this_machine_answers_to_no_other_name(operator: httpx.Client) -> None:
    rebound = operator.get("/api/session", headers={"host": "evil.example.com"})
    assert rebound.status_code == 421
    assert operator.get("/api/session", headers={"host": "localhost:8000"}).status_code == 200


def test_from_elsewhere_the_owner_is_made_through_the_printed_link_only(workspace: Workspace) -> None:
    with client_of(app(workspace, setup_token="from-the-terminal"), {"x-evergrow": "1"}) as client:
        assert client.get("/api/session").json()["needs_setup_token"] is True
        refused = client.post("/api/owner", json=OWNER)
        made = client.post("/api/owner", json=OWNER | {"setup_token": "from-the-terminal"})
    assert (refused.status_code, refused.json()["code"]) == (403, "owner.setup_token")
    assert made.status_code == 201


@pytest.mark.parametrize(
    ("host", "public_url", "is_signed_in"),
    [("127.0.0.1", "", True), ("0.0.0.0", "", False), ("127.0.0.1", "http://localhost", False)],
)
def test_the_demo_signs_every_visitor_in_but_only_on_this_machine(
    tmp_path: Path, host: str, public_url: str, is_signed_in: bool
) -> None:
    settings = replace(Settings(data=tmp_path / "demo"), is_demo=True, host=host, public_url=public_url)
    workspace = open_workspace(settings)
    with client_of(app(workspace)) as client:
        session = client.get("/api/session").json()
        sources = client.get("/api/sources").status_code
    workspace.close()
    assert ((session["operator"] is not None), sources) == (is_signed_in, 200 if is_signed_in else 401)


def test_every_page_carries_its_shield(visitor: httpx.Client) -> None:
    headers = visitor.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"

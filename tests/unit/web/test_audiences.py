"""A segment is exported for advertisements, without whoever said no to them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from evergrow.runtime import Workspace, tick
from evergrow.testing import buy, call, entry_of, identify

NOW = datetime.now(UTC)
THEN = NOW - timedelta(days=1)


@pytest.fixture
def shop(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """Ana and Ben bought once, Cem never; Ben wants no advertisements."""
    no = {"consent": {"categoryPreferences": {"Advertising": False}}}
    address = {"city": "Tokyo", "postalCode": "150-0001", "country": "JP"}
    calls = [
        identify(THEN, user="ana", email="Ana@shop.example", phone="090-1234-5678", address=address),
        identify(THEN, user="ana", firstName="Ana", last_name="Sato"),
        call("identify", THEN, user="ben", traits={"email": "ben@shop.example"}, context=no),
        identify(THEN, user="cem", email="cem@shop.example"),
        buy(THEN, user="ana"),
        buy(THEN, user="ben"),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    return operator


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_stage_is_exported_for_google(shop: httpx.Client) -> None:
    answer = shop.get("/api/audiences/stage:conversion", params={"for": "google"})

    assert answer.headers["content-disposition"] == 'attachment; filename="stage-conversion-google.csv"'
    assert answer.text.splitlines() == [
        "Email,Phone,First Name,Last Name,Country,Zip",
        ",".join([sha("ana@shop.example"), sha("+819012345678"), sha("ana"), sha("sato"), "JP", "150-0001"]),
    ]


def test_everybody_is_exported_for_meta(shop: httpx.Client) -> None:
    lines = shop.get("/api/audiences/all", params={"for": "meta"}).text.splitlines()

    assert lines[0] == "email,phone,fn,ln,ct,st,zip,country"
    assert {line.split(",")[0] for line in lines[1:]} == {sha("ana@shop.example"), sha("cem@shop.example")}


def test_an_unknown_segment_or_platform_is_refused(shop: httpx.Client) -> None:
    unknown = shop.get("/api/audiences/segment:nobody", params={"for": "meta"})

    assert (unknown.status_code, unknown.json()["code"]) == (422, "segment.unknown")
    assert shop.get("/api/audiences/all", params={"for": "tiktok"}).status_code == 422


def test_nobody_signed_in_gets_no_audience(visitor: httpx.Client) -> None:
    assert visitor.get("/api/audiences/all", params={"for": "meta"}).status_code == 401

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.web import app, client_of

PAGE = {"x-evergrow": "1"}
TOKEN = "secret-token"
OWNER = {"email": "ana@example.com", "name": "Ana", "password": "correct horse battery"}


@dataclass(frozen=True)
class Beginnings:
    """Data folders that every test begins with a copy of: one just made, and one whose owner has an account."""

    empty: Path
    owned: Path
    signed_in: httpx.Cookies


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    empty, owned = (tmp_path_factory.mktemp("beginnings") / name for name in ("empty", "owned"))
    open_workspace(Settings(data=empty)).close()
    shutil.copytree(empty, owned)
    workspace = open_workspace(Settings(data=owned))
    with client_of(app(workspace, token=TOKEN), PAGE) as client:
        assert client.post("/api/owner", json=OWNER).status_code == 201
        signed_in = httpx.Cookies(client.cookies)
    workspace.close()
    return Beginnings(empty, owned, signed_in)


@pytest.fixture
def workspace(request: pytest.FixtureRequest, beginnings: Beginnings, tmp_path: Path) -> Iterator[Workspace]:
    """A data directory without events, open; it has an owner where the test asks for an `operator`."""
    has_owner = "operator" in request.fixturenames
    shutil.copytree(beginnings.owned if has_owner else beginnings.empty, tmp_path / "data")
    workspace = open_workspace(Settings(data=tmp_path / "data"))
    yield workspace
    workspace.close()


@pytest.fixture
def visitor(workspace: Workspace) -> Iterator[httpx.Client]:
    """A browser on the dashboard, not signed in."""
    with client_of(app(workspace, token=TOKEN), PAGE) as client:
        yield client


@pytest.fixture
def operator(visitor: httpx.Client, beginnings: Beginnings) -> httpx.Client:
    """The same browser after the owner's account was made."""
    visitor.cookies.update(beginnings.signed_in)
    return visitor

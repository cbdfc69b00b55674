from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.web import app, client_of

PAGE = {"x-evergrow": "1"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty data directory, open."""
    workspace = open_workspace(Settings(data=tmp_path / "data"))
    yield workspace
    workspace.close()


@pytest.fixture
def visitor(workspace: Workspace) -> Iterator[httpx.Client]:
    """A browser on the dashboard, not signed in."""
    with client_of(app(workspace, token="secret-token"), PAGE) as client:
        yield client


@pytest.fixture
def operator(visitor: httpx.Client) -> httpx.Client:
    """The same browser after the owner's account was made."""
    owner = {"email": "ana@example.com", "name": "Ana", "password": "correct horse battery"}
    assert visitor.post("/api/owner", json=owner).status_code == 201
    return visitor

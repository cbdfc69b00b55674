"""What the clicking stories share: patience."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

USUAL_MS = 5_000
PATIENCE_MS = 60_000


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Other work on the machine may make a page slow; that is no failure of what these stories tell."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=USUAL_MS)

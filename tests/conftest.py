"""What every test may ask for: a browser, a page, and a Node to run unmodified SDKs with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile(os.environ.get("EVERGROW_EXAMPLES", "same"))
"""A build draws the same examples as the one before; `EVERGROW_EXAMPLES=default` draws others each time."""

ROOT = Path(__file__).parents[1]
CALM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium without its calls home, so that a machine without a network fails nothing."""


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Public data sets beside the checkout. A test that needs one is skipped, visibly, where they are not."""
    folder = Path(os.environ.get("EVERGROW_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no data sets in {folder}; set EVERGROW_SHARED_DATA to a folder that has them")
    return folder


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium of this machine; `make browser` gets one."""
    found = subprocess.run([ROOT / "tools" / "browser"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, "no Chromium here; run `make browser`"
    return found.stdout.strip()


@pytest.fixture(scope="module")  # while Playwright runs, asyncio.run fails: the next module may need it
def browser(browser_path: str) -> Iterator[Browser]:
    """One browser for the stories of a module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=CALM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a laptop's size; it starts signed out and without storage."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def node_path() -> str:
    """A Node to run the unmodified SDKs with: the machine's, else the one among the Python packages."""
    found = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    assert Path(found).exists(), "no Node here; run `make setup`"
    return found

"""Takes the README's picture from a running demo: `python -m tools.screenshot http://127.0.0.1:8000`.

The board in light, at a laptop's width, after it has come to rest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "board.png"


def main(address: str) -> None:
    browser_path = subprocess.run([ROOT / "tools" / "browser"], capture_output=True, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path.stdout.strip(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1440, "height": 1000},
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-US",
        )
        page.goto(address, timeout=120_000)
        page.get_by_text("Lapsed").first.wait_for(timeout=120_000)
        page.wait_for_timeout(5_000)  # charts draw once their figures are in
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

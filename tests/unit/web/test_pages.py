"""The dashboard's files: long kept where their name is a hash, asked anew where not."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from evergrow.web import pages
from evergrow.web.inside import client_of


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><script>let a = 1</script>")
    (tmp_path / "assets" / "index-a1b2.js").write_text("console.log('evergrow');" * 100)
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    with client_of(Starlette(routes=[Route("/{path:path}", pages.page)])) as client:
        yield client


def test_an_address_of_the_dashboard_gets_its_first_page(browser: httpx.Client) -> None:
    for address in ("/", "/customers/user:1", "/rfm?as_of=2011-12-10"):
        answer = browser.get(address)
        assert answer.text.startswith("<!doctype html>")
        assert answer.headers["cache-control"] == "no-cache"


def test_a_hashed_asset_is_kept_for_a_year_and_comes_gzipped(browser: httpx.Client) -> None:
    answer = browser.get("/assets/index-a1b2.js")

    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.startswith("console.log")


def test_a_missing_asset_is_missing(browser: httpx.Client) -> None:
    assert browser.get("/assets/index-old.js").status_code == 404


def test_a_page_that_did_not_change_is_not_sent_again(browser: httpx.Client) -> None:
    etag = browser.get("/").headers["etag"]
    assert browser.get("/", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/a%00b", "/" + "x" * 5_000]
)
def test_no_path_leads_out_of_the_dashboard(browser: httpx.Client, path: str) -> None:
    assert "root:" not in browser.get(path).text


def test_inline_scripts_are_allowed_by_their_hash_only(browser: httpx.Client) -> None:
    (hash_of_script,) = pages.inline_script_hashes()
    assert hash_of_script.startswith("'sha256-")

"""Opens and clicks: addresses nobody can forge, and machines that are left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.deliver.telling import key_of_id, public_id
from evergrow.deliver.tracking import TrackedLinks, why_machine
from evergrow.kernel import Refusal

LINKS = TrackedLinks(b"s" * 32, "https://grow.example")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@given(st.integers(-(2**63), 2**63 - 1), st.text(min_size=1))
def test_a_link_leads_where_it_was_made_to(key: int, rest: str) -> None:
    message_id, target = public_id(key), "https://shop.example/" + rest.encode("utf-8", "replace").decode()

    token, packed = LINKS.clicker(message_id)(target).rsplit("/", 2)[1:]

    assert LINKS.clicked(token, packed) == (message_id, target)
    assert key_of_id(message_id) == key


def test_a_link_leads_nowhere_else() -> None:
    token, packed = LINKS.clicker("00c0ffee00c0ffee")("https://shop.example/").rsplit("/", 2)[1:]
    other = LINKS.clicker("00c0ffee00c0ffee")("https://evil.example/").rsplit("/", 1)[1]
    foreign = TrackedLinks(b"x" * 32, "https://grow.example").clicker("00c0ffee00c0ffee")(
        "https://evil.example/"
    )

    for forged in (
        (token, other),
        (token[:-1], packed),
        (token.replace("c0ffee", "c0ff33"), packed),
        (token, ""),
        (token, "!!"),
        (token, "é"),
        tuple(foreign.rsplit("/", 2)[1:]),
    ):
        with pytest.raises(Refusal) as refused:
            LINKS.clicked(*forged)
        assert refused.value.code == "link.forged"


def test_a_click_token_opens_no_pixel() -> None:
    pixel = LINKS.pixel_url("00c0ffee00c0ffee").rsplit("/", 1)[1]
    token = LINKS.clicker("00c0ffee00c0ffee")("https://shop.example/").rsplit("/", 2)[1]

    assert LINKS.opened(pixel) == "00c0ffee00c0ffee"
    with pytest.raises(Refusal):
        LINKS.opened(token)


@pytest.mark.parametrize(
    ("method", "headers", "age", "why"),
    [
        ("GET", {"user-agent": FIREFOX}, 60, None),
        ("GET", {"user-agent": FIREFOX}, 1.9, "instant"),
        ("GET", {"user-agent": FIREFOX}, 2.0, None),
        ("HEAD", {"user-agent": FIREFOX}, 60, "head"),
        ("GET", {}, 60, "no_agent"),
        ("GET", {"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"}, 60, "prefetch"),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; Barracuda)"}, 60, "scanner"),
        ("GET", {"user-agent": "python-requests/2.32"}, 60, "scanner"),
        ("GET", {"user-agent": "Googlebot/2.1"}, 60, "scanner"),
        # Gmail and Yahoo show pictures to people through these
        ("GET", {"user-agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)"}, 60, None),
        ("GET", {"user-agent": "YahooMailProxy; https://help.yahoo.com/"}, 60, None),
    ],
)
def test_people_are_told_from_machines(
    method: str, headers: dict[str, str], age: float, why: str | None
) -> None:
    handed_over = NOW - timedelta(seconds=age)

    assert why_machine(method, headers, handed_over_at=handed_over, now=NOW) == why

"""A device that says where it can be pushed to is remembered for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.ingest.sending import of_batch, track


def _traits(*contexts: Any) -> list[tuple[str, str]]:
    calls = [
        track(messageId=f"m{number}", timestamp=f"2026-11-20T10:00:{number:02}Z", context=context)
        for number, context in enumerate(contexts)
    ]
    return [(row["key"], row["value"]) for row in of_batch(*calls).traits.to_pylist()]


def test_the_token_of_a_device_becomes_a_trait() -> None:
    device = {
        "id": "B5372DB0",
        "type": "iOS",
        "token": "ff15bc0c20c4aa6cd50854ff165fd265c838e5405bfeb9571066",
    }

    assert _traits({"device": device}) == [
        ("push_token", f'"{device["token"]}"'),
        ("push_platform", '"ios"'),
    ]


def test_the_same_context_again_says_nothing_new_and_another_does() -> None:
    one, two = {"device": {"token": "a"}}, {"device": {"token": "b"}}

    assert [value for _, value in _traits(one, one, one, two)] == ['"a"', '"b"']


@pytest.mark.parametrize(
    "context",
    [
        {"device": {"token": None}},
        {"device": {"token": ""}},
        {"device": {"token": 7}},
        {"device": "token"},
        {"token": "x"},
        {"device": {"token": "x" * 5_000}},
        {"page": {"title": 'the "token"'}},
    ],
)
def test_what_only_looks_like_a_token_is_none_and_harms_no_event(context: Any) -> None:
    intake = of_batch(track(context=context))

    assert (intake.events.num_rows, intake.traits.num_rows) == (1, 0)

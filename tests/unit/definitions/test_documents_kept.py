"""Documents as they are kept: version by version, none ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evergrow.definitions.store import document, documents_of, keep_document, remove_document, versions_of
from evergrow.storage.state import State

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    yield state
    state.close()


def test_a_saved_text_is_the_next_version_and_the_same_text_again_is_none(state: State) -> None:
    with state.transaction() as tx:
        versions = [
            keep_document(tx, "segment", "vip", text, by="ana", now=NOW) for text in ("a", "b", "b", "a")
        ]
        kept = versions_of(tx, "segment", "vip")
    assert versions == [1, 2, 2, 3]
    assert [(one.version, one.text) for one in kept] == [(3, "a"), (2, "b"), (1, "a")]


def test_a_removed_document_is_gone_but_whoever_works_by_a_version_still_finds_it(state: State) -> None:
    with state.transaction() as tx:
        keep_document(tx, "message", "hello", "first", by="ana", now=NOW)
        keep_document(tx, "message", "other", "text", by="ana", now=NOW)
        assert remove_document(tx, "message", "hello", by="ana", now=NOW)
        assert not remove_document(tx, "message", "hello", by="ana", now=NOW)
        assert [one.name for one in documents_of(tx, "message")] == ["other"]
        assert document(tx, "message", "hello") is None
        found = document(tx, "message", "hello", version=1)
        assert found is not None
        assert found.text == "first"


def test_kinds_do_not_share_names(state: State) -> None:
    with state.transaction() as tx:
        keep_document(tx, "message", "hello", "a message", by="ana", now=NOW)
        assert document(tx, "segment", "hello") is None
        assert keep_document(tx, "segment", "hello", "a segment", by="ana", now=NOW) == 1

"""The model of recommendations is made when something came in, not while more waits, and not twice of nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.recommending import Learning
from evergrow.storage.log import Entry

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _arrives(workspace: Workspace, message: str) -> None:
    record = {"type": "track", "event": "Signed Up", "userId": "ana", "messageId": message}
    body = msgspec.json.encode({"batch": [{**record, "timestamp": "2026-11-01T00:00:00Z"}]})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])


def test_it_learns_once_events_are_in_and_looks_through_what_held_nothing_only_once(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    learning = Learning(workspace)
    assert not learning.look(NOW)  # there is nothing to learn from
    _arrives(workspace, "m1")
    tick(workspace, NOW)
    _arrives(workspace, "m2")
    assert not learning.look(NOW)  # more waits in the log
    tick(workspace, NOW)
    assert learning.look(NOW)  # no event names a product: there is no model
    assert not learning.look(NOW)
    _arrives(workspace, "m3")
    tick(workspace, NOW)

    assert learning.look(NOW)
    workspace.close()

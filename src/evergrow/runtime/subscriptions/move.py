"""A browser's subscription in place of the one it had: told as an event, as if the page had stated it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from evergrow.deliver.addresses import TRAITS as ADDRESSES
from evergrow.deliver.channels.web_push import read_subscription
from evergrow.deliver.telling import SOURCE, who
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import key_of
from evergrow.record.customers import IDENTITIES, TRAITS
from evergrow.runtime.workspace import Workspace
from evergrow.storage.log import Entry


def move_subscription(
    workspace: Workspace, old: Mapping[str, Any], new: Mapping[str, Any] | None, now: datetime
) -> int:
    """Let customers whose browser had one subscription be pushed to at the new one; returns how many identities that are.

    Whoever asks has to know the whole of the old one, its secret too, which only the browser does. Where there is no
    new one the old is forgotten. Asking twice changes nothing: by then nobody has the old one.
    """
    had = read_subscription(json.dumps(old))
    is_told = new is None or read_subscription(json.dumps(new)) is not None
    if had is None or not is_told:
        return 0
    traits = TRAITS.rows
    wanted = traits.filter(traits.key == ADDRESSES["web_push"], traits.value.contains(had.endpoint))
    found = workspace.warehouse.fetch(
        wanted.inner_join(IDENTITIES.rows, "identity_key").select("identity", "value")
    ).to_pylist()
    identities = sorted(row["identity"] for row in found if read_subscription(row["value"]) == had)
    if identities:
        records = [_record(identity, old, new, now) for identity in identities]
        body = body_of(pa.Table.from_pylist(records, RECORDS))
        workspace.log.append_now([Entry(SOURCE, "records", "", body, now)])
    return len(identities)


def _record(
    identity: str, old: Mapping[str, Any], new: Mapping[str, Any] | None, now: datetime
) -> dict[str, Any]:
    moved = json.dumps([identity, old, new], sort_keys=True)
    return {
        "type": "identify",
        "message_id": f"web_push:{key_of(moved) % 2**64:016x}",
        **who(identity),
        "timestamp": now,
        "traits": json.dumps({ADDRESSES["web_push"]: new}, ensure_ascii=False),
    }

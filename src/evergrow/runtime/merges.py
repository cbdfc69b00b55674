"""Take a merge of identities back, or give it back: an operator's decision, and all numbers follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select

from evergrow.record import customers
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx


def undo_merge(workspace: Workspace, merge_id: str, *, by: str, now: datetime) -> list[str]:
    """Let the two identities be as if nobody had said that they are one; returns the customers they are now.

    Taking back what is taken back changes nothing.

    Raises:
        Refusal: `merge.unknown`.
    """
    link_key = customers.link_key_of(merge_id)

    def decide(tx: Tx) -> None:
        if (
            tx.first(select(customers.undone_links).where(customers.undone_links.c.link_key == link_key))
            is None
        ):
            row = {"link_key": link_key, "undone_at": now, "undone_by": by}
            tx.run(insert(customers.undone_links), [row])

    return _change(workspace, merge_id, link_key, decide)


def redo_merge(workspace: Workspace, merge_id: str) -> list[str]:
    """Let the record that said they are one count again; returns the customers they are now.

    Raises:
        Refusal: `merge.unknown`.
    """
    link_key = customers.link_key_of(merge_id)

    def decide(tx: Tx) -> None:
        tx.run(delete(customers.undone_links).where(customers.undone_links.c.link_key == link_key))

    return _change(workspace, merge_id, link_key, decide)


def _change(workspace: Workspace, merge_id: str, link_key: int, decide: Callable[[Tx], None]) -> list[str]:
    """Note the decision, then place the identities again. A crash between the two is made good at the next start."""
    links = customers.LINKS.rows
    found = workspace.warehouse.fetch(links.filter(links.link_key == link_key)).to_pylist()
    if not found:
        raise customers.unknown_merge(merge_id)
    with workspace.writing:
        with workspace.state.transaction() as tx:
            decide(tx)
        workspace.follow_decisions()
    workspace.settle_soon()
    ends = [found[0]["identity_key"], found[0]["other_key"]]
    return sorted(set(customers.customer_ids(workspace.warehouse, ends).values()))

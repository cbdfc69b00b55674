"""The inbox that customers see on the brand's pages: who asks, what is in it, and what they did, told as events."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from evergrow.deliver.channels.in_app import Acted, InboxPage, act, is_customer, read_inbox
from evergrow.deliver.connections import every_connection
from evergrow.deliver.telling import SOURCE, About, about_messages, record
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import Refusal, identity_of, refuse
from evergrow.record import customers
from evergrow.runtime.sending import guards_of
from evergrow.runtime.workspace import Workspace
from evergrow.storage.log import Entry

_TOLD = {"read": "Opened", "clicked": "Link Clicked", "dismissed": "Dismissed"}


def inbox_owner(workspace: Workspace, user_id: str, signature: str) -> list[str]:
    """Every id of the customer who asks.

    Raises:
        Refusal: `inbox.not_connected` (404) or `inbox.unsigned` (401).
    """
    secret = connected_value(workspace, "in_app", "secret")
    if not secret:
        raise refuse(
            "inbox.not_connected",
            "The inbox is not connected.",
            next_step="Connect 'Inbox on your own pages' under Channels.",
            status=404,
        )
    if not is_customer(secret, user_id, signature):
        raise refuse(
            "inbox.unsigned",
            "The signature was not made for this customer.",
            where="signature",
            next_step="Make it on your server: HMAC-SHA-256 of the user's id under the inbox's secret, as hex.",
            status=401,
        )
    identity = identity_of("user", user_id)
    try:
        keys = customers.identity_keys(workspace.warehouse, identity)
    except Refusal:  # nobody has seen them yet
        return [identity]
    known = [one.identity for one in customers.identities_of(workspace.warehouse, keys)]
    return sorted({identity, *known})


def inbox_of(workspace: Workspace, customer_ids: list[str]) -> InboxPage:
    """What the customer's page shows."""
    with workspace.state.reading() as tx:
        return read_inbox(tx, customer_ids)


def act_in_inbox(
    workspace: Workspace, customer_ids: list[str], message_id: str, what: Acted, now: datetime
) -> bool:
    """Note what the customer did with a message; an event tells of it, but of a click only where clicks are tracked.
    False where it was done before, or never theirs.
    """
    with workspace.state.transaction() as tx:
        row = act(tx, customer_ids, message_id, what, now)
        if row is None:
            return False
        if what == "clicked" and not guards_of(tx).tracks_clicks:
            return True
        known = about_messages(tx, [row["message_key"]])
        about = known.get(row["message_key"]) or _about(row)
        records = [record(about, _TOLD[what], now, link=row["link"] if what == "clicked" else None)]
        # Before the commit: a crash in between tells it again, and its id makes it one event.
        body = body_of(pa.Table.from_pylist(records, RECORDS))
        workspace.log.append_now([Entry(SOURCE, "records", "", body, now)])
    return True


def connected_value(workspace: Workspace, kind: str, name: str) -> str:
    """A value of the first connection of this kind; empty where there is none."""
    with workspace.state.reading() as tx:
        found = every_connection(tx, secret=workspace.secret)
    values = (connection.values for connection in found if connection.kind.kind == kind)
    return next(values, {}).get(name, "")


def _about(row: dict[str, object]) -> About:
    return About(
        message_key=int(str(row["message_key"])),
        customer_id=str(row["customer_id"]),
        origin="test",
        origin_name="",
        step="",
        channel="in_app",
        topic=str(row["topic"]),
        template="",
    )

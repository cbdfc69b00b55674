"""Let the demo reach its customers: a mailbox that goes nowhere, and two plays that send into it.

Holds   what an operator of the demo changes or takes away stays so: each thing is set up once.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from evergrow.cli.demo_shop import SHOP_URL, DemoShop, is_reaching, note_reaching
from evergrow.cli.serving import Alongside
from evergrow.definitions.store import document
from evergrow.engage.journeys import journey_state
from evergrow.runtime import Workspace
from evergrow.runtime.connecting import change_channel, connect_channel, connections_of
from evergrow.runtime.documents import save_document
from evergrow.runtime.journeys import launch_journey
from evergrow.runtime.mailbox import mailbox_of, serve_mailbox
from evergrow.runtime.plays import use_play

_NAME: Final = "Demo mailbox"
_BY: Final = "demo"
_PLAYS: Final = ("welcome", "cart-abandoned")
_PATIENCE: Final = ("wait: 1 hour", "wait: 1 minute")
"""What the cart's play waits, and what it waits here, where nobody watches for an hour."""


def take_mails(shop: DemoShop) -> Alongside:
    """Work for `serve_directory`: takes the demo's mails in until it is asked to stop."""

    def run(workspace: Workspace, stop: threading.Event) -> None:
        def begin(port: int) -> None:
            _connect(workspace, port, is_new=not is_reaching(shop.data))
            if not is_reaching(shop.data):
                _launch_plays(workspace)
                note_reaching(shop.data)

        serve_mailbox(mailbox_of(workspace), stop, on_ready=begin)

    return run


def _connect(workspace: Workspace, port: int, *, is_new: bool) -> None:
    """Let the connection of that name lead to today's port; it is made only once."""
    now = datetime.now(UTC)
    known = next((one for one in connections_of(workspace) if one.name == _NAME), None)
    values = {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "from_address": "hello@hinoki-leaf.example",
        "from_name": "Hinoki & Leaf",
        "connections": "2",
    }
    signing = {"dkim_domain": "hinoki-leaf.example", "dkim_selector": "demo", "dkim_key": _key()}
    if known is not None:
        change_channel(
            workspace, known.id, name=None, values=known.entered | {"port": str(port)}, is_paused=None, by=_BY, now=now
        )  # fmt: skip
    elif is_new:
        connect_channel(workspace, "email_smtp", _NAME, values | signing, by=_BY, now=now)


def _key() -> str:
    """A key of the demo's own: mails are signed as a real shop's would be, though no DNS tells the other half."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _launch_plays(workspace: Workspace) -> None:
    for name in _PLAYS:
        now = datetime.now(UTC)
        with workspace.state.reading() as tx:
            kept, state = document(tx, "journey", name), journey_state(tx, name)
        if kept is None:
            use_play(workspace, name, own_name=None, shop_url=SHOP_URL, by=_BY, now=now)
            _shorten(workspace, name, now)
        if state is None:
            launch_journey(workspace, name, version=None, inside="finish", by=_BY, now=now)


def _shorten(workspace: Workspace, name: str, now: datetime) -> None:
    with workspace.state.reading() as tx:
        kept = document(tx, "journey", name)
    if kept is not None and _PATIENCE[0] in kept.text:
        text = kept.text.replace(*_PATIENCE)
        save_document(workspace, "journey", text, name=name, by=_BY, now=now)

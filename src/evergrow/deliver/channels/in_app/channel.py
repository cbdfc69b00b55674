"""Put a message into the customer's inbox, many in one commit, and ring at their open pages."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any, Final

from evergrow.deliver.channels.entered import entered
from evergrow.deliver.channels.in_app.bell import bell_of
from evergrow.deliver.channels.in_app.inbox import keep
from evergrow.deliver.channels.pushing import Notice, notice_of
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import plain
from evergrow.storage.state import State

FIELDS: Final = (
    Field(
        name="secret",
        title="Inbox secret",
        is_secret=True,
        is_shared=True,
        is_optional=True,
        hint="Leave it empty: one is made. Your server signs the customer's id with it (HMAC-SHA-256, hex).",
    ),
)


class InApp:
    """The inboxes of one workspace."""

    def __init__(self, clock: Clock, state: State | None) -> None:
        self._clock = clock
        self._state = state
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Put one message into an inbox."""
        if self._state is None:
            return Outcome(
                status="failed", reason="not_connected", detail="It was opened without a workspace."
            )
        if not tidy_customer(outgoing.address or outgoing.customer_id):
            return Outcome(status="failed", reason="bad_address", detail="It is no customer's id.")
        notice = notice_of(outgoing)
        if isinstance(notice, Outcome):
            return notice
        await hand_over()
        await self._kept(self._state, self._row(outgoing, notice))
        bell_of(self._state).ring(outgoing.address or outgoing.customer_id)
        return Outcome(status="sent", provider_id=outgoing.message_id)

    async def check(self) -> Health:
        """The inbox is always there; whether a page shows it, only the page knows."""
        return Health(
            is_well=True, what="The inbox is ready. Customers see it where the snippet is on the page."
        )

    async def close(self) -> None:
        """Finish what is being written."""
        if self._writing is not None:
            await self._writing

    def _row(self, outgoing: Outgoing, notice: Notice) -> dict[str, Any]:
        return {
            "message_id": outgoing.message_id,
            "message_key": outgoing.message_key,
            "customer_id": outgoing.address or outgoing.customer_id,
            "topic": outgoing.topic,
            "title": notice.title,
            "body": notice.body,
            "link": notice.link,
            "image": notice.image,
            "button": " ".join(plain(outgoing.content.get("button")).split())[:80],
            "arrived_at": self._clock(),
        }

    async def _kept(self, state: State, row: dict[str, Any]) -> None:
        """Wait until the row is on disk; rows that come while another commit runs share the next one."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(state))
        await kept

    async def _write(self, state: State) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(_commit, state, [row for row, _ in group])
            except Exception as error:  # nobody may wait for ever
                for _, kept in group:
                    kept.set_exception(error)
                continue
            for _, kept in group:
                kept.set_result(None)


def _commit(state: State, rows: list[dict[str, Any]]) -> None:
    with state.transaction() as tx:
        keep(tx, rows)


def tidy_customer(text: str) -> str | None:
    """The id as it is, where it can be one."""
    return text if text and len(text) <= 200 and text.isprintable() else None


def _open(values: Mapping[str, str], clock: Clock) -> InApp:
    entered(FIELDS, values)
    return InApp(clock, None)


def _open_here(values: Mapping[str, str], clock: Clock, state: State) -> InApp:
    entered(FIELDS, values)
    return InApp(clock, state)


def _with_secret(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, "secret": values.get("secret", "").strip() or secrets.token_hex(32)}


KIND: Final = ChannelKind(
    kind="in_app",
    channel="in_app",
    title="Inbox on your own pages",
    fields=FIELDS,
    open=_open,
    open_here=_open_here,
    complete=_with_secret,
    at_once=64,
    tidy_address=tidy_customer,
)

"""Several mails over one connection of a real server: in chunks, in groups, and one command at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pytest

from evergrow.deliver.channels import Outcome, Outgoing
from evergrow.deliver.channels.email_smtp import SmtpChannel, read_settings
from evergrow.testing.mail_server import MailHandler, mail_server

SERVERS: dict[str, tuple[bool, bool]] = {
    "chunks": (True, True),
    "groups": (True, False),
    "one by one": (False, True),
}
"""Whether they pipeline, and whether they offer chunks."""


@dataclass
class Flight:
    """Mails to ana, ben, ...; what was begun, and how each ended."""

    outgoings: Sequence[Outgoing]
    begun: list[int] = field(default_factory=list)
    ended: dict[int, Outcome] = field(default_factory=dict)

    async def mark(self) -> Collection[int]:
        return ()

    def begin(self, message_key: int) -> None:
        self.begun.append(message_key)

    def end(self, message_key: int, outcome: Outcome) -> None:
        assert message_key not in self.ended
        self.ended[message_key] = outcome

    @property
    def statuses(self) -> list[str]:
        return [self.ended[one.message_key].status for one in self.outgoings if one.message_key in self.ended]


def flight(*names: str) -> Flight:
    return Flight(
        [
            Outgoing(
                message_id=f"m{number}",
                message_key=number,
                address=f"{name}@shop.example",
                content={"subject": "Hi", "text": f"For {name}\n.\n..dots\n"},
                customer_id=f"user:{name}",
            )
            for number, name in enumerate(names)
        ]
    )


def server_of(name: str, behavior: str = "accept") -> MailHandler:
    pipelines, chunks = SERVERS[name]
    return MailHandler(behavior, pipelines=pipelines, chunks=chunks)


def flown(handler: MailHandler, *flights: Flight, between: float = 0.0, timeout: float = 60) -> None:
    async def fly() -> None:
        async with mail_server(handler, timeout=timeout) as port:
            entered = {"host": "127.0.0.1", "port": str(port), "security": "none", "connections": "1"}
            channel = SmtpChannel(
                read_settings(entered | {"from_address": "hello@shop.example", "patience_seconds": "5"})
            )
            for number, one in enumerate(flights):
                await asyncio.sleep(between if number else 0.0)
                await channel.carry(one)
            await channel.close()

    asyncio.run(asyncio.wait_for(fly(), 60))


@pytest.mark.parametrize("server", SERVERS)
def test_mails_arrive_whole_around_one_that_is_refused(server: str) -> None:
    handler = server_of(server)
    handler.refused = {"ben@shop.example"}
    mails = flight("ana", "ben", "cid", "dan", "eve", "flo")

    flown(handler, mails)

    assert mails.statuses == ["sent", "failed", "sent", "sent", "sent", "sent"]
    assert (mails.ended[1].reason, mails.ended[1].code) == ("bad_address", "550 5.1.1")
    assert [mail.recipients for mail in handler.mails] == [
        [f"{name}@shop.example"] for name in ("ana", "cid", "dan", "eve", "flo")
    ]
    assert handler.connections == 1
    assert {tuple(mail.data.split(b"\r\n")[-4:-1]) for mail in handler.mails} == {(b"=2E", b"..dots", b"")}


@pytest.mark.parametrize(("server", "unknown"), [("chunks", 4), ("groups", 1), ("one by one", 1)])
def test_a_line_that_breaks_leaves_unknown_no_more_than_were_under_way(server: str, unknown: int) -> None:
    handler = server_of(server, "break_after")
    mails = flight("ana", "ben", "cid", "dan", "eve", "flo")

    flown(handler, mails)

    assert mails.statuses == ["unknown"] * unknown
    assert set(mails.begun) == set(mails.ended)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_that_closes_down_has_taken_none(server: str) -> None:
    mails = flight("ana", "ben", "cid")

    flown(server_of(server, "drop_421"), mails)

    assert mails.ended
    assert {(one.status, one.reason) for one in mails.ended.values()} == {("retry", "rejected_for_now")}


def test_a_line_let_go_between_two_flights_costs_nothing() -> None:
    handler = server_of("chunks")
    first, second = flight("ana"), flight("ben", "cid")

    flown(handler, first, second, between=1.5, timeout=1)

    assert (first.statuses, second.statuses) == (["sent"], ["sent", "sent"])
    assert handler.connections == 2

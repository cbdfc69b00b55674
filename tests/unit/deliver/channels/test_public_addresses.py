"""Nothing private is reached, whatever name or notation it hides behind, and no name is asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evergrow.deliver.channels.public_addresses import Barred, PublicOnly, barred_in, is_public

PRIVATE = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
        *("168.63.129.16/32", "192.0.0.192/32", "100.100.100.200/32"),
    )
]
INSIDE_IPV6 = [
    lambda v4: IPv6Address(f"::ffff:{v4}"),
    lambda v4: IPv6Address((0x64FF9B << 96) | int(v4)),
    lambda v4: IPv6Address((0x2002 << 112) | (int(v4) << 80)),
    lambda v4: IPv6Address(int(v4)),
]
PRIVATE_IPV4 = st.sampled_from(PRIVATE).flatmap(
    lambda network: st.integers(int(network.network_address), int(network.broadcast_address)).map(IPv4Address)
)


@given(PRIVATE_IPV4)
@example(IPv4Address("169.254.169.254"))
def test_no_private_address_is_public(address: IPv4Address) -> None:
    assert not is_public(address)


@given(PRIVATE_IPV4, st.sampled_from(INSIDE_IPV6))
def test_a_private_address_inside_an_ipv6_one_is_found(address: IPv4Address, written) -> None:
    assert not is_public(written(address))


@given(
    st.sampled_from(["::1/128", "fe80::/10", "fc00::/7", "ff00::/8", "fec0::/10", "2001:db8::/32"]), st.data()
)
@example("fc00::/7", None)
def test_no_private_ipv6_address_is_public(network: str, data) -> None:
    inside = ip_network(network)
    first, last = int(inside.network_address), int(inside.broadcast_address)
    number = first if data is None else data.draw(st.integers(first, last))

    assert not is_public(IPv6Address(number))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("https://10.1.2.3:8443?x={{ customer.id }}", "10.1.2.3"),
        ("http://127.1/hook", "127.1"),
        ("http://2130706433/", "2130706433"),
        ("http://0x7f000001/", "0x7f000001"),
        ("http://[::ffff:192.168.0.1]/", "::ffff:192.168.0.1"),
        ("http://[fe80::1%25eth0]/", "fe80::1"),
        ("http://anna:secret@192.168.0.1/", "192.168.0.1"),
        ("HTTP://LocalHost./", "localhost."),
        ("https://api.localhost/", "api.localhost"),
        ("https://8.8.8.8/hook", None),
        ("https://hooks.example.com/{{ customer.id }}", None),
        ("https://{{ customer.traits.host }}/", None),
        ("http://10.0.0.{{ customer.n }}/", None),
        ("{{ customer.traits.hook }}", None),
        ("https://10.example.com/", None),
        ("not an address", None),
    ],
)
def test_a_private_address_is_seen_where_it_is_written_and_a_name_or_a_template_is_left_to_sending(
    url: str, host: str | None
) -> None:
    assert barred_in(url) == host


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_a_machine_on_the_internet_is_public(text: str) -> None:
    assert is_public(ip_address(text))


def _ask(url: str, *answers: Iterable[str]) -> tuple[str, int]:
    """What came of a request, and how often a name was asked; no packet leaves."""
    asked = []

    async def resolve(host: str, _port: int) -> Iterable[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    async def one() -> str:
        transport = PublicOnly(resolve)
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
            try:
                await client.get(url)
            except Barred as no:
                return str(no)
            return "reached"

    return asyncio.run(one()), len(asked)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("http://metadata.example/", "169.254.169.254"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://[::1]:6379/", "::1"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
        ("https://inside.example/", "fd00:ec2::254"),
        ("https://localhost./", "127.0.0.1"),
    ],
)
def test_a_request_to_a_private_address_is_refused_before_any_connection(url: str, address: str) -> None:
    said, _ = _ask(url, [address])

    assert "not on the public internet" in said


def test_one_private_address_among_public_ones_is_enough() -> None:
    said, _ = _ask("https://both.example/", ["93.184.215.14", "10.0.0.7"])

    assert "10.0.0.7" in said


def test_a_name_that_changes_its_mind_is_asked_only_once(unused_tcp_port: int) -> None:
    """The second answer, the private one, is never asked for: the connection goes to the address that was judged."""
    asked = []

    async def resolve(_host: str, _port: int) -> Iterable[str]:
        asked.append(1)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    reached: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        reached.append(head.decode().lower())
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def one() -> int:
        server = await asyncio.start_server(serve, "127.0.0.1", unused_tcp_port)
        transport = PublicOnly(resolve, is_allowed=lambda address: str(address) == "127.0.0.1")
        async with server, httpx.AsyncClient(transport=transport, trust_env=False) as client:
            answer = await client.get(f"http://rebind.example:{unused_tcp_port}/hook")
        return answer.status_code

    assert asyncio.run(one()) == 200
    assert len(asked) == 1
    assert f"host: rebind.example:{unused_tcp_port}" in reached[0]


@pytest.fixture
def unused_tcp_port() -> int:
    from evergrow.testing.providers import closed_port

    return closed_port()

"""Reach only what is public: a name is resolved once, every address it has is judged, and the judged one is connected to.

Holds   nothing is sent to a private, loopback, link-local, metadata or otherwise reserved address, nor to a name that
        has one among its addresses; between the judgement and the connection no name is resolved again.
Source:
    IANA's special-purpose address registries (RFC 6890), by Python's `ipaddress`; RFC 6052, 3056, 4380 and 4291 for
    the IPv6 addresses that carry an IPv4 address inside; 168.63.129.16 is Azure's own service behind every machine.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import httpx

from evergrow.deliver.channels.over_http import tls_context

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Iterable[str]]]
"""The addresses of a host, as texts. Raises OSError where it has none."""

_AUTHORITY: Final = re.compile(r"https?://[^/?#\\]*", re.IGNORECASE)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_BARRED: Final = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure
        "192.88.99.0/24",  # relays of 6to4
        "100.64.0.0/10",  # carriers' own, and Alibaba's metadata
        "192.0.0.0/24",  # protocols' own, and Oracle's metadata: which of it is private depends on Python's release
        "::/96",  # IPv4-compatible
        "64:ff9b:1::/48",
        "fec0::/10",  # site-local
        "2001::/32",  # Teredo: nobody serves a webhook there, and it hides an IPv4 address
    )
)


class Barred(Exception):
    """A host that may not be reached. The text says why."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to a machine on the internet, whichever way it is written."""
    inside = _carried(address)
    if inside is not None:
        return is_public(inside)
    if any(address in network for network in _BARRED if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def barred_in(url: str) -> str | None:
    """The host of an address that nothing will ever be sent to, known without asking anybody for a name.

    None for a public address, for any name (it is resolved when something is sent to it, and judged then), and where
    a template writes the host.

    Source:
        RFC 6761: `localhost` is this machine everywhere. Resolvers take 127.1, 0x7f000001 and 2130706433 for addresses.
    """
    written = _AUTHORITY.match(url.strip())
    if written is None or "{" in written[0]:
        return None
    try:
        host = httpx.URL(written[0]).raw_host.decode("ascii").strip("[]").partition("%")[0]
    except (httpx.InvalidURL, UnicodeError):
        return None
    if host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost"):
        return host
    address = _literal(host)
    return host if address is not None and not is_public(address) else None


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _carried(address: Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 one."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


async def by_system(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver knows."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class PublicOnly(httpx.AsyncBaseTransport):
    """Carries requests to public addresses, each over a connection of its own.

    Args:
        resolve: Finds the addresses of a host; the system's resolver where it is left out.
        is_allowed: Which addresses may be reached; tests allow the loopback that their fakes listen on.
    """

    def __init__(
        self, resolve: Resolve = by_system, *, is_allowed: Callable[[Address], bool] = is_public
    ) -> None:
        self._resolve = resolve
        self._is_allowed = is_allowed
        # No connection is kept: one made for a host's certificate must not carry another host's request.
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=0)
        self._carrier = httpx.AsyncHTTPTransport(verify=tls_context(), limits=limits, trust_env=False)

    async def reachable(self, host: str, port: int) -> str:
        """The address to connect to.

        Raises:
            Barred: the host may not be reached.
            httpx.ConnectError: the host has no address.
        """
        try:
            texts = list(await self._resolve(host, port))
        except (OSError, UnicodeError):
            raise httpx.ConnectError(f"{host} has no address") from None
        addresses = [ip_address(text.partition("%")[0]) for text in texts]
        if not addresses:
            raise httpx.ConnectError(f"{host} has no address")
        barred = [str(address) for address in addresses if not self._is_allowed(address)]
        if barred:
            raise Barred(f"{host} is at {barred[0]}, which is not on the public internet.")
        return str(addresses[0])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the judged address, under its host's name and certificate."""
        url = request.url
        host = url.raw_host.decode("ascii")
        address = await self.reachable(host.strip("[]"), url.port or (443 if url.scheme == "https" else 80))
        extensions = {**request.extensions, "sni_hostname": host}
        carried = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions=extensions,
        )
        return await self._carrier.handle_async_request(carried)

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._carrier.aclose()

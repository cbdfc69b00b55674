"""Connections: which channels are connected, and with what."""

from evergrow.deliver.connections.keep import (
    Connection,
    change_connection,
    connect,
    connection_of,
    connections_version,
    disconnect,
    every_connection,
)
from evergrow.deliver.connections.tables import connections

__all__ = [
    "Connection",
    "change_connection",
    "connect",
    "connection_of",
    "connections",
    "connections_version",
    "disconnect",
    "every_connection",
]

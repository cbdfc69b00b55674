"""Connections: which channels are connected, and with what."""

from evergrow.deliver.connections.health import KeptHealth, keep_health, kept_health
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
    "KeptHealth",
    "change_connection",
    "connect",
    "connection_of",
    "connections",
    "connections_version",
    "disconnect",
    "every_connection",
    "keep_health",
    "kept_health",
]

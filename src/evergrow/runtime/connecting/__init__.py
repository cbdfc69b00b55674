"""Channels, connected and tried."""

from evergrow.runtime.connecting.connect import (
    change_channel,
    check_channel,
    connect_channel,
    connections_of,
    disconnect_channel,
    health_of,
    test_channel,
    tries_of,
)

__all__ = [
    "change_channel",
    "check_channel",
    "connect_channel",
    "connections_of",
    "disconnect_channel",
    "health_of",
    "test_channel",
    "tries_of",
]

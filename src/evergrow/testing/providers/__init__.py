"""Public fakes of the providers' networks: real servers on loopback that speak the documented wire formats."""

from evergrow.testing.providers.server import GARBLE, Asked, Conduct, FakeProvider, Reply, closed_port
from evergrow.testing.providers.texting import FakeGateway, FakeTwilio, FakeVonage

__all__ = [
    "GARBLE",
    "Asked",
    "Conduct",
    "FakeGateway",
    "FakeProvider",
    "FakeTwilio",
    "FakeVonage",
    "Reply",
    "closed_port",
]

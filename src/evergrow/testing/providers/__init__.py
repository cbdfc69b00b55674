"""Public fakes of the providers' networks: real servers on loopback that speak the documented wire formats."""

from evergrow.testing.providers.apple import FakeApns
from evergrow.testing.providers.machines import FakeLine, FakeReceiver, FakeSlack, FakeTelegram
from evergrow.testing.providers.meta import FakeWhatsApp
from evergrow.testing.providers.openai import FakeChat
from evergrow.testing.providers.pushing import FakeFcm, FakePushService
from evergrow.testing.providers.server import GARBLE, Asked, Conduct, FakeProvider, Reply, closed_port
from evergrow.testing.providers.texting import FakeGateway, FakeTwilio, FakeVonage

__all__ = [
    "GARBLE",
    "Asked",
    "Conduct",
    "FakeApns",
    "FakeChat",
    "FakeFcm",
    "FakeGateway",
    "FakeLine",
    "FakeProvider",
    "FakePushService",
    "FakeReceiver",
    "FakeSlack",
    "FakeTelegram",
    "FakeTwilio",
    "FakeVonage",
    "FakeWhatsApp",
    "Reply",
    "closed_port",
]

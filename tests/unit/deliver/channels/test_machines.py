"""Webhooks and messengers keep the contract of channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from evergrow.deliver.channels import messengers, webhook
from evergrow.deliver.channels.public_addresses import PublicOnly
from evergrow.testing.channel_contract import Behavior, ChannelContract, Stand, patience
from evergrow.testing.providers import FakeLine, FakeReceiver, FakeSlack, FakeTelegram


def clock() -> datetime:
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


class TestWebhook(ChannelContract):
    """Any 2xx is a yes, so no answer is nonsense; every message has its own receiver, so `check` has nobody to ask."""

    kind = webhook.KIND
    behaviors = ChannelContract.behaviors - {"garble"}
    test_a_check_tells_whether_the_provider_answers = None  # pyright: ignore[reportAssignmentType]

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeReceiver(behavior) as receiver:
            channel = webhook.Webhook(
                {"secret": receiver.secret},
                clock,
                transport=PublicOnly(is_allowed=lambda _: True),
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=f"{receiver.url}/hook",
                received=lambda: receiver.messages,
                content={"body": '{"cart": 1}'},
                hostile={
                    "body": '\r\n\r\nGET / HTTP/1.1"\ud800',
                    "headers": {
                        "X-A": "1\r\nX-B: 2",
                        "Host": "evil.example",
                        "x\r\ny": "",
                        "Webhook-Id": "forged",
                    },
                },
                secrets=receiver.secrets,
            )


class TestLine(ChannelContract):
    """LINE's answer to a push says nothing that anybody has to read."""

    kind = messengers.KIND
    behaviors = ChannelContract.behaviors - {"garble"}

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeLine(behavior) as line:
            channel = messengers.Messengers(
                {"line": line.token, "brand": "Tea Shop"},
                hosts={**messengers.HOSTS, "line": line.url},
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=f"line://{line.customer}",
                received=lambda: line.messages,
                secrets=line.secrets,
            )


class TestSlack(ChannelContract):
    """Slack says no with 200, so who looks at statuses alone would call it unknown."""

    kind = messengers.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeSlack(behavior) as slack:
            channel = messengers.Messengers(
                {"slack": slack.token, "brand": "Tea Shop"},
                hosts={**messengers.HOSTS, "slack": slack.url},
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=f"slack://{slack.customer}",
                received=lambda: slack.messages,
                secrets=slack.secrets,
            )


class TestTelegram(ChannelContract):
    """So does Telegram's, as far as Apprise looks."""

    kind = messengers.KIND
    behaviors = ChannelContract.behaviors - {"garble"}

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeTelegram(behavior) as telegram:
            channel = messengers.Messengers(
                {"tgram": telegram.token, "brand": "Tea Shop"},
                hosts={**messengers.HOSTS, "tgram": telegram.url},
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=f"telegram://{telegram.customer}",
                received=lambda: telegram.messages,
                secrets=telegram.secrets,
            )

"""Firebase, Apple, browsers and WhatsApp keep the contract of channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from evergrow.deliver.channels import push_apns, push_fcm, web_push, whatsapp
from evergrow.deliver.channels.public_addresses import PublicOnly
from evergrow.testing.channel_contract import Behavior, ChannelContract, Stand, patience
from evergrow.testing.providers import FakeApns, FakeFcm, FakePushService, FakeWhatsApp

NOTICE = {"title": "Your cart", "body": "Still there", "link": "https://shop.example/cart", "image": ""}
HOSTILE = {
    "title": "\r\nX-Evil: 1 \ud800",
    "body": "\"'}]\u2028🌱",
    "link": "javascript:alert(1)",
    "image": "https://x.example/a b",
}


def clock() -> datetime:
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


class TestFcm(ChannelContract):
    kind = push_fcm.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeFcm(behavior) as fcm:
            channel = push_fcm.FcmPush(
                {"service_account": fcm.service_account()},
                clock,
                base_url=fcm.url,
                token_url=f"{fcm.url}/token",
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=fcm.device,
                received=lambda: fcm.messages,
                content=NOTICE,
                hostile=HOSTILE,
                secrets=fcm.secrets,
            )


class TestApns(ChannelContract):
    kind = push_apns.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeApns(behavior) as apns:
            channel = push_apns.ApnsPush(
                {"key": apns.key, "key_id": apns.key_id, "team_id": apns.team_id, "topic": apns.topic},
                clock,
                base_url=apns.url,
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=apns.device,
                received=lambda: apns.messages,
                content=NOTICE,
                hostile=HOSTILE,
                secrets=apns.secrets,
            )


class TestWebPush(ChannelContract):
    """Every browser has a push service of its own, so `check` has nobody to ask."""

    kind = web_push.KIND
    test_a_check_tells_whether_the_provider_answers = None  # pyright: ignore[reportAssignmentType]
    behaviors = ChannelContract.behaviors - {"unauthorized"}

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakePushService(behavior) as service:
            key = web_push.new_private_key()
            channel = web_push.WebPush(
                {"contact": "mailto:web@shop.example", "private_key": key},
                clock,
                transport=PublicOnly(is_allowed=lambda _: True),
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel,
                address=service.subscription(),
                received=lambda: service.messages,
                content=NOTICE,
                hostile=HOSTILE,
                secrets=[key],
            )


class TestWhatsApp(ChannelContract):
    kind = whatsapp.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeWhatsApp(behavior) as meta:
            values = {
                "phone_number_id": meta.number_id,
                "access_token": meta.access_token,
                "app_secret": meta.app_secret,
                "verify_token": meta.verify_token,
            }
            yield Stand(
                channel=whatsapp.WhatsApp(values, base_url=meta.url, answer_seconds=patience(behavior)),
                address="+819012345678",
                received=lambda: meta.messages,
                content={"template": "cart", "parameters": ["Ana", "3"], "language": "en-US"},
                hostile={"template": "cart", "parameters": ["a\nb", "", "\t      x"], "language": "en"},
                secrets=meta.secrets,
            )

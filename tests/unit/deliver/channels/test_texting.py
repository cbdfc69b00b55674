"""Twilio, Vonage and a plain gateway keep the contract of channels, and say on the wire what their documents ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from evergrow.deliver.channels import sms_http, sms_twilio, sms_vonage
from evergrow.testing.channel_contract import Behavior, ChannelContract, Stand, patience
from evergrow.testing.providers import FakeGateway, FakeTwilio, FakeVonage

NUMBER = "+819012345678"


class TestTwilio(ChannelContract):
    kind = sms_twilio.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeTwilio(behavior) as twilio:
            channel = sms_twilio.TwilioSms(
                {
                    "account_sid": twilio.account_sid,
                    "auth_token": twilio.auth_token,
                    "sender": "+15005550006",
                },
                base_url=twilio.url,
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel, address=NUMBER, received=lambda: twilio.messages, secrets=twilio.secrets
            )


class TestVonage(ChannelContract):
    kind = sms_vonage.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeVonage(behavior) as vonage:
            channel = sms_vonage.VonageSms(
                {"api_key": vonage.api_key, "api_secret": vonage.api_secret, "sender": "Shop"},
                base_url=vonage.url,
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel, address=NUMBER, received=lambda: vonage.messages, secrets=vonage.secrets
            )


class TestGateway(ChannelContract):
    kind = sms_http.KIND

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with FakeGateway(behavior) as gateway:
            channel = sms_http.GatewaySms(
                {
                    "url": gateway.url + "/send?key={key}",
                    "key": gateway.key,
                    "sender": "Shop",
                    "id_field": "id",
                },
                answer_seconds=patience(behavior),
            )
            yield Stand(
                channel=channel, address=NUMBER, received=lambda: gateway.messages, secrets=gateway.secrets
            )

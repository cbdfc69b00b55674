"""Hand a message to a messenger, by Apprise.

Apprise blocks, so each message has a thread for as long as it takes; it writes the request itself, so the message is
marked before it even connects. Where its words say that it never connected, the message is tried again all the same.

Source:
    https://github.com/caronc/apprise/wiki
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from evergrow.deliver.channels.entered import entered, in_a_header, unfit
from evergrow.deliver.channels.messengers.address import apprise_address, service_of, tidy_address
from evergrow.deliver.channels.messengers.hearing import hear, judge, listen_in, said_no
from evergrow.deliver.channels.over_http import ANSWER_SECONDS, CONNECT_SECONDS, Line
from evergrow.deliver.channels.spec import ChannelKind, Clock, Field, HandOver, Health, Outcome, Outgoing
from evergrow.deliver.channels.texting import plain

FIELDS: Final = (
    Field(
        name="line",
        title="LINE: channel access token",
        is_secret=True,
        is_optional=True,
        is_usual=True,
        shape="a long-lived token of 100 letters and more",
        pattern=r"\S{20,}",
        hint="developers.line.biz, your Messaging API channel, Channel access token. Customers: line://U0123...",
    ),
    Field(
        name="tgram",
        title="Telegram: bot token",
        is_secret=True,
        is_optional=True,
        is_usual=True,
        example="123456789:AAE...",
        shape="a number, a colon and 30 letters or more",
        pattern=r"\d{5,}:[A-Za-z0-9_-]{30,}",
        hint="From @BotFather. Customers: telegram://CHAT_ID",
    ),
    Field(
        name="slack",
        title="Slack: bot token",
        is_secret=True,
        is_optional=True,
        is_usual=True,
        example="xoxb-...",
        shape="xoxb- and what follows",
        pattern=r"xox[abp]-[A-Za-z0-9-]{10,}",
        hint="api.slack.com, your app, OAuth & Permissions. Customers: slack://C0123...",
    ),
    Field(
        name="brand",
        title="Name that is shown",
        example="Tea Shop",
        hint="The sender's name, where one is shown.",
    ),
)
HOSTS: Final = {
    "line": "https://api.line.me",
    "tgram": "https://api.telegram.org",
    "slack": "https://slack.com",
}
_POSTS_TO: Final = {"line": "/v2/bot/message/push", "tgram": "/bot"}
_WHO: Final = {"line": "/v2/bot/info", "tgram": "/bot{token}/getMe", "slack": "/api/auth.test"}
_NAMES: Final = {"line": "LINE", "tgram": "Telegram", "slack": "Slack"}


class Messengers:
    """The brand's accounts with the messengers."""

    def __init__(
        self,
        values: Mapping[str, str],
        *,
        hosts: Mapping[str, str] = HOSTS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        given = entered(FIELDS, values)
        in_a_header(given, *HOSTS)
        self._tokens = {service: given[service] for service in HOSTS if given[service]}
        if not self._tokens:
            raise unfit("line", "No token is entered.", "Enter the token of at least one messenger.")
        self._brand = given["brand"]
        self._hosts = hosts
        self._answer_seconds = answer_seconds
        self._line = Line(secrets=self._tokens.values(), answer_seconds=answer_seconds)
        listen_in()

    async def send(self, outgoing: Outgoing, *, hand_over: HandOver) -> Outcome:
        """Send one message."""
        address = apprise_address(outgoing.address, self._tokens)
        service = service_of(outgoing.address)
        plugin = None if address is None else await asyncio.to_thread(self._plugin, service, address)
        if plugin is None:
            return Outcome(
                status="failed", reason="bad_address", detail="It is no address of a connected messenger."
            )
        text = plain(outgoing.content.get("text"))
        if not text:
            return Outcome(status="failed", reason="bad_content", detail="The text is empty.")
        title = " ".join(plain(outgoing.content.get("title")).split())
        words = hear()
        await hand_over()
        is_sent = await asyncio.to_thread(plugin.notify, body=text, title=title)
        return Outcome(status="sent") if is_sent else self._line.told(judge(words))

    async def check(self) -> Health:
        """Ask each messenger who we are."""
        for service, token in self._tokens.items():
            path = self._hosts[service] + _WHO[service].format(token=token)
            headers = {} if service == "tgram" else {"authorization": f"Bearer {token}"}
            found = await self._line.well(
                "GET",
                path,
                what=_NAMES[service],
                refused=lambda answer: said_no(answer.text),
                headers=headers,
            )
            if not found.is_well:
                return Health(is_well=False, what=f"{_NAMES[service]}: {found.what}")
        return Health(
            is_well=True, what=f"Connected: {', '.join(_NAMES[service] for service in self._tokens)}."
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._line.close()

    def _plugin(self, service: str, address: str) -> Any:
        """What sends to this address, or None where Apprise cannot read it. Loading Apprise takes a second, once."""
        import apprise

        asset = apprise.AppriseAsset(app_id=self._brand, app_desc=self._brand, async_mode=False)
        plugin: Any = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
        if plugin is None:
            return None
        plugin.socket_connect_timeout = min(CONNECT_SECONDS, self._answer_seconds)
        plugin.socket_read_timeout = self._answer_seconds
        if service == "slack":
            plugin.api_url = self._hosts[service] + "/api/{}"
        if service in _POSTS_TO:
            plugin.notify_url = self._hosts[service] + _POSTS_TO[service]
        return plugin


def _open(values: Mapping[str, str], _clock: Clock) -> Messengers:
    return Messengers(values)


KIND: Final = ChannelKind(
    kind="messengers",
    channel="messenger",
    title="LINE, Telegram, Slack",
    fields=FIELDS,
    open=_open,
    at_once=8,
    tidy_address=tidy_address,
)

"""Let Google know who asks: a service account signs a claim, and Google gives a token for it.

`google-auth` does the same, but only blocking and by `requests`; the exchange is one signed claim and one request.

Source:
    https://developers.google.com/identity/protocols/oauth2/service-account#httprest (RFC 7523)
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from evergrow.deliver.channels.entered import unfit
from evergrow.deliver.channels.over_http import Answer, Line, by_status, malformed
from evergrow.deliver.channels.spec import Clock, Outcome

TOKEN_URL: Final = "https://oauth2.googleapis.com/token"
SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
_EARLY: Final = timedelta(minutes=5)
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, repr=False)
class ServiceAccount:
    """The parts of a service account's file that are needed."""

    project_id: str
    client_email: str
    key_id: str
    private_key: RSAPrivateKey


def read_account(text: str) -> ServiceAccount:
    """The account in the file that Google gives out.

    Raises:
        Refusal: `channel.value_unfit`.
    """
    try:
        found = json.loads(text)
        key = load_pem_private_key(found["private_key"].encode(), None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError
        return ServiceAccount(
            str(found["project_id"]), str(found["client_email"]), str(found.get("private_key_id", "")), key
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise unfit(
            "service_account",
            "It is no key file of a service account.",
            "Paste the whole JSON file that Firebase gave you, with its private_key.",
        ) from None


class Access:
    """The token of one account, asked for anew shortly before it ends."""

    def __init__(self, account: ServiceAccount, line: Line, clock: Clock, token_url: str) -> None:
        self._account = account
        self._line = line
        self._clock = clock
        self._token_url = token_url
        self._asking = asyncio.Lock()
        self._token = ""
        self._ends_at: datetime | None = None

    async def token(self) -> str | Outcome:
        """A token that is good for some minutes, or why there is none.

        Raises:
            Unreachable: Google cannot be reached.
        """
        async with self._asking:
            now = self._clock()
            if self._ends_at is None or now >= self._ends_at - _EARLY:
                answer = await self._line.ask("POST", self._token_url, data=self._claim(now))
                granted = _granted(answer)
                if isinstance(granted, Outcome):
                    return granted
                self._token, seconds = granted
                self._line.keep_secret(self._token)
                self._ends_at = now + timedelta(seconds=seconds)
            return self._token

    def forget(self) -> None:
        """Ask for another token next time: this one was not taken."""
        self._ends_at = None

    def _claim(self, now: datetime) -> dict[str, str]:
        claim = {
            "iss": self._account.client_email,
            "scope": SCOPE,
            "aud": TOKEN_URL,
            "iat": now,
            "exp": now + timedelta(hours=1),
        }
        key_id = {"kid": self._account.key_id}
        return {
            "grant_type": _GRANT,
            "assertion": jwt.encode(claim, self._account.private_key, "RS256", headers=key_id),
        }


def _granted(answer: Answer) -> tuple[str, float] | Outcome:
    said = answer.document()
    token, seconds = said.get("access_token"), said.get("expires_in", 3600)
    if answer.status == 200 and isinstance(token, str) and token and isinstance(seconds, int | float):
        return token, float(seconds)
    if answer.status in (
        400,
        401,
        403,
    ):  # invalid_grant, invalid_client: the key was revoked or the clock is off
        detail = str(said.get("error_description") or said.get("error") or answer.text)
        return Outcome(
            status="failed", reason="bad_credentials", detail=detail, code=str(said.get("error", ""))
        )
    found = malformed(answer) if answer.status < 300 else by_status(answer)
    return Outcome(status="retry", reason="rejected_for_now", detail=found.detail, code=found.code)

"""Signed addresses in mails: the pixel that tells of an open, and links that tell of a click before they lead on.

Holds   a link leads only where the mail's author sent it: target and message are signed together, so nobody can make
        it an open redirect, and nobody can report an open of a message they never got.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evergrow.kernel import refuse

OPEN_PATH: Final = "/public/t/o/"
CLICK_PATH: Final = "/public/t/c/"
_SIGNATURE_BYTES: Final = 12
_LONGEST: Final = 6_000


@dataclass(frozen=True)
class TrackedLinks:
    """Makes and reads tracked addresses. `secret` is the data directory's, `base_url` the public address."""

    secret: bytes
    base_url: str

    def pixel_url(self, message_id: str) -> str:
        """An image of one pixel that is asked for when the mail is shown."""
        return f"{self.base_url}{OPEN_PATH}{message_id}.{self._sign('o', message_id)}.gif"

    def clicker(self, message_id: str) -> Callable[[str], str]:
        """For one mail: makes a tracked address of a plain one."""

        def click(target: str) -> str:
            signature = self._sign("c", message_id, target)
            packed = base64.urlsafe_b64encode(target.encode()).rstrip(b"=").decode()
            return f"{self.base_url}{CLICK_PATH}{message_id}.{signature}/{packed}"

        return click

    def opened(self, token: str) -> str:
        """The message whose pixel this is.

        Raises:
            Refusal: `link.forged` (404).
        """
        message_id, _, signature = token.removesuffix(".gif").partition(".")
        self._check(signature, "o", message_id)
        return message_id

    def clicked(self, token: str, packed: str) -> tuple[str, str]:
        """The message and the target of a tracked address.

        Raises:
            Refusal: `link.forged` (404).
        """
        message_id, _, signature = token.partition(".")
        target = _unpacked(packed)
        self._check(signature, "c", message_id, target)
        return message_id, target

    def _sign(self, *parts: str) -> str:
        digest = hmac.digest(self.secret, "\n".join(("track", *parts)).encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()

    def _check(self, signature: str, *parts: str) -> None:
        if not hmac.compare_digest(self._sign(*parts).encode(), signature.encode()):
            raise _forged()


def _unpacked(packed: str) -> str:
    try:
        if len(packed) > _LONGEST:
            raise ValueError
        target = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (ValueError, binascii.Error):
        raise _forged() from None
    if not target.startswith(("http://", "https://")):
        raise _forged()
    return target


def _forged() -> Exception:
    return refuse(
        "link.forged",
        "This link was not made here, or not all of it arrived.",
        where="link",
        next_step="Open it from the message again.",
        status=404,
    )

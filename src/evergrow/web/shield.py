"""What stands before every page and every API answer: the host check and the security headers.

The collector stays outside of it: it is made for other sites' pages, and it has to be fast.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evergrow.runtime import Settings
from evergrow.web.pages import inline_script_hashes

_LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_FIXED: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


def content_security_policy() -> str:
    """Everything from this server only. What takes pictures from elsewhere is shown in a frame (`web.frames`).

    Styles may stand inline: the component library writes them so.
    """
    scripts = " ".join(["'self'", *inline_script_hashes()])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


class Shield:
    """Wraps the application. A server bound to this machine answers to this machine's names only.

    Otherwise a page elsewhere could point its own name at 127.0.0.1 and read the demo, where every
    visitor is signed in (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = _LOOPBACK_NAMES | {urlsplit(settings.public_url).hostname or "localhost"}
        self._is_loopback = settings.is_loopback
        fixed = _FIXED | {"content-security-policy": content_security_policy()}
        if settings.public_url.startswith("https://"):
            fixed["strict-transport-security"] = "max-age=31536000"
        self._headers = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._is_loopback and _host(scope) not in self._hosts:
            refused = PlainTextResponse("This server does not go by that name.", status_code=421)
            await refused(scope, receive, send)
            return

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                named = {name for name, _ in own}  # a frame brings a policy of its own
                message["headers"] = [*own, *(one for one in self._headers if one[0] not in named)]
            await send(message)

        await self._app(scope, receive, send_shielded)


def _host(scope: Scope) -> str:
    text = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return urlsplit(f"//{text}").hostname or ""

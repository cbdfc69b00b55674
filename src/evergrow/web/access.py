"""Who may ask: an operator with a session, or a command on this machine with the server's token."""

from __future__ import annotations

import hmac
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.responses import Response

from evergrow.kernel import refuse
from evergrow.runtime.accounts import Operator, issue_session, operator_of_session
from evergrow.web.site import Here, Now, Site

COOKIE: Final = "evergrow_session"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_COMMAND: Final = Operator(id="command", email="", name="Command line")


def visitor(request: Request, site: Here, now: Now) -> Operator | None:
    """Who asks; None where nobody signed in."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        is_ours = bool(site.token) and hmac.compare_digest(token.encode(), site.token.encode())
        return _COMMAND if is_ours else None
    session = request.cookies.get(COOKIE)
    if session:
        operator = operator_of_session(site.workspace.state, session, now=now)
        if operator is not None:
            return operator
    return site.demo_operator(now)


Visitor = Annotated[Operator | None, Depends(visitor)]


def same_page(request: Request) -> None:
    """Refuse a change that a page elsewhere could have sent: such a page cannot set this header.

    Raises:
        Refusal: `request.foreign` (403).
    """
    if request.method in _SAFE or "authorization" in request.headers:
        return
    if request.headers.get("x-evergrow") != "1":
        raise refuse(
            "request.foreign",
            "The request does not say that it comes from the dashboard.",
            where="X-Evergrow",
            next_step="Send the header X-Evergrow: 1.",
            status=403,
        )


def signed_in(operator: Visitor) -> Operator:
    """The operator who asks.

    Raises:
        Refusal: `session.missing` (401).
    """
    if operator is None:
        raise refuse(
            "session.missing", "Nobody is signed in.", next_step="Sign in, then ask again.", status=401
        )
    return operator


SignedIn = Annotated[Operator, Depends(signed_in)]


def keep_session(response: Response, site: Site, operator: Operator, *, now: Now) -> None:
    """Hand the browser a session of this operator."""
    settings = site.workspace.settings
    response.set_cookie(
        COOKIE,
        issue_session(site.workspace.state, operator, now=now, days=settings.session_days),
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="strict",
        secure=settings.public_url.startswith("https://"),
        path="/",
    )

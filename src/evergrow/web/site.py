"""What the routes of one running application share, and how a route asks for it."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from evergrow.kernel import refuse
from evergrow.runtime import Workspace
from evergrow.runtime.accounts import Account, Operator, SignInLimit, operator_for_demo, read_account
from evergrow.web.answers import Answers
from evergrow.web.frames import Frames
from evergrow.web.live import Live
from evergrow.web.uploads import Uploads


@dataclass(frozen=True, kw_only=True)
class Site:
    """One application over one workspace.

    `token` lets the commands of this machine in (it stands in DIR/server.json). `setup_token`, where
    it is not empty, is asked of whoever wants to become the owner.
    """

    workspace: Workspace
    token: str
    setup_token: str
    live: Live
    answers: Answers
    uploads: Uploads
    frames: Frames = field(default_factory=Frames)
    sign_in_limit: SignInLimit = field(default_factory=SignInLimit)
    _demo: list[Operator] = field(default_factory=list)
    _demo_lock: threading.Lock = field(default_factory=threading.Lock)

    def check_setup_token(self, given: str) -> None:
        """Raise `owner.setup_token` (403) unless the link that the server printed was followed."""
        if self.setup_token and not hmac.compare_digest(given.encode(), self.setup_token.encode()):
            raise refuse(
                "owner.setup_token",
                "The owner's account can only be made through the link that the server printed.",
                where="setup_token",
                next_step="Open the link from the terminal where Evergrow was started.",
                status=403,
            )

    def demo_operator(self, now: datetime) -> Operator | None:
        """Who every visitor is in the demo; None outside of it."""
        settings = self.workspace.settings
        if not (settings.is_demo and settings.is_private):
            return None
        with self._demo_lock:
            if not self._demo:
                self._demo.append(operator_for_demo(self.workspace.state, now=now))
        return self._demo[0]


def _site(request: Request) -> Site:
    return request.state.site


def _workspace(request: Request) -> Workspace:
    return request.state.site.workspace


def _account(request: Request) -> Account:
    return read_account(request.state.site.workspace.state)


async def _now() -> datetime:
    return datetime.now(UTC)


Here = Annotated[Site, Depends(_site)]
Room = Annotated[Workspace, Depends(_workspace)]
OfAccount = Annotated[Account, Depends(_account)]
Now = Annotated[datetime, Depends(_now)]

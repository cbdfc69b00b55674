"""The first visit, signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from evergrow.runtime.accounts import Operator, create_owner, needs_owner, sign_in
from evergrow.web.access import COOKIE, Visitor, keep_session
from evergrow.web.site import Here, Now
from evergrow.web.version import VERSION

router = APIRouter(tags=["session"])
Text = Annotated[str, Field(max_length=2_000)]


class SessionState(BaseModel):
    """Who is here. `needs_setup_token`: the owner can only be made through the link the server printed."""

    needs_owner: bool
    needs_setup_token: bool
    operator: Operator | None
    is_demo: bool
    version: str


class OwnerRequest(BaseModel):
    """The first operator."""

    email: Text
    name: Text
    password: Text
    setup_token: Text = ""


class SignInRequest(BaseModel):
    """An operator's address and password."""

    email: Text
    password: Text


@router.get("/session", operation_id="getSession")
def session(site: Here, operator: Visitor) -> SessionState:
    """Who is signed in, and whether anybody could be."""
    has_none = operator is None and needs_owner(site.workspace.state)
    return SessionState(
        needs_owner=has_none,
        needs_setup_token=has_none and bool(site.setup_token),
        operator=operator,
        is_demo=site.workspace.settings.is_demo,
        version=VERSION,
    )


@router.post("/owner", operation_id="createOwner", status_code=201)
def own(body: OwnerRequest, response: Response, site: Here, now: Now) -> Operator:
    """Make the owner's account on the first visit, and sign them in."""
    site.check_setup_token(body.setup_token)
    owner = create_owner(
        site.workspace.state, email=body.email, name=body.name, password=body.password, now=now
    )
    keep_session(response, site, owner, now=now)
    return owner


@router.post("/session", operation_id="signIn")
def enter(body: SignInRequest, request: Request, response: Response, site: Here, now: Now) -> Operator:
    """Sign in. After five failures in a quarter of an hour the door stays closed for a while."""
    operator = sign_in(
        site.workspace.state,
        site.sign_in_limit,
        email=body.email,
        password=body.password,
        visitor=request.client.host if request.client else "",
        now=now,
    )
    keep_session(response, site, operator, now=now)
    return operator


@router.delete("/session", operation_id="signOut", status_code=204)
def leave(response: Response) -> None:
    """Sign out of this browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")

"""The account's settings, and the operator's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from evergrow.runtime.accounts import Account, Operator, change_account, change_operator, read_account
from evergrow.web.access import SignedIn, keep_session
from evergrow.web.site import Here, Now, Room

router = APIRouter(tags=["account"])
Text = Annotated[str, Field(max_length=2_000)]


class AccountRequest(BaseModel):
    """Name, ISO 4217 currency, IANA time zone and BCP 47 locale. The postal address stands in commercial mails."""

    name: Text
    currency: Text
    time_zone: Text
    locale: Text
    postal_address: Text | None = None


class OperatorRequest(BaseModel):
    """A new password asks for the current one."""

    name: Text
    email: Text
    password: Text | None = None
    current_password: Text | None = None


@router.get("/account", operation_id="getAccount")
def account(room: Room) -> Account:
    """How this brand reckons and reads."""
    return read_account(room.state)


@router.put("/account", operation_id="changeAccount")
def put_account(body: AccountRequest, site: Here) -> Account:
    """Change the account; what cannot be is refused field by field. A postal address that is left out stays."""
    state = site.workspace.state
    given = body.model_dump(exclude_none=True)
    changed = change_account(state, replace(read_account(state), **given))
    site.answers.forget()
    return changed


@router.put("/operator", operation_id="changeOperator")
def put_operator(
    body: OperatorRequest, response: Response, operator: SignedIn, site: Here, now: Now
) -> Operator:
    """Change the operator's own name, address or password. A new password ends all other sessions."""
    changed = change_operator(site.workspace.state, operator, **body.model_dump())
    if body.password:
        keep_session(response, site, changed, now=now)
    return changed

"""A customer who answers STOP is left alone from then on, however they wrote their number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import pytest

from evergrow.deliver.channels import kind_of
from evergrow.deliver.connections import connect
from evergrow.engage.consent import suppressed_addresses
from evergrow.record import customers
from evergrow.runtime import Workspace, tick
from evergrow.testing import entry_of, identify
from evergrow.testing.providers import FakeTwilio

NOW = datetime.now(UTC)
NUMBER = "+819012345678"


@pytest.fixture
def address(workspace: Workspace) -> str:
    """Where Twilio reports to. Ana and Ben share a number, each written in a way of their own; Cem has another."""
    values = {"account_sid": FakeTwilio.account_sid, "auth_token": FakeTwilio.auth_token, "sender": "Shop"}
    with workspace.state.transaction() as tx:
        connection = connect(
            tx,
            kind_of("sms_twilio"),
            "Texts",
            values,
            secret=workspace.secret,
            by="ana",
            now=NOW,
            clock=lambda: NOW,
        )
    then = NOW - timedelta(days=1)
    calls = [
        identify(then, user="ana", phone="090-1234-5678"),
        identify(then, user="ben", phone="+81 (90) 1234 5678"),
        identify(then, user="cem", phone="+48 901 234 567"),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    return f"/public/reports/{connection}"


def write_back(
    workspace: Workspace, visitor: httpx.Client, address: str, text: str, number: str = NUMBER
) -> int:
    form = {"MessageSid": f"SM{text}", "From": number, "To": "+15005550006", "Body": text}
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": FakeTwilio().signature(workspace.settings.url() + address, form),
    }
    answer = visitor.post(address, content=urlencode(form), headers=headers)
    tick(workspace, NOW + timedelta(seconds=len(text)))
    return answer.status_code


def consents(workspace: Workspace, user: str) -> list[tuple[str, str, bool, str | None]]:
    keys = customers.identity_keys(workspace.warehouse, f"user:{user}")
    return [
        (one.channel, one.topic, one.is_granted, one.wording)
        for one in customers.consents_of(workspace.warehouse, keys)
    ]


def test_stop_is_a_no_of_everybody_with_that_number(
    workspace: Workspace, visitor: httpx.Client, address: str
) -> None:
    assert write_back(workspace, visitor, address, "配信停止") == 204

    assert consents(workspace, "ana") == [("sms", "all", False, "配信停止")]
    assert consents(workspace, "ben") == [("sms", "all", False, "配信停止")]
    assert consents(workspace, "cem") == []


def test_start_lets_texts_come_again(workspace: Workspace, visitor: httpx.Client, address: str) -> None:
    write_back(workspace, visitor, address, "STOP")
    write_back(workspace, visitor, address, "UNSTOP")

    assert consents(workspace, "ana") == [("sms", "all", True, "UNSTOP")]


def test_stop_of_a_number_that_nobody_is_known_by_is_honored_all_the_same(
    workspace: Workspace, visitor: httpx.Client, address: str
) -> None:
    write_back(workspace, visitor, address, "STOP", "+14155552671")

    with workspace.state.reading() as tx:
        assert suppressed_addresses(tx, [("sms", "+1 (415) 555-2671")]) == {
            ("sms", "+1 (415) 555-2671"): "legal"
        }


def test_stop_that_twilio_did_not_sign_changes_nothing(
    workspace: Workspace, visitor: httpx.Client, address: str
) -> None:
    form = urlencode({"MessageSid": "SM1", "From": NUMBER, "Body": "STOP"})

    answer = visitor.post(address, content=form, headers={"x-twilio-signature": "forged"})

    assert (answer.status_code, answer.json()["code"]) == (401, "report.unsigned")
    assert consents(workspace, "ana") == []

"""What a channel's answer makes of a message, and what it tells of the address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from evergrow.deliver.channels import Outcome
from evergrow.deliver.dispatch.retry import ending_of
from evergrow.deliver.dispatch.spec import Claimed, Prepared
from evergrow.deliver.telling import About, sent_record
from evergrow.ingest import RECORDS, body_of, take_in
from evergrow.storage.log import LoggedEntry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=2)
DEAD = Outcome(status="failed", reason="bad_address", detail="Unregistered")


def prepared(channel: str) -> Prepared:
    claimed = Claimed(
        message_key=7,
        origin="journey",
        origin_name="cart",
        origin_version=1,
        step="reminder",
        entry_key=1,
        identity_key=1,
        customer_id="user:ana",
        channel=channel,
        topic="offers",
        template="cart",
        template_version=1,
        trigger=None,
        address=None,
        due_at=NOON,
        tries=0,
        variant=None,
    )
    about = About(**{name: getattr(claimed, name) for name in About.__dataclass_fields__})
    return Prepared(claimed=claimed, told=sent_record(about))


@pytest.mark.parametrize(("channel", "trait"), [("push", "push_token"), ("web_push", "web_push")])
def test_a_token_that_is_no_longer_one_is_forgotten(channel: str, trait: str) -> None:
    ending = ending_of(prepared(channel), DEAD, "con_1", begun_at=NOON, now=LATER)

    assert ending.status == "failed"
    assert ending.told is not None
    body = body_of(pa.Table.from_pylist([ending.told], RECORDS))
    traits = take_in([LoggedEntry("messages", "records", "", body, LATER, 1)]).traits.to_pylist()
    assert [(row["key"], row["value"], row["at"]) for row in traits] == [
        (
            trait,
            "null",
            NOON.replace(tzinfo=None),
        )  # as of when the message set out: a token stated since stays
    ]


def test_a_phone_number_that_was_refused_stays_what_the_customer_stated() -> None:
    told = ending_of(prepared("sms"), DEAD, "con_1", begun_at=NOON, now=LATER).told

    assert told is not None
    assert (told["type"], told["name"]) == ("track", "SMS Bounced")


def test_a_push_message_refused_for_another_reason_keeps_its_token() -> None:
    refused = Outcome(status="failed", reason="bad_content", detail="too large")

    assert ending_of(prepared("push"), refused, "con_1", begun_at=NOON, now=LATER).told is None

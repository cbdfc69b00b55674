"""Campaigns over the API: what is launched is what was meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from evergrow.runtime import Workspace, tick
from evergrow.testing import entry_of, identify

CAMPAIGN = "campaign: harvest\nmessage: hello\nwhen: {{ at: {at}, local: {local} }}\n"
MESSAGE = "message: hello\nchannel: sms\ntopic: offers\nlanguages:\n  en: { text: Hello. Reply STOP to get no more }\n"


@pytest.mark.parametrize("local", ["true", "false"])
def test_a_campaign_whose_time_has_passed_is_not_sent_to_everybody_at_once(
    operator: httpx.Client, local: str
) -> None:
    operator.put("/api/documents/message/hello", json={"yaml": MESSAGE}).raise_for_status()

    def launched(at: str) -> httpx.Response:
        text = CAMPAIGN.format(at=at, local=local)
        operator.put("/api/documents/campaign/harvest", json={"yaml": text}).raise_for_status()
        return operator.post("/api/campaigns/harvest/launch")

    past = launched("2025-05-02 09:00")

    assert (past.status_code, past.json()["code"]) == (409, "campaign.time_passed")
    assert launched("2099-05-02 09:00").status_code == 200


def test_it_says_how_many_get_it_at_the_launch_because_their_time_has_passed(
    workspace: Workspace, operator: httpx.Client
) -> None:
    now = datetime.now(UTC)
    zones = {"aiko": "Asia/Tokyo", "yuki": "Asia/Tokyo", "emma": "Europe/London", "joe": "America/New_York"}
    stated = [identify(now, user=name, timezone=zone) for name, zone in zones.items()]
    workspace.log.append_now([entry_of(stated, received_at=now)])
    tick(workspace, now)
    operator.put("/api/documents/message/hello", json={"yaml": MESSAGE}).raise_for_status()

    def late(at: datetime, local: str) -> int:
        text = CAMPAIGN.format(at=f"{at:%Y-%m-%d %H:%M}", local=local)
        operator.put("/api/documents/campaign/harvest", json={"yaml": text}).raise_for_status()
        return operator.get("/api/campaigns/harvest/at-launch").json()["customers"]

    in_two_hours = now + timedelta(hours=2)
    assert late(in_two_hours, "true") == 2
    assert late(in_two_hours, "false") == 0
    assert late(now + timedelta(days=3), "true") == 0

"""Campaigns over the API: what is launched is what was meant."""

from __future__ import annotations

import httpx
import pytest

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

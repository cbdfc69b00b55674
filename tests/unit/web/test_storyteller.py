"""A persona's story is told by the connected endpoint, in no other numbers than the card's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from evergrow.kernel import Period, Refusal
from evergrow.measure.personas import PersonaId
from evergrow.runtime import Workspace, tick
from evergrow.runtime.storyteller import tell_story
from evergrow.storage.log import Entry
from evergrow.testing.providers import Conduct, FakeChat
from evergrow.web.reports import personas_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STORY = "/api/personas/story"
ASKED = {"persona": "one_time_low", "language": "ja"}
NOTHING = {"is_connected": False, "base_url": None, "model": None, "has_key": False}


def order(workspace: Workspace) -> None:
    """Ana orders once."""
    properties = {"order_id": "1", "revenue": 20, "currency": "USD"}
    call = {
        "type": "track",
        "event": "Order Completed",
        "userId": "ana",
        "messageId": "o1",
        "properties": properties,
    }
    body = msgspec.json.encode({"batch": [call | {"timestamp": "2026-10-02T00:00:00Z"}]})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])
    tick(workspace, NOW)


def connect(operator: httpx.Client, chat: FakeChat, **other: str | None) -> httpx.Response:
    return operator.put(
        "/api/storyteller", json={"base_url": f"{chat.url}/v1/", "model": chat.model, "key": chat.key} | other
    )


def test_the_story_is_told_in_the_cards_numbers_or_not_at_all(
    workspace: Workspace, operator: httpx.Client
) -> None:
    order(workspace)
    with FakeChat("1人の顧客が20.00の注文をしました。") as chat:
        assert connect(operator, chat).json() == {
            "is_connected": True, "base_url": f"{chat.url}/v1", "model": chat.model, "has_key": True,
        }  # fmt: skip
        told = operator.post(STORY, json=ASKED)
        assert told.json() == {"text": chat.says, "model": "story-1", "strange": []}
        sent = json.dumps(chat.messages[0]["messages"])
        assert "Japanese" in sent
        assert "100.0% of all revenue" in sent
        assert "ana" not in sent

        report = personas_of(workspace, Period(NOW - timedelta(days=28), NOW), NOW)
        chat.says = "One customer ordered 3 times."
        discarded = tell_story(workspace, report, "one_time_low", "en")
        assert (discarded.text, discarded.strange) == (None, ["3"])
        conducts: list[tuple[Conduct, PersonaId, str]] = [
            ("accept", "bouncer", "storyteller.nobody"),
            ("unauthorized", "one_time_low", "storyteller.refused"),
            ("busy", "one_time_low", "storyteller.refused"),
            ("garble", "one_time_low", "storyteller.unreadable"),
            ("break_after", "one_time_low", "storyteller.unreachable"),
        ]
        for conduct, persona, code in conducts:
            chat.conduct = conduct
            with pytest.raises(Refusal) as refused:
                tell_story(workspace, report, persona, "en")
            assert refused.value.problems[0].code == code
            assert chat.key not in str(refused.value)
    operator.delete("/api/storyteller")
    with pytest.raises(Refusal, match="No storyteller is connected"):
        tell_story(workspace, report, "one_time_low", "en")


def test_a_key_is_locked_never_shown_and_never_sent_to_another_address(
    workspace: Workspace, operator: httpx.Client
) -> None:
    assert operator.get("/api/storyteller").json() == NOTHING
    wrong = operator.put("/api/storyteller", json={"base_url": "ftp://x", "model": " ", "key": "a\nb"})
    assert [problem["code"] for problem in wrong.json()["problems"]] == [
        "storyteller.base_url", "storyteller.model", "storyteller.key",
    ]  # fmt: skip
    with FakeChat() as chat:
        connect(operator, chat)
        assert chat.key not in operator.get("/api/storyteller").text
        for path in workspace.settings.data.iterdir():
            assert chat.key.encode() not in path.read_bytes()
        assert connect(operator, chat, key=None, model="other").json()["has_key"]
        assert not connect(operator, chat, key=None, base_url="https://elsewhere.example/v1").json()[
            "has_key"
        ]
        assert chat.requests == []
    assert operator.delete("/api/storyteller").status_code == 204
    assert operator.get("/api/storyteller").json() == NOTHING

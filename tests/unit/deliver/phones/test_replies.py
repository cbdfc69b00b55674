"""A reply that says stop is honored in the customer's language; a sentence that holds the word is not one."""

from __future__ import annotations

import pytest

from evergrow.deliver.phones import reply_of


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        " Stop. ",
        "STOP!",
        "ＳＴＯＰ",
        "Unsubscribe",
        "停止",
        "配信停止",
        "ストップ",
        "수신거부",
        "ARRÊT",
        "arret",
        "Rezygnuję",
        "BAJA",
        "Stopp",
        "opt-out",
        "退订",
        "stop all",
    ],
)
def test_stop_is_understood_in_many_languages(text: str) -> None:
    assert reply_of(text) == "stop"


@pytest.mark.parametrize("text", ["START", "unstop", "再開", "시작", "Wznów", "reprendre"])
def test_start_lets_messages_come_again(text: str) -> None:
    assert reply_of(text) == "start"


@pytest.mark.parametrize(
    "text", ["", "stop by later?", "Don't stop", "thanks", "停止しないで", "x" * 5000, "🛑"]
)
def test_other_words_are_left_to_a_person(text: str) -> None:
    assert reply_of(text) is None


def test_help_is_told_from_stop() -> None:
    assert reply_of("Help") == "help"

"""Plays: every one reads, speaks both languages, leaves a way out, and can be taken under another name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from evergrow.definitions.folders import read_folder, write_folder
from evergrow.definitions.journeys import SendMessage, read_journey
from evergrow.definitions.maps import read_map, shipped_map
from evergrow.definitions.messages import read_message
from evergrow.definitions.plays import (
    LANGUAGES,
    SHOP,
    Play,
    every_word_of,
    renamed,
    shipped_play,
    shipped_plays,
    with_shop,
)
from evergrow.definitions.rehearsals import read_rehearsal
from evergrow.definitions.topics import SHIPPED_TOPICS, read_topics
from evergrow.engage.messages import Brand, Links, Recipient, Rendered, check_message, render_many
from evergrow.engage.messages.variables import Vocabulary
from evergrow.kernel import Refusal

TOPICS = read_topics(SHIPPED_TOPICS)
SHOP_MAP = read_map(shipped_map("shop"))
EVENT = {
    "event": "Checkout Started",
    "at": "2026-03-02T10:00:00Z",
    "properties": {"url": "https://shop.jp/cart", "products": [{"name": "Linen <shirt>", "quantity": 2}]},
}
LINKS = Links(unsubscribe_url="https://out.jp/u", preferences_url="https://out.jp/p")
plays = pytest.mark.parametrize("play", shipped_plays(), ids=lambda play: play.name)


@plays
def test_a_play_reads_without_a_problem_as_any_folder_of_definitions(play: Play, tmp_path: Path) -> None:
    write_folder(tmp_path, list(play.documents))
    assert len(read_folder(tmp_path)) == len(play.documents)
    assert play.journeys[0].name == play.name
    assert play.rehearsals


@plays
def test_a_play_is_made_for_moves_of_the_shop_map_and_says_so_in_both_languages(play: Play) -> None:
    stages = {stage.id for stage in SHOP_MAP.stages}
    assert all({move.source, move.target} <= stages for move in play.moves)
    for words in (play.title, play.promise, play.goal, *play.adjust):
        assert set(words) == set(LANGUAGES)
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", words["ja"])


@plays
def test_every_document_of_a_play_has_its_title_in_both_languages_whatever_play_it_is_taken_as(
    play: Play,
) -> None:
    for one in renamed(play, "our-own"):
        said = yaml.safe_load(one.text)
        for key in {"title", "description"} & set(said):
            words = every_word_of(one.kind, one.name, said[key])
            assert words["en"] == said[key]
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", words["ja"])
            assert every_word_of(one.kind, one.name, words["ja"]) == words


def test_what_an_operator_calls_a_document_stays_as_it_is() -> None:
    assert every_word_of("message", "welcome-hello", "Our welcome") == {}
    assert every_word_of("message", "hello", "Hello") == {}
    assert every_word_of("segment", "welcome-hello", "Hello") == {}


@plays
def test_every_message_of_a_play_is_used_and_every_one_used_is_there(play: Play) -> None:
    steps = [step for one in play.journeys for step in read_journey(one.text).steps]
    used = {step.message for step in steps if isinstance(step, SendMessage)}
    assert used == {one.name for one in play.documents if one.kind == "message"}


@plays
def test_no_message_of_a_play_has_anything_to_complain_about(play: Play) -> None:
    for one in play.documents:
        if one.kind == "message":
            message = read_message(one.text)
            vocabulary = Vocabulary(traits=play.traits)
            found = check_message(message, topics=TOPICS, vocabulary=vocabulary, languages=LANGUAGES)
            assert not found, one.name
            assert set(message.contents) == set(LANGUAGES)


@plays
@pytest.mark.parametrize("customer", [{}, {"first_name": "Aiko", "last_name": "Sato"}], ids=["bare", "known"])
def test_every_message_of_a_play_is_whole_whatever_is_known_of_the_customer(
    play: Play, customer: dict
) -> None:
    for one in play.documents:
        if one.kind != "message":
            continue
        message = read_message(one.text)
        topic = TOPICS.topic(message.topic)
        assert topic is not None
        for language in LANGUAGES:
            row = Recipient(
                message_key=1,
                customer=customer | {"language": language},
                at=datetime(2026, 3, 2, tzinfo=UTC),
                event=EVENT if customer else None,
                links=LINKS,
            )
            (shown,) = render_many(message, [row], brand=Brand(name="Sakura", coupon_key=b"key"))
            assert isinstance(shown, Rendered), one.name
            assert not shown.missing, one.name
            if message.channel == "email" and topic.is_marketing:
                assert LINKS.unsubscribe_url in shown.content["html"]
                assert LINKS.unsubscribe_url in shown.content["text"]


@plays
def test_a_play_rehearses_a_customer_who_must_get_nothing(play: Play) -> None:
    rehearsals = [read_rehearsal(text) for text in play.rehearsals.values()]
    assert any(rule.customer and rule.message is None for one in rehearsals for rule in one.forbidden)
    sent = {one.message for rehearsal in rehearsals for one in rehearsal.expected if not one.reason}
    assert sent == {one.name for one in play.documents if one.kind == "message"}


def test_a_play_taken_under_another_name_refers_to_its_own_documents_only() -> None:
    play = shipped_play("review")
    taken = {one.name: one for one in renamed(play, "ask")}
    assert set(taken) == {"ask", "ask-thanks", "ask-ask", "open-complaints"}
    assert "message: ask-ask" in taken["ask"].text
    assert taken["open-complaints"].text in {one.text for one in play.documents}
    with pytest.raises(Refusal) as refused:
        renamed(play, "A play")
    assert refused.value.code == "play.bad_name"


def test_the_shops_own_address_stands_in_every_link() -> None:
    play = shipped_play("win-back")
    taken = with_shop(play.documents, "https://www.sakura.jp/")
    assert not any(SHOP in one.text for one in taken)
    assert any('href="https://www.sakura.jp/new"' in one.text for one in taken)
    for bad in ("sakura.jp", "javascript:alert(1)", 'https://a.jp/" onload="x'):
        with pytest.raises(Refusal) as refused:
            with_shop(play.documents, bad)
        assert refused.value.code == "play.bad_shop"


def test_an_unknown_play_is_told_what_was_meant() -> None:
    with pytest.raises(Refusal) as refused:
        shipped_play("winback")
    assert "Did you mean 'win-back'?" in refused.value.problems[0].what

"""Topics: read from YAML, refused with every problem at its line, written back the same."""

from __future__ import annotations

import pytest

from evergrow.definitions.topics import SHIPPED_TOPICS, read_topics, write_topics
from evergrow.kernel import Refusal


def test_the_shipped_topics_are_sound_and_come_back_the_same() -> None:
    topics = read_topics(SHIPPED_TOPICS)
    assert topics.ids[:4] == ("orders", "account", "offers", "news")
    assert [topic.is_marketing for topic in topics.topics][:4] == [False, False, True, True]
    assert read_topics(write_topics(topics)) == topics


def test_a_topic_is_named_in_the_language_of_the_reader() -> None:
    offers = read_topics(SHIPPED_TOPICS).topic("offers")
    assert offers is not None
    assert (offers.title_in("ja"), offers.title_in("fr")) == ("お得な情報", "Offers")


def test_every_problem_is_told_at_once() -> None:
    text = """\
topics:
  - { id: orders, kind: transactional, consent: opt_in }
  - { id: orders, consent: optin }
  - { id: all, channels: [emial] }
  - { titel: x, id: b }
"""
    with pytest.raises(Refusal) as refused:
        read_topics(text)
    assert [problem.code for problem in refused.value.problems] == [
        "topic.needless_consent",
        "topic.repeated",
        "definition.wrong_type",
        "definition.bad_id",
        "definition.unknown_channel",
        "definition.unknown_field",
    ]

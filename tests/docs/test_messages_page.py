"""The documents on the page about messages are read, and there is nothing to say against them."""

from __future__ import annotations

import re
from pathlib import Path

from evergrow.definitions.messages import SHAPES, read_message
from evergrow.definitions.topics import read_topics
from evergrow.engage.messages import Vocabulary, check_message

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "messages.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_documents_of_the_page_are_sound() -> None:
    message, topics = read_message(BLOCKS[0]), read_topics(BLOCKS[1])
    assert check_message(message, topics=topics, vocabulary=Vocabulary()) == []


def test_the_page_names_every_channel() -> None:
    assert [channel for channel in SHAPES if f"`{channel}`" not in PAGE and channel != "email"] == []

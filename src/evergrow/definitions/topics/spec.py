"""The declared shape of topics: what customers may agree to hear about, and how they agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

TopicKind = Literal["transactional", "marketing"]
ConsentRule = Literal["opt_in", "opt_out", "double_opt_in"]
TOPIC_KINDS: Final = ("transactional", "marketing")
CONSENT_RULES: Final = ("opt_in", "opt_out", "double_opt_in")


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something customers hear about.

    A transactional topic needs no consent. A marketing one needs a yes (`opt_in`), a yes that was confirmed
    by the owner of the address (`double_opt_in`), or only the absence of a no (`opt_out`).
    `titles` and `texts` say it in other languages, on the preference page.
    """

    id: str
    title: str
    kind: TopicKind = "marketing"
    consent: ConsentRule = "opt_in"
    text: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[str, ...] = ("email",)
    confirm_message: str = ""

    @property
    def is_marketing(self) -> bool:
        return self.kind == "marketing"

    def title_in(self, language: str) -> str:
        """The title in a language, else as it stands."""
        return self.titles.get(language) or self.title

    def text_in(self, language: str) -> str:
        """The explanation in a language, else as it stands."""
        return self.texts.get(language) or self.text


@dataclass(frozen=True, kw_only=True)
class Topics:
    """Every topic, in the order customers see them."""

    topics: tuple[Topic, ...]

    def topic(self, topic_id: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(topic.id for topic in self.topics)

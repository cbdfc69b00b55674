"""What is kept of the storyteller, and what it told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Connected:
    """An endpoint that speaks OpenAI's chat completions. `key` is unlocked: never for an answer."""

    base_url: str
    model: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Story:
    """A persona in the storyteller's words. `text` is null where it was discarded: `strange` are the numbers in it that the
    card does not have.
    """

    text: str | None
    model: str
    strange: list[str]

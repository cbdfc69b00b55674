"""The storyteller: somebody's language model that may put a persona's figures into words, if one is connected."""

from evergrow.runtime.storyteller.keep import connect_storyteller, disconnect_storyteller, storyteller_of
from evergrow.runtime.storyteller.spec import Connected, Story
from evergrow.runtime.storyteller.tell import tell_story

__all__ = [
    "Connected",
    "Story",
    "connect_storyteller",
    "disconnect_storyteller",
    "storyteller_of",
    "tell_story",
]

"""Plays: ready journeys with their messages, each made for a move from one stage to the next."""

from evergrow.definitions.plays.rename import renamed, with_shop
from evergrow.definitions.plays.said import every_word_of
from evergrow.definitions.plays.shipped_plays import SHOP, shipped_play, shipped_plays
from evergrow.definitions.plays.spec import LANGUAGES, Play, PlayMove, Words

__all__ = [
    "LANGUAGES",
    "SHOP",
    "Play",
    "PlayMove",
    "Words",
    "every_word_of",
    "renamed",
    "shipped_play",
    "shipped_plays",
    "with_shop",
]

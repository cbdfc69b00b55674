"""Plays: what each needs and whether it is there, and taking one as one's own drafts."""

from evergrow.runtime.plays.at_hand import play_at_hand, plays_at_hand
from evergrow.runtime.plays.spec import Need, PlayAtHand, PlayNeeds, TakenDocument, TakenPlay
from evergrow.runtime.plays.take import use_play

__all__ = [
    "Need",
    "PlayAtHand",
    "PlayNeeds",
    "TakenDocument",
    "TakenPlay",
    "play_at_hand",
    "plays_at_hand",
    "use_play",
]

"""What is told of a play: what it needs, how much of it there is, and what was taken of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evergrow.definitions.plays import Play

State = Literal["new", "same", "yours"]


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something a play needs. `count`: such events in the last 28 days, or customers with such a trait."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PlayNeeds:
    """What a play needs and how much of it there is; `is_ready` where there is some of everything."""

    events: list[Need]
    traits: list[Need]
    better_with: list[Need]
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class PlayAtHand:
    """A play as it stands here. `is_used`: a journey of its name is kept."""

    play: Play
    needs: PlayNeeds
    channels: list[str]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class TakenDocument:
    """A document of a play that was taken. `yours`: one of its name was there already and stays as it is."""

    kind: str
    name: str
    state: State


@dataclass(frozen=True, kw_only=True)
class TakenPlay:
    """The journeys to look at and launch, the main one first, and everything that was kept."""

    journeys: list[str]
    documents: list[TakenDocument]

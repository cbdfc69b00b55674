"""Segments: groups of customers that every report can be narrowed to."""

from evergrow.measure.segments.holds import holds
from evergrow.measure.segments.judge import judge, live_grounds, matching, prepare
from evergrow.measure.segments.members import EVERYBODY, members
from evergrow.measure.segments.spec import Grounds, World
from evergrow.measure.segments.tables import MEMBERS, MOVES, TABLES, WATCH, ZONES
from evergrow.measure.segments.zones import zone_rows

__all__ = [
    "EVERYBODY",
    "MEMBERS",
    "MOVES",
    "TABLES",
    "WATCH",
    "ZONES",
    "Grounds",
    "World",
    "holds",
    "judge",
    "live_grounds",
    "matching",
    "members",
    "prepare",
    "zone_rows",
]

"""Segments: groups of customers that every report can be narrowed to."""

from evergrow.measure.segments.aside import ASIDE, Aside, set_aside
from evergrow.measure.segments.hindsight import past_grounds
from evergrow.measure.segments.holds import holds
from evergrow.measure.segments.instants import SPAN, instants
from evergrow.measure.segments.judge import judge, live_grounds, matching, prepare
from evergrow.measure.segments.meaning import levels_asked
from evergrow.measure.segments.members import EVERYBODY, members
from evergrow.measure.segments.preview import (
    Overlap,
    SampleCustomer,
    SegmentPreview,
    SegmentSize,
    preview_segment,
    segment_sizes,
)
from evergrow.measure.segments.refresh import (
    Refreshed,
    arrivals,
    forget,
    newest_move,
    note_settled,
    rebuild,
    refresh,
    segment_key,
)
from evergrow.measure.segments.spec import Grounds, World
from evergrow.measure.segments.tables import MEMBERS, MOVES, TABLES, WATCH, ZONES
from evergrow.measure.segments.turns import CLOCKS, clock_rows
from evergrow.measure.segments.vocabulary import SeenEvent, SeenField, Vocabulary, vocabulary

__all__ = [
    "ASIDE",
    "CLOCKS",
    "EVERYBODY",
    "MEMBERS",
    "MOVES",
    "SPAN",
    "TABLES",
    "WATCH",
    "ZONES",
    "Aside",
    "Grounds",
    "Overlap",
    "Refreshed",
    "SampleCustomer",
    "SeenEvent",
    "SeenField",
    "SegmentPreview",
    "SegmentSize",
    "Vocabulary",
    "World",
    "arrivals",
    "clock_rows",
    "forget",
    "holds",
    "instants",
    "judge",
    "levels_asked",
    "live_grounds",
    "matching",
    "members",
    "newest_move",
    "note_settled",
    "past_grounds",
    "prepare",
    "preview_segment",
    "rebuild",
    "refresh",
    "segment_key",
    "segment_sizes",
    "set_aside",
    "vocabulary",
]

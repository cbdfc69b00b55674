"""RFM: how recently, how often and for how much customers bought, scored 1 to 5, and the ten segments."""

from evergrow.measure.rfm.report import rfm
from evergrow.measure.rfm.rules import DEFAULT_RULES, SCORES, SegmentRule, cells_of, segment_by_cell
from evergrow.measure.rfm.scores import (
    activity,
    grid,
    in_segment,
    rf_scores,
    rfm_scores,
    scored,
    scores_of_one,
    thresholds,
    with_segment,
)
from evergrow.measure.rfm.spec import RfmCell, RfmMove, RfmReport, RfmSegment

__all__ = [
    "DEFAULT_RULES",
    "SCORES",
    "RfmCell",
    "RfmMove",
    "RfmReport",
    "RfmSegment",
    "SegmentRule",
    "activity",
    "cells_of",
    "grid",
    "in_segment",
    "rf_scores",
    "rfm",
    "rfm_scores",
    "scored",
    "scores_of_one",
    "segment_by_cell",
    "thresholds",
    "with_segment",
]

"""Lifecycle maps: the stages a brand designs, their rules, and the moves it wants."""

from evergrow.definitions.maps.read import COLOR, EVENT_FIELDS, ID, MOST_STAGES, read_map
from evergrow.definitions.maps.shipped import SHIPPED, shipped_map
from evergrow.definitions.maps.spec import BUILT_IN_METRICS, Benchmark, EventMetric, LifecycleMap, Move, Stage

__all__ = [
    "BUILT_IN_METRICS",
    "COLOR",
    "EVENT_FIELDS",
    "ID",
    "MOST_STAGES",
    "SHIPPED",
    "Benchmark",
    "EventMetric",
    "LifecycleMap",
    "Move",
    "Stage",
    "read_map",
    "shipped_map",
]

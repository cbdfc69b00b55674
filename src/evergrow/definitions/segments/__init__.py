"""Segments as they are declared: a name and a condition about customers."""

from evergrow.definitions.segments.read import in_order, read_segment, write_segment
from evergrow.definitions.segments.spec import Segment

__all__ = ["Segment", "in_order", "read_segment", "write_segment"]

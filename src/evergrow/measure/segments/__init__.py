"""Segments: groups of customers that every report can be narrowed to."""

from evergrow.measure.segments.members import EVERYBODY, members

__all__ = ["EVERYBODY", "members"]

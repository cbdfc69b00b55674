"""Groupings: what tells customers apart in a report: a trait, where they came from, their stage, a segment."""

from evergrow.measure.groupings.told import by_first_product, by_first_source, by_stage, by_trait, grouping

__all__ = ["by_first_product", "by_first_source", "by_stage", "by_trait", "grouping"]

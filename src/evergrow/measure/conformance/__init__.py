"""Conformance: the designed lifecycle map against the walks that customers took.

On tables of your own: `stage_walks` takes any stays (Ibis, or any that speaks Arrow), `align` lays one walk beside a map.
"""

from evergrow.measure.conformance.align import align
from evergrow.measure.conformance.behind import ANY, FACTS, common, deviating_customers
from evergrow.measure.conformance.designed import DesignedMap
from evergrow.measure.conformance.deviations import deviations_of
from evergrow.measure.conformance.limits import Limit, read_limit
from evergrow.measure.conformance.report import conformance
from evergrow.measure.conformance.shared_facts import common_traits, fact_counts
from evergrow.measure.conformance.spec import (
    AlignedStage,
    Alignment,
    CommonReport,
    ConformanceReport,
    Deviation,
    Trait,
    Variant,
    Who,
)
from evergrow.measure.conformance.walks import (
    stage_walks,
    stages_of,
    standing_counts,
    stuck_in,
    times_until_going_on,
    walk_counts,
    walkers,
    walks_paid,
)

__all__ = [
    "ANY",
    "FACTS",
    "AlignedStage",
    "Alignment",
    "CommonReport",
    "ConformanceReport",
    "DesignedMap",
    "Deviation",
    "Limit",
    "Trait",
    "Variant",
    "Who",
    "align",
    "common",
    "common_traits",
    "conformance",
    "deviating_customers",
    "deviations_of",
    "fact_counts",
    "read_limit",
    "stage_walks",
    "stages_of",
    "standing_counts",
    "stuck_in",
    "times_until_going_on",
    "walk_counts",
    "walkers",
    "walks_paid",
]

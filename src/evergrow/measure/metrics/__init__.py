"""Numbers every report is made of: orders, buyers, time slices, estimates, and what each number means."""

from evergrow.measure.metrics.bits import MOST_BITS, has_all, has_any, union_of
from evergrow.measure.metrics.buyers import buyers, revenue_until, whole_sum
from evergrow.measure.metrics.currencies import currencies, mixed_until, several_currencies
from evergrow.measure.metrics.days import (
    Every,
    clock_changes,
    day_number,
    local_day,
    local_period,
    local_seconds,
    period_number,
    period_start,
)
from evergrow.measure.metrics.definitions import DEFINITIONS
from evergrow.measure.metrics.estimates import (
    SMALL_SAMPLE,
    counted,
    measured,
    missing,
    quotient,
    share_of,
    wilson,
)
from evergrow.measure.metrics.fields import (
    CONTEXT_FIELDS,
    event_column,
    event_field,
    event_holds,
    json_text,
    json_texts,
)
from evergrow.measure.metrics.orders import orders
from evergrow.measure.metrics.reading import by_period, until_now
from evergrow.measure.metrics.slices import By, slices, step, whole
from evergrow.measure.metrics.source import Measured
from evergrow.measure.metrics.spec import Benchmark, Definition, Figure, Unit

__all__ = [
    "CONTEXT_FIELDS",
    "DEFINITIONS",
    "MOST_BITS",
    "SMALL_SAMPLE",
    "Benchmark",
    "By",
    "Definition",
    "Every",
    "Figure",
    "Measured",
    "Unit",
    "buyers",
    "by_period",
    "clock_changes",
    "counted",
    "currencies",
    "day_number",
    "event_column",
    "event_field",
    "event_holds",
    "has_all",
    "has_any",
    "json_text",
    "json_texts",
    "local_day",
    "local_period",
    "local_seconds",
    "measured",
    "missing",
    "mixed_until",
    "orders",
    "period_number",
    "period_start",
    "quotient",
    "revenue_until",
    "several_currencies",
    "share_of",
    "slices",
    "step",
    "union_of",
    "until_now",
    "whole",
    "whole_sum",
    "wilson",
]

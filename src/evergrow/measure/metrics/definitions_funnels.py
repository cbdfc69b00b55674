"""What the numbers of funnels mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

_WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"

FUNNELS: Final = (
    Definition(
        key="funnel_began",
        title="Customers who began",
        text="Customers who did the first step in the period; in any order, who did one of the steps. Each counts once, "
        "however often they began.",
        formula="customers with the first step in the period",
    ),
    Definition(
        key="funnel_converted",
        title="Customers who converted",
        text="Those of them whom any of their starts leads through all steps to the last one within the window.",
        formula="customers with a chain of events, one for each step in order, no longer than the window",
    ),
    Definition(
        key="funnel_reached",
        title="Customers who came so far",
        text="Customers whom any of their starts leads to this step, within the window counted from that start. Each counts "
        "once at every step up to the deepest one reached. With a field held constant, all events of a way must agree "
        "in it; with exclusions, none of those may lie between.",
        formula="customers with a chain of events up to this step",
    ),
    Definition(
        key="funnel_conversion",
        title="Conversion from the first step",
        text="The share of those who began that came so far. The band is the 95 % interval: were the period one of many "
        "alike, the true rate would lie in it 19 times of 20.",
        formula="customers who came so far / customers who began",
        source=_WILSON,
    ),
    Definition(
        key="funnel_step_rate",
        title="Conversion from the step before",
        text="The share of those who reached the step before that reached this one, too.",
        formula="customers who came so far / customers who came to the step before",
        source=_WILSON,
    ),
    Definition(
        key="funnel_lost",
        title="Lost before this step",
        text="Customers who reached the step before and, by none of their starts, this one. Some may yet do so while their "
        "window runs.",
        formula="customers who came to the step before - customers who came so far",
    ),
    Definition(
        key="funnel_step_days",
        title="Time from the step before",
        text="The median over customers who reached this step of the time since the step before: when they reached it first, "
        "counted from the last time before that they did the step before. Half of all customers lie between the quarters.",
        formula="median(time of the step - time of the step before on the latest way to it)",
    ),
    Definition(
        key="funnel_days",
        title="Time from the first step",
        text="The median over customers who reached this step of the time since the first one, on the latest way that leads "
        "to the moment they reached it first.",
        formula="median(time of the step - time of the first step on the latest way to it)",
    ),
    Definition(
        key="funnel_open",
        title="May yet convert",
        text="Customers who began and have not converted, and whose last start is younger than the window.",
        formula="customers not converted with a first step later than now - window",
    ),
)

"""Funnels: how far customers come through steps, how long each takes them, and where they are lost.

On a table of your own: `reached` takes any events (Ibis, or any that speaks Arrow) and a funnel that `read_funnel` makes of texts.
"""

from evergrow.measure.funnels.reached import reached, reached_step
from evergrow.measure.funnels.read import MOST_STEPS, read_funnel, read_step
from evergrow.measure.funnels.report import funnel, lost_customers, lost_when
from evergrow.measure.funnels.spec import Exclusion, Funnel, FunnelGroup, FunnelReport, FunnelStep, Step
from evergrow.measure.funnels.steps import funnel_steps, step_numbers
from evergrow.measure.funnels.walked import can_be_walked, walked

__all__ = [
    "MOST_STEPS",
    "Exclusion",
    "Funnel",
    "FunnelGroup",
    "FunnelReport",
    "FunnelStep",
    "Step",
    "can_be_walked",
    "funnel",
    "funnel_steps",
    "lost_customers",
    "lost_when",
    "reached",
    "reached_step",
    "read_funnel",
    "read_step",
    "step_numbers",
    "walked",
]

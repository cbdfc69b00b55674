"""What the numbers of the map's check mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

_ALIGNED: Final = (
    "Adriansyah, van Dongen & van der Aalst (2011), Conformance Checking Using Cost-Based Fitness Analysis, "
    "EDOC 2011, 55-64"
)
_WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"

CONFORMANCE: Final = (
    Definition(
        key="walk_customers",
        title="Customers on the map",
        text="Customers with a walk through the stages that was known at the end of the period: all of them, or those who "
        "came onto the map in it.",
        formula="customers with a stay that began before the end of the period",
    ),
    Definition(
        key="walk_fitness",
        title="Fitness",
        text="How far walks keep to the map, from 0 to 1, as the mean over customers. Each walk is laid beside the run "
        "through the map that is most like it; each stage that only one of the two has costs one. A run begins where the map "
        "begins, takes moves that are drawn, may go in circles, and may end anywhere, for customers are on their way.",
        formula="1 - least cost / (stages of the walk + 1)",
        source=_ALIGNED,
    ),
    Definition(
        key="walk_keep",
        title="Keep to the map",
        text="Customers whose walk begins where the map begins and takes only moves that are drawn: those with a fitness of "
        "1. The band is the 95 % interval.",
        formula="customers with a fitness of 1 / customers on the map",
        source=_WILSON,
    ),
    Definition(
        key="walk_deviating_value",
        title="Revenue of those who do not",
        text="What the customers whose fitness is below 1 had paid until the end of the period, refunds not taken off.",
        formula="revenue of customers with a fitness below 1",
    ),
    Definition(
        key="deviation_customers",
        title="Customers who deviate",
        text="Customers whose walk deviates in this way, each once. Skipped: went on without ever passing the stage the map "
        "has between. Back: to an earlier stage. Left: stand in an exit, or went to one that is not drawn from there. Stuck: "
        "stand in the stage for longer than the limit. Unexpected: came to a stage to which no way of the map leads from there.",
        formula="customers with the deviation in their walk until the end of the period",
    ),
    Definition(
        key="deviation_share",
        title="Of those who could",
        text="Of the customers who ever came to where one deviates in this way, the share that did. Who was never in a stage "
        "cannot have left it. The band is the 95 % interval.",
        formula="customers who deviate / customers whose walk has the stage it starts from",
        source=_WILSON,
    ),
    Definition(
        key="deviation_value",
        title="Their revenue",
        text="What the customers who deviate in this way had paid until the end of the period, refunds not taken off.",
        formula="revenue of the customers who deviate",
    ),
    Definition(
        key="deviation_value_each",
        title="Revenue of each",
        text="Their revenue divided by their number.",
        formula="revenue of the customers who deviate / their number",
    ),
    Definition(
        key="deviation_days",
        title="Stuck from",
        text="Longer than this in the stage is too long: in whole days, the time within which so many of those who went on from "
        "the stage had done so (95 % unless said otherwise), or the length that was stated. Who is still waiting, or left, is "
        "not among those who went on.",
        formula="95th percentile of (left - entered) over stays that ended by going on, rounded up",
    ),
    Definition(
        key="deviation_rate",
        title="Rate of deviating",
        text="Of the customers with this value who could deviate in this way, the share that did. The band is the 95 % interval.",
        formula="customers with the value who deviate / customers with the value",
        source=_WILSON,
    ),
    Definition(
        key="deviation_ratio",
        title="Times as often",
        text="How many times as often customers with this value deviate as all others who could. Shown where the two rates "
        "differ by the test of two shares, with as many values as were compared taken into account: of all that is shown, one "
        "in twenty is expected to be chance at most. A value that would have fewer than five in one of the four cells is not "
        "compared. The band is the 95 % interval.",
        formula="rate with the value / rate without it",
        source="Katz et al. (1978), Biometrics 34, 469-474; Benjamini & Hochberg (1995), Journal of the Royal Statistical "
        "Society B 57, 289-300; Cochran (1954), Biometrics 10, 417-451",
    ),
)

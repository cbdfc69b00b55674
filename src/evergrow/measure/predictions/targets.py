"""What each model asks, and of whom."""

# The functions of `pyarrow.compute` are made when it is imported; a checker does not see them.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import refuse
from evergrow.measure.predictions.spec import HORIZONS, MODELS, ModelKey
from evergrow.measure.retention import paying_stages

_NEVER: Final = 1  # the place of no orders


@dataclass(frozen=True)
class Target:
    """One question: who is asked about by stage or by whether they have ordered, and which outcome counts.

    Attributes:
        model: Its name.
        days: How far it looks ahead.
        outcome: The column of `alike` that counts those who did it.
        stages: Only who stands in one of these; None: anywhere.
        has_bought: Only who has, or has not; None: either.
        stage: For `tier`, the stage entered.
    """

    model: ModelKey
    days: int
    outcome: str
    stages: tuple[str, ...] | None = None
    has_bought: bool | None = None
    stage: str | None = None

    def among(self, rows: pa.Table) -> pa.Table:
        """The rows of those it asks about."""
        if self.stages is not None:
            rows = rows.filter(pc.is_in(rows["stage"], value_set=pa.array(self.stages, pa.string())))
        if self.has_bought is not None:
            bought = pc.greater(rows["orders"], _NEVER)
            rows = rows.filter(bought if self.has_bought else pc.invert(bought))
        return rows


@dataclass(frozen=True)
class Stages:
    """The stages that outcomes are told by."""

    paying: tuple[str, ...]
    tiers: tuple[str, ...]
    below: tuple[str, ...]


def stages_of(lifecycle_map: LifecycleMap, stage: str | None = None) -> Stages:
    """What counts as paying, and as the tier and above.

    Args:
        lifecycle_map: The map.
        stage: The tier; the highest paying stage when None.

    Raises:
        Refusal: `prediction.stage`, where the map has no such stage to come up to.
    """
    ids = [each.id for each in lifecycle_map.stages if not each.is_exit]
    paying = tuple(paying_stages(lifecycle_map))
    if stage is not None and stage not in ids[1:]:
        raise refuse(
            "prediction.stage",
            f"Customers cannot come up to a stage '{stage}'.{did_you_mean(stage, ids[1:])}",
            where="stage",
            next_step=f"Choose one of {', '.join(ids[1:])}.",
            status=422,
        )
    tier = stage or (paying[-1] if paying else ids[-1])
    lower = tuple(ids[: ids.index(tier)])
    return Stages(
        paying=paying,
        tiers=tuple(ids[ids.index(tier) :]),
        below=tuple(each for each in lower if each in paying) or lower,
    )


def targets_of(stages: Stages) -> list[Target]:
    """The four questions."""
    asked = {
        "churn": {"outcome": "lapsed", "stages": stages.paying},
        "conversion": {"outcome": "ordered", "has_bought": False},
        "next_purchase": {"outcome": "ordered", "has_bought": True},
        "tier": {"outcome": "reached", "stages": stages.below, "stage": stages.tiers[0]},
    }
    return [Target(model=model, days=HORIZONS[model], **asked[model]) for model in MODELS]

"""What was foretold last, for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from evergrow.measure import predictions
from evergrow.measure.predictions import ForetoldCustomer, KeptModel, ModelKey, PredictionModel, Reason
from evergrow.runtime.accounts import read_account
from evergrow.runtime.workspace import Workspace

_CHANCE: Final = "prediction."


@dataclass(frozen=True, kw_only=True)
class KeptPredictions:
    """The models as they were fitted last; `as_of` None: nothing has been foretold yet."""

    as_of: datetime | None
    currency: str
    models: list[PredictionModel]


@dataclass(frozen=True, kw_only=True)
class CustomersAbove:
    """Customers with at least some probability, the likeliest first: a part of them, and how many there are."""

    total: int
    rows: list[ForetoldCustomer]


@dataclass(frozen=True, kw_only=True)
class ForetoldOf:
    """One number that was foretold of a customer, by the name conditions use, with the reasons for a probability."""

    name: str
    number: float
    horizon_days: int
    stage: str | None
    base_rate: float | None
    at: datetime
    reasons: list[Reason]


def kept_predictions(workspace: Workspace) -> KeptPredictions:
    """The models fitted last."""
    kept = _models(workspace)
    order = {model: place for place, model in enumerate(predictions.MODELS)}
    return KeptPredictions(
        as_of=max((at for at, _ in kept.values()), default=None),
        currency=read_account(workspace.state).currency,
        models=[kept[model][1].card for model in sorted(kept, key=lambda each: order[each])],
    )


def foretold_at(workspace: Workspace) -> datetime | None:
    """When it was foretold last; None: never. Reads no model."""
    at = workspace.warehouse.fetch(predictions.kept_at()).to_pylist()[0]["at"]
    return None if at is None else at.replace(tzinfo=UTC)


def customers_above(
    workspace: Workspace, model: ModelKey, *, percent: int, most: int, skipped: int
) -> CustomersAbove:
    """Who has at least so many percent."""
    kept = _models(workspace).get(model)
    if kept is None:
        return CustomersAbove(total=0, rows=[])
    source = workspace.measured()
    rows = source.ask(predictions.above, source.customers, f"{_CHANCE}{model}", percent, most, skipped)
    total = rows[0]["total"] if rows else 0
    return CustomersAbove(total=total, rows=[predictions.customer_of(kept[1], row) for row in rows])


def foretold_of(workspace: Workspace, key: int) -> list[ForetoldOf]:
    """Everything that was foretold of a customer."""
    kept = _models(workspace)
    if not kept:
        return []
    rows = workspace.warehouse.ask(predictions.foretold_of, key).to_pylist()
    return sorted((_shown(row, kept) for row in rows), key=lambda each: each.name)


def _shown(row: dict[str, Any], kept: dict[ModelKey, tuple[datetime, KeptModel]]) -> ForetoldOf:
    model = next((each for key, (_, each) in kept.items() if row["name"] == f"{_CHANCE}{key}"), None)
    return ForetoldOf(
        name=row["name"],
        number=row["number"],
        horizon_days=model.card.horizon_days if model else 365,
        stage=model.card.stage if model else None,
        base_rate=model.card.base_rate.value if model else None,
        at=row["at"].replace(tzinfo=UTC),
        reasons=predictions.reasons_kept(model, row) if model else [],
    )


def _models(workspace: Workspace) -> dict[ModelKey, tuple[datetime, KeptModel]]:
    rows = workspace.warehouse.fetch(predictions.models_kept()).to_pylist()
    return {
        row["model"]: (row["at"].replace(tzinfo=UTC), msgspec.json.decode(row["told"], type=KeptModel))
        for row in rows
    }

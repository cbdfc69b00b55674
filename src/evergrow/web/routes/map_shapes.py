"""A lifecycle map as the dashboard reads it: the document's fields, with every rule as text."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel

from evergrow.definitions.maps import LifecycleMap


class MapMetric(BaseModel):
    """A number the rules look at: how many of these events, or the sum of a field of theirs."""

    name: str
    events: list[str]
    where: str | None
    sum_of: str | None


class MapStage(BaseModel):
    """A stage with its rule."""

    id: str
    title: str
    color: str
    when: str
    is_paying: bool
    is_exit: bool


class MapBenchmark(BaseModel):
    """What others reach, as shares, and who says so."""

    low: float
    high: float
    text: str


class MapMove(BaseModel):
    """A move with its targets."""

    source: str
    target: str
    is_backward: bool
    target_rate: float | None
    target_days: float | None
    benchmark: MapBenchmark | None


class MapDocument(BaseModel):
    """The parts of a map, in the order of its document."""

    name: str
    title: str
    metrics: list[MapMetric]
    stages: list[MapStage]
    moves: list[MapMove]


def document_of(lifecycle: LifecycleMap) -> MapDocument:
    """The document of a map that was read."""
    return MapDocument(
        name=lifecycle.name,
        title=lifecycle.title,
        metrics=[
            MapMetric(
                name=metric.name,
                events=list(metric.events),
                where=None if metric.where is None else str(metric.where),
                sum_of=metric.sum_of,
            )
            for metric in lifecycle.metrics
        ],
        stages=[
            MapStage(
                id=stage.id,
                title=stage.title,
                color=stage.color,
                when=str(stage.when),
                is_paying=stage.is_paying,
                is_exit=stage.is_exit,
            )
            for stage in lifecycle.stages
        ],
        moves=[
            MapMove(
                source=move.source,
                target=move.target,
                is_backward=lifecycle.is_backward(move),
                target_rate=move.target_rate,
                target_days=move.target_days,
                benchmark=None if move.benchmark is None else MapBenchmark(**asdict(move.benchmark)),
            )
            for move in lifecycle.moves
        ],
    )

"""Read a lifecycle map from its YAML, with every problem found, its line, and what was probably meant."""

from __future__ import annotations

import re
from typing import Final

from evergrow.definitions.conditions import (
    Comparison,
    Condition,
    Operand,
    comparisons,
    operands,
    read_condition,
)
from evergrow.definitions.documents import Fields, Findings, Node, did_you_mean, read_tree
from evergrow.definitions.maps.spec import BUILT_IN_METRICS, Benchmark, EventMetric, LifecycleMap, Move, Stage
from evergrow.kernel import Refusal

EVENT_FIELDS: Final = ("revenue", "currency", "order_id", "name", "source_id")
MOST_STAGES: Final = 20
ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_SEEN: Final = Comparison(Operand("seen"), ">=", 1)


def read_map(text: str, *, file: str = "map.yaml") -> LifecycleMap:
    """The map a document describes.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _map(fields) if fields else None
    findings.settle()
    assert found is not None
    return found


def _map(fields: Fields) -> LifecycleMap:
    fields.only(("kind", "name", "title", "metrics", "stages", "moves"))
    if fields.text("kind") not in ("map", ""):
        fields.findings.add(
            "definition.wrong_kind", "This is no map: 'kind' must be map.", line=fields.node.line, path="kind"
        )
    name = _id(fields, "name")
    metrics = _metrics(fields)
    known = (*BUILT_IN_METRICS, *(metric.name for metric in metrics))
    stages = _stages(fields, known)
    return LifecycleMap(
        name=name,
        title=fields.text("title", name),
        metrics=metrics,
        stages=stages,
        moves=_moves(fields, [stage.id for stage in stages]),
    )


def _id(fields: Fields, key: str) -> str:
    text = fields.text(key)
    if text and not ID.fullmatch(text):
        node = fields.get(key)
        fields.findings.add(
            "definition.bad_id",
            f"'{text}' is no id.",
            line=node.line if node else fields.node.line,
            path=fields.at(key),
            next_step="Use small letters, digits and underscores, starting with a letter, at most 40.",
        )
    return text


def _metrics(fields: Fields) -> tuple[EventMetric, ...]:
    node = fields.get("metrics")
    listed = Fields.of(node, "metrics", fields.findings) if node else None
    if listed is None:
        return ()
    metrics: list[EventMetric] = []
    for name, child in listed.node.value.items():
        inner = Fields.of(child, f"metrics.{name}", fields.findings)
        if name in BUILT_IN_METRICS or not ID.fullmatch(name):
            fields.findings.add(
                "definition.bad_id",
                f"A metric cannot be named '{name}'.",
                line=child.line,
                path=f"metrics.{name}",
            )
        if inner:
            metrics.append(_metric(name, inner))
    return tuple(metrics)


def _metric(name: str, fields: Fields) -> EventMetric:
    fields.only(("event", "where", "sum"))
    event = fields.get("event")
    names = (
        [child.value for child in event.value]
        if event and isinstance(event.value, list)
        else [fields.text("event")]
    )
    if not names or not all(isinstance(item, str) and item for item in names):
        fields.findings.add(
            "definition.wrong_type",
            "'event' must be a name or a list of names.",
            line=fields.node.line,
            path=fields.at("event"),
        )
        names = []
    where = _condition(fields, "where") if fields.get("where") else None
    for operand in operands(where) if where else ():
        field = operand.name if isinstance(operand, Operand) and operand.within is None else ""
        if field not in EVENT_FIELDS and not field.startswith("properties."):
            fields.findings.add(
                "definition.unknown_field",
                f"An event has no field '{operand}'.{did_you_mean(field, EVENT_FIELDS)}",
                line=_line(fields, "where"),
                path=fields.at("where"),
                next_step=f"Use {', '.join(EVENT_FIELDS)} or properties.NAME.",
            )
    sum_of = fields.text("sum") if fields.get("sum") else None
    if sum_of not in (None, "revenue"):
        fields.findings.add(
            "definition.unknown_field",
            f"'{sum_of}' cannot be summed.",
            line=_line(fields, "sum"),
            path=fields.at("sum"),
            next_step="Only revenue can; leave 'sum' out to count events.",
        )
    return EventMetric(name=name, events=tuple(names), where=where, sum_of=sum_of)


def _condition(fields: Fields, key: str) -> Condition | None:
    node = fields.get(key)
    text = str(node.value) if node else fields.text(key)
    try:
        return read_condition(text) if text else None
    except Refusal as refusal:
        fields.findings.take(refusal, line=_line(fields, key), path=fields.at(key))
        return None


def _stages(fields: Fields, metrics: tuple[str, ...]) -> tuple[Stage, ...]:
    nodes = fields.items("stages")
    if fields.get("stages") is not None and not 2 <= len(nodes) <= MOST_STAGES:
        fields.findings.add(
            "map.stage_count",
            f"A map has 2 to {MOST_STAGES} stages; this has {len(nodes)}.",
            line=_line(fields, "stages"),
            path="stages",
        )
    stages: list[Stage] = []
    for index, node in enumerate(nodes):
        inner = Fields.of(node, f"stages[{index}]", fields.findings)
        if inner is None:
            continue
        stage = _stage(inner, metrics)
        if any(stage.id == other.id for other in stages):
            fields.findings.add(
                "map.repeated_stage",
                f"There are two stages '{stage.id}'.",
                line=node.line,
                path=inner.at("id"),
            )
        stages.append(stage)
    return tuple(stages)


def _stage(fields: Fields, metrics: tuple[str, ...]) -> Stage:
    fields.only(("id", "title", "color", "when", "paying", "exit"))
    stage_id = _id(fields, "id")
    color = fields.text("color", "#8A94A6")
    if not COLOR.fullmatch(color):
        fields.findings.add(
            "definition.wrong_type",
            f"'{color}' is no color.",
            line=_line(fields, "color"),
            path=fields.at("color"),
            next_step='Write it as "#1B7F5C".',
        )
    when = _condition(fields, "when")
    for claim in comparisons(when) if when else ():
        operand = claim.operand if isinstance(claim, Comparison) else claim
        name = operand.name if isinstance(operand, Operand) else str(operand)
        if not isinstance(operand, Operand) or name not in metrics:
            fields.findings.add(
                "definition.unknown_metric",
                f"No metric is named '{name}'.{did_you_mean(name, metrics)}",
                line=_line(fields, "when"),
                path=fields.at("when"),
                next_step=f"Metrics of this map: {', '.join(metrics)}. Add others under 'metrics'.",
            )
        elif name in BUILT_IN_METRICS and operand.within is not None:
            fields.findings.add(
                "map.no_window",
                f"'{name}' is for good; it has no window.",
                line=_line(fields, "when"),
                path=fields.at("when"),
            )
    return Stage(
        id=stage_id,
        title=fields.text("title", stage_id),
        color=color,
        when=when or _SEEN,
        is_paying=fields.flag("paying"),
        is_exit=fields.flag("exit"),
    )


def _moves(fields: Fields, stages: list[str]) -> tuple[Move, ...]:
    nodes = fields.items("moves") if fields.get("moves") else []
    moves: list[Move] = []
    for index, node in enumerate(nodes):
        inner = Fields.of(node, f"moves[{index}]", fields.findings)
        if inner is None:
            continue
        move = _move(inner, stages)
        if any((move.source, move.target) == (other.source, other.target) for other in moves):
            fields.findings.add(
                "map.repeated_move",
                f"The move {move.source} to {move.target} stands here twice.",
                line=node.line,
                path=inner.path,
            )
        moves.append(move)
    return tuple(moves)


def _move(fields: Fields, stages: list[str]) -> Move:
    fields.only(("from", "to", "target_rate", "target_days", "benchmark"))
    for key in ("from", "to"):
        stage = fields.text(key)
        if stage and stage not in stages:
            fields.findings.add(
                "map.unknown_stage",
                f"No stage is named '{stage}'.{did_you_mean(stage, stages)}",
                line=_line(fields, key),
                path=fields.at(key),
                next_step=f"Stages of this map: {', '.join(stages)}.",
            )
    if fields.text("from") == fields.text("to"):
        fields.findings.add(
            "map.move_to_itself", "A move leads to another stage.", line=fields.node.line, path=fields.path
        )
    node = fields.get("benchmark")
    inner = Fields.of(node, fields.at("benchmark"), fields.findings) if node else None
    return Move(
        source=fields.text("from"),
        target=fields.text("to"),
        target_rate=fields.share("target_rate"),
        target_days=fields.number("target_days", lowest=0, highest=36_500),
        benchmark=_benchmark(inner) if inner else None,
    )


def _benchmark(fields: Fields) -> Benchmark:
    fields.only(("low", "high", "text"))
    return Benchmark(
        low=fields.share("low") or 0.0, high=fields.share("high") or 1.0, text=fields.text("text")
    )


def _line(fields: Fields, key: str) -> int:
    node: Node | None = fields.get(key)
    return node.line if node else fields.node.line

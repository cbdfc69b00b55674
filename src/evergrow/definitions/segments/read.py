"""Read a segment from its YAML, with every problem found, its line, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evergrow.definitions.conditions import (
    Comparison,
    Condition,
    Known,
    Operand,
    problems_of,
    read_condition,
    segment_problems_of,
    segments_named,
)
from evergrow.definitions.documents import Fields, Findings, read_tree, write_document
from evergrow.definitions.segments.spec import Segment
from evergrow.kernel import Problem

_EVERYBODY = Comparison(Operand("seen"), ">=", 1)


def read_segment(
    text: str,
    *,
    file: str = "segment.yaml",
    known: Known | None = None,
    segments: Iterable[str] | None = None,
    others: Mapping[str, Condition] | None = None,
) -> Segment:
    """The segment a document describes.

    Args:
        text: The document.
        file: Its name, for where problems are.
        known: The names its condition may use; None looks none up.
        segments: The names of all segments, where nothing else is known, as in a folder of files.
        others: The conditions of all other segments, so that a segment that asks about itself is found.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = (
        _segment(fields, known, None if segments is None else tuple(segments), others or {})
        if fields
        else None
    )
    findings.settle()
    assert found is not None
    return found


def write_segment(segment: Segment) -> str:
    """The segment's YAML; reading it gives the same segment."""
    document = {"segment": segment.name, "title": segment.title}
    if segment.description:
        document["description"] = segment.description
    return write_document(document | {"when": str(segment.when)})


def in_order(conditions: Mapping[str, Condition], name: str) -> list[str]:
    """The segments that hang on one, directly or through others: it first, each once."""
    found = [name]
    for each in found:
        found += [
            other
            for other, condition in conditions.items()
            if other not in found and each in segments_named(condition)
        ]
    return found


def _segment(
    fields: Fields, known: Known | None, segments: tuple[str, ...] | None, others: Mapping[str, Condition]
) -> Segment:
    fields.only(("segment", "title", "description", "when"))
    name = fields.name("segment")
    if fields.get("when") is None:
        fields.note(
            "when", "definition.missing_field", "'when' is missing.", "Say who belongs to the segment."
        )
    when = fields.parsed("when", read_condition)
    if when is not None:
        if known is not None:
            _note(fields, problems_of(when, known))
        elif segments is not None:
            _note(fields, segment_problems_of(when, segments))
        ring = _ring(name, when, others)
        if ring:
            fields.note(
                "when",
                "definition.segment_ring",
                f"The segment asks about itself: {' asks about '.join(ring)}.",
                "Take one of them out.",
            )
    return Segment(
        name=name,
        title=fields.text("title", name),
        description=fields.text("description", ""),
        when=when or _EVERYBODY,
    )


def _note(fields: Fields, problems: Iterable[Problem]) -> None:
    for problem in problems:
        fields.note("when", problem.code, problem.what, problem.next_step)


def _ring(name: str, when: Condition, others: Mapping[str, Condition]) -> list[str]:
    """The way from the segment back to itself, if there is one."""
    ways = [[name, each] for each in dict.fromkeys(segments_named(when))]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == name:
            return way
        if way[-1] not in seen and way[-1] in others:
            seen.add(way[-1])
            ways += [[*way, each] for each in dict.fromkeys(segments_named(others[way[-1]]))]
    return []

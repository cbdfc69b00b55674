"""The JSON Schema of definitions says of documents what their readers say."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from evergrow.definitions.documents import Findings, read_tree
from evergrow.definitions.folders import KINDS
from evergrow.definitions.guards import SHIPPED_GUARDS
from evergrow.definitions.plays import shipped_play
from evergrow.definitions.rehearsals import read_rehearsal
from evergrow.definitions.schemas import every_schema
from evergrow.kernel import Refusal

ROOT = Path(__file__).parents[3]
DEFINITIONS = ROOT / "src/evergrow/definitions"
READERS = {kind.kind: kind.name_of for kind in KINDS}
FILES = sorted([*DEFINITIONS.rglob("*.yaml"), *(ROOT / "examples").rglob("*.yaml")])
SCHEMA = every_schema()
CHECKER = jsonschema.Draft7Validator(SCHEMA)
MORE = {
    "map": "kind: map\nname: tea\nstages:\n  - { id: new, when: seen, color: '#112233' }\n"
    "  - { id: gone, when: known, exit: true, paying: true, title: Gone }\n"
    "metrics:\n  cups: { event: Cup Drunk, where: revenue > 0, sum: revenue }\n"
    "moves:\n  - { from: new, to: gone, target_days: 3, benchmark: { low: 0.1, high: 90 %, text: So it is } }\n",
    "journey": "journey: every\nentry: { event: Signed Up, where: name = 'x', again: never, key: properties.id }\n"
    "goal: { event: Order Completed, within: 7 days }\nexit_on: [{ event: Unsubscribed }]\nsteps:\n"
    "  - { id: a, wait: 2 days }\n  - { id: b, wait_until: { time: 09:00, weekday: monday } }\n"
    "  - { id: c, wait_best_hour: { at_most: 1 day } }\n"
    "  - { id: d, wait_for: { event: X, at_most: 1 day }, then: f, on_timeout: e }\n"
    "  - { id: e, branch: [{ when: known, next: f }], else: end }\n  - { id: f, split: { g: 50 %, h: 0.5 } }\n"
    "  - { id: g, set_trait: { key: vip, value: true } }\n  - { id: h, emit: { event: Y, properties: { a: 1 } } }\n"
    "  - { id: i, webhook: call }\n  - { id: j, message: mail }\n  - { id: k, exit: true }\n",
    "campaign": "campaign: news\nmessage: news\nwhen: { every: week, on: monday, time: 09:00, local: true }\n",
    "report": "report: best-sources\ntitle: Best sources\ndescription: By campaign\npage: sources\n"
    "ask: { period: 365d, by: campaign, window: 30 }\n",
    "board": "board: mine\ntitle: Mine\ntiles:\n  - { report: best-sources, show: table, of: x, title: T, width: 2 }\n",
    "guards": SHIPPED_GUARDS + "throttle: { email: 5 }\nbest_hour: { channels: [email], at_most: 1 day }\n",
}
"""What the shipped documents do not use."""


def _kind_of(path: Path) -> str:
    places = {kind.place: kind.kind for kind in KINDS} | {"play.yaml": "play", "rehearsals": "rehearsal"}
    return next(kind for place, kind in places.items() if place in (path.name, path.parent.name))


def _plain(text: str) -> Any:
    tree = read_tree(text, Findings("x"))
    assert tree is not None
    return tree.plain()


def _problems_of_the_reader(kind: str, document: Any) -> list[str]:
    text = yaml.safe_dump(document, allow_unicode=True)
    try:
        read_rehearsal(text) if kind == "rehearsal" else READERS[kind](text, "x.yaml", None)
    except Refusal as refusal:
        return [f"{problem.code} {problem.next_step}" for problem in refusal.problems]
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_document_fits_its_schema(path: Path) -> None:
    document = _plain(path.read_text("utf-8"))

    assert [error.message for error in CHECKER.iter_errors(document)] == []
    own = SCHEMA | {"if": True, "then": {"$ref": f"#/definitions/{_kind_of(path)}"}}
    assert jsonschema.Draft7Validator(own).is_valid(document), "not as the kind that its place says"


def _mappings(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all mappings of a document."""
    if isinstance(value, dict):
        yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield from _mappings(child, (*way, key))


def _with_a_stranger(document: Any, way: tuple[Any, ...]) -> Any:
    """The document with one more key where the way leads."""
    changed = copy.deepcopy(document)
    place = changed
    for key in way:
        place = place[key]
    place["zzz"] = "x"
    return changed


def _keys_of_the_schema(document: Any) -> list[list[str]]:
    """The keys that the schema knows, wherever it refuses the stranger."""
    found, errors = [], list(CHECKER.iter_errors(document))
    for error in errors:
        errors += error.context or []
        if error.validator == "additionalProperties" and "zzz" in error.instance:
            found.append(sorted(error.schema["properties"]))  # type: ignore[index]
    return found


def _examples() -> dict[str, Any]:
    shipped = {_kind_of(path): _plain(path.read_text("utf-8")) for path in FILES}
    return {kind: document for kind, document in shipped.items() if kind != "play"} | {
        f"{kind}+": _plain(text) for kind, text in MORE.items()
    }


@pytest.mark.parametrize("kind", sorted(_examples()))
def test_a_key_that_nobody_knows_is_refused_by_both_where_the_same_keys_are_known(kind: str) -> None:
    document, name = _examples()[kind], kind.removesuffix("+")
    assert _problems_of_the_reader(name, document) == []
    assert CHECKER.is_valid(document)

    for way in _mappings(document):
        changed = _with_a_stranger(document, way)
        told = _problems_of_the_reader(name, changed)
        known = [sorted(one.split(": ")[1].rstrip(".").split(", ")) for one in told if "unknown_field" in one]
        assert bool(told) != CHECKER.is_valid(changed), f"only one of them refuses it at {way}"
        assert not known or known[0] in _keys_of_the_schema(changed), f"other keys at {way}"


@pytest.mark.parametrize(
    "text",
    [
        "segment: a",
        "segment: Big Letters\nwhen: known",
        "message: a\nchannel: email\ntopic: news\nlanguages: { en: { subject: Hi } }",
        "message: a\nchannel: sms\ntopic: news\nlanguages: { en: { subject: Hi, text: Hi } }",
        "campaign: a\nmessage: b\nwhen: { every: week }",
        "journey: a\nentry: { event: X, api: true }\nsteps: [{ id: a, exit: true }]",
        "journey: a\nentry: { event: X }\nsteps: [{ id: end, exit: true }]",
        "topics: [{ id: all }]",
        "caps: [{ channel: pigeon, at_most: 1 }]",
        "kind: map\nname: a\nstages: [{ id: a, when: seen }]",
        "report: a\npage: nowhere",
        "report: a\npage: rfm\nask: { Bad-Key: 1 }",
        "board: a\ntiles: [{ report: b, show: pie }]",
        "board: a\ntiles: [{ report: b, width: 5 }]",
    ],
)
def test_what_a_reader_refuses_the_schema_refuses_too(text: str) -> None:
    document = _plain(text)
    kind = "map" if "kind" in document else next(iter(document))

    assert _problems_of_the_reader({"caps": "guards"}.get(kind, kind), document)
    assert not CHECKER.is_valid(document)


def test_a_play_is_told_from_other_documents() -> None:
    assert shipped_play("browsed").documents
    assert not CHECKER.is_valid({"play": "x", "title": {"en": "X"}})

"""Lifecycle maps: read from YAML, refused with every problem at its line."""

from __future__ import annotations

import pytest

from evergrow.definitions.maps import SHIPPED, read_map, shipped_map
from evergrow.kernel import Refusal


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_map_is_sound(name: str) -> None:
    lifecycle = read_map(shipped_map(name))
    assert lifecycle.name == name
    assert all(move.source != move.target for move in lifecycle.moves)


def test_the_shop_stands_as_the_product_says() -> None:
    shop = read_map(shipped_map("shop"))
    assert [stage.id for stage in shop.stages] == [
        "reach", "acquisition", "conversion", "retention", "loyalty", "lapsed",
    ]  # fmt: skip
    assert [stage.id for stage in shop.stages if stage.is_paying] == ["conversion", "retention", "loyalty"]
    assert (
        str(shop.stage("loyalty").when) == "orders in the last 365 days >= 5 or (orders >= 2 and referrals)"
    )
    backward = {(move.source, move.target) for move in shop.moves if shop.is_backward(move)}
    assert backward == {
        ("conversion", "lapsed"), ("retention", "lapsed"), ("loyalty", "lapsed"), ("loyalty", "retention"),
    }  # fmt: skip


def test_every_problem_is_told_at_once_with_its_line_and_what_was_meant() -> None:
    text = (
        shipped_map("shop")
        .replace("(orders >= 2 and referrals >= 1)", "(order >= 2 and referrals >= 1)")
        .replace("exit: true", "exitt: true")
        .replace("to: conversion", "to: conversoin")
        .replace("20 %", "120 %")
    )
    with pytest.raises(Refusal) as refused:
        read_map(text, file="maps/shop.yaml")
    found = [(problem.code, problem.where.split("  ")[0]) for problem in refused.value.problems]
    assert found == [
        ("definition.unknown_metric", "maps/shop.yaml:16"),
        ("definition.unknown_field", "maps/shop.yaml:22"),
        ("definition.wrong_type", "maps/shop.yaml:24"),
        ("map.unknown_stage", "maps/shop.yaml:25"),
    ]
    assert "Did you mean 'orders'?" in refused.value.problems[0].what
    assert "Did you mean 'conversion'?" in refused.value.problems[3].what


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "definition.empty"),
        ("stages: [", "definition.unreadable"),
        ("[1, 2]", "definition.wrong_type"),
        ("kind: map\nname: x\nstages: []\n", "map.stage_count"),
        ("kind: map\nname: Big Shop\nstages: [{id: a, when: seen}, {id: b, when: known}]", "definition.bad_id"),
        ("kind: map\nname: x\nstages: [{id: a, when: seen}, {id: a, when: known}]", "map.repeated_stage"),
        ("kind: map\nname: x\nstages: [{id: a, when: seen in the last 3 days}, {id: b, when: seen}]", "map.no_window"),
        ("kind: map\nname: x\nmetrics: {n: {event: A, where: pages > 1}}\nstages: [{id: a, when: n}, {id: b, when: seen}]",
         "definition.unknown_field"),
        ("a: &a [1]\nb: *a\n" + "c: 1\n" * 60_000, "definition.too_large"),
        ("x: " + "[" * 60 + "]" * 60, "definition.too_deep"),
    ],
)  # fmt: skip
def test_a_document_that_is_no_map_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_map(text)
    assert code in {problem.code for problem in refused.value.problems}

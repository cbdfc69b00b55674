"""Definitions as code: a folder is read whole, compared, and written back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from evergrow.definitions.folders import changes, document_of, read_folder, write_folder
from evergrow.definitions.maps import SHIPPED, shipped_map
from evergrow.kernel import Refusal


def test_what_is_pulled_is_read_back_and_changes_nothing(tmp_path: Path) -> None:
    documents = [document_of("map", name, shipped_map(name)) for name in sorted(SHIPPED)]
    write_folder(tmp_path, documents)
    assert read_folder(tmp_path) == documents
    assert changes(documents, {"map": {name: shipped_map(name) for name in SHIPPED}}) == []
    assert write_folder(tmp_path, documents) == []


def test_a_changed_rule_is_shown_as_a_diff(tmp_path: Path) -> None:
    changed = document_of("map", "shop", shipped_map("shop").replace(">= 5", ">= 4"))
    (change,) = changes([changed], {"map": {"shop": shipped_map("shop")}})
    assert change.kind == "changed"
    assert "-    when: orders in the last 365 days >= 5" in change.diff
    assert "+    when: orders in the last 365 days >= 4" in change.diff


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "mapz").mkdir()
    (tmp_path / "maps" / "shop.yaml").write_text(shipped_map("shop").replace("when: known", "when: knwon"))
    (tmp_path / "maps" / "other.yaml").write_text(shipped_map("saas"))
    (tmp_path / "maps" / "latin.yaml").write_bytes("kind: map\ntitle: Café".encode("latin-1"))
    (tmp_path / "mapz" / "saas.yaml").write_text(shipped_map("saas"))
    with pytest.raises(Refusal) as refused:
        read_folder(tmp_path)
    assert [(problem.code, problem.where.split("  ")[0]) for problem in refused.value.problems] == [
        ("definitions.not_utf8", "maps/latin.yaml:2"),
        ("definitions.other_name", "maps/other.yaml:1"),
        ("definition.unknown_metric", "maps/shop.yaml:10"),
        ("definitions.misplaced", "mapz/saas.yaml:1"),
    ]


WELCOME = """
journey: welcome
title: Welcome
entry: { event: Signed Up }
steps:
  - { id: hello, message: %s }
"""
HELLO = """
message: hello
title: Hello
channel: sms
topic: orders
default_language: en
languages: { en: { text: "Hello {{ customer.name | default: 'you' }}" } }
"""


def test_definitions_of_every_kind_are_read_in_the_order_they_can_be_applied(tmp_path: Path) -> None:
    (tmp_path / "rehearsals").mkdir()
    (tmp_path / "rehearsals" / "welcome.yaml").write_text("not: a definition")
    for file, text in {"journeys/welcome.yaml": WELCOME % "hello", "messages/hello.yaml": HELLO}.items():
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text)
    assert [(one.kind, one.name) for one in read_folder(tmp_path)] == [
        ("message", "hello"),
        ("journey", "welcome"),
    ]


def test_a_board_may_show_reports_that_are_saved_or_stand_beside_it(tmp_path: Path) -> None:
    for place, text in (
        ("reports", "report: best\npage: sources\nask: { period: 365d }\n"),
        ("boards", "board: mine\ntiles: [{ report: best }, { report: kept, show: chart, width: 2 }]\n"),
    ):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{'best' if place == 'reports' else 'mine'}.yaml").write_text(text)
    kept = {"report": {"kept": "report: kept\npage: rfm\n"}}
    assert [(one.kind, one.name) for one in read_folder(tmp_path, kept)] == [
        ("report", "best"),
        ("board", "mine"),
    ]
    with pytest.raises(Refusal, match="No saved report is named 'kept'"):
        read_folder(tmp_path)


def test_the_definitions_of_the_tutorial_are_sound() -> None:
    folder = Path(__file__).parents[3] / "docs" / "tutorial" / "olist"
    assert [one.kind for one in read_folder(folder)] == [*["segment"] * 2, *["report"] * 4, "board"]


def test_a_journey_may_use_what_is_kept_already_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "welcome.yaml").write_text(WELCOME % "helo")
    with pytest.raises(Refusal, match="Did you mean 'hello'"):
        read_folder(tmp_path, {"message": {"hello": HELLO}})
    (tmp_path / "journeys" / "welcome.yaml").write_text(WELCOME % "hello")
    assert len(read_folder(tmp_path, {"message": {"hello": HELLO}})) == 1

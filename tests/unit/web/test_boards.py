"""Saved reports and boards over HTTP: saved, listed, renamed, arranged, taken away; and carried as definitions."""

from __future__ import annotations

import httpx

REPORT = {"title": "Best sources", "page": "sources", "ask": {"period": "365d", "by": "campaign"}}


def test_a_report_is_saved_listed_renamed_and_taken_away(operator: httpx.Client) -> None:
    made = operator.put("/api/saved-reports/best", json=REPORT).json()
    assert (made["version"], made["saved_by"], made["boards"]) == (1, "Ana", [])
    renamed = operator.put("/api/saved-reports/best", json=REPORT | {"title": "Where they come from"}).json()
    assert (renamed["version"], renamed["title"]) == (2, "Where they come from")
    assert operator.get("/api/saved-reports").json() == [renamed]

    assert operator.delete("/api/saved-reports/best").status_code == 204
    assert operator.get("/api/saved-reports").json() == []
    for answer in (operator.get("/api/saved-reports/best"), operator.delete("/api/saved-reports/best")):
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (404, "saved_report.unknown")


def test_a_page_that_is_none_cannot_be_saved(operator: httpx.Client) -> None:
    answer = operator.put("/api/saved-reports/best", json=REPORT | {"page": "sorces"})
    assert answer.status_code == 422
    assert "Did you mean 'sources'?" in answer.json()["problems"][0]["what"]


def test_ones_own_board_is_empty_at_first_and_keeps_its_tiles_in_order(operator: httpx.Client) -> None:
    empty = operator.get("/api/boards/mine").json()
    assert (empty["tiles"], empty["saved_at"], empty["is_mine"]) == ([], None, True)

    operator.put("/api/saved-reports/best", json=REPORT)
    tiles = [
        {"report": "best", "show": "table", "width": 2},
        {"report": "best", "of": "revenue", "title": "Revenue"},
    ]
    saved = operator.put("/api/boards/mine", json={"tiles": tiles}).json()
    assert saved == operator.get("/api/boards/mine").json()
    assert [(tile["show"], tile["of"], tile["width"]) for tile in saved["tiles"]] == [
        ("table", "", 2),
        ("figure", "revenue", 1),
    ]
    assert operator.get("/api/boards").json() == [saved]
    assert operator.get("/api/saved-reports/best").json()["boards"] == [saved["title"]]

    kept = operator.delete("/api/saved-reports/best")
    assert (kept.status_code, kept.json()["problems"][0]["code"]) == (409, "saved_report.in_use")
    assert operator.delete("/api/boards/mine").status_code == 204
    assert operator.delete("/api/saved-reports/best").status_code == 204


def test_a_board_shows_only_reports_that_are_there(operator: httpx.Client) -> None:
    answer = operator.put("/api/boards/sales", json={"tiles": [{"report": "gone"}]})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "definition.unknown_name"
    assert operator.get("/api/boards/sales").json()["problems"][0]["code"] == "board.unknown"


def test_both_are_definitions(operator: httpx.Client) -> None:
    report = "report: best\ntitle: Best\npage: rfm\n"
    board = "board: sales\ntitle: Sales\ntiles:\n  - report: best\n    show: chart\n    width: 4\n"
    for kind, name, text in (("report", "best", report), ("board", "sales", board)):
        assert operator.put(f"/api/documents/{kind}/{name}", json={"yaml": text}).status_code == 200
    kept = {(one["kind"], one["name"]): one["yaml"] for one in operator.get("/api/documents").json()}
    assert kept["report", "best"] == report
    assert kept["board", "sales"] == board
    shown = operator.get("/api/boards/sales").json()
    assert (shown["is_mine"], shown["tiles"][0]["width"]) == (False, 4)

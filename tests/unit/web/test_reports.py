"""Reports over HTTP: every number of the API can be asked for, explained and refused."""

import io
import re
from datetime import UTC, datetime

import httpx
import msgspec
import pytest
from rich.console import Console

from evergrow.cli.report_tables import show
from evergrow.runtime import Workspace, tick
from evergrow.storage.log import Entry

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def order(user: str, number: int, at: str, revenue: float) -> dict:
    return {
        "type": "track",
        "event": "Order Completed",
        "userId": user,
        "messageId": f"order-{number}",
        "timestamp": at,
        "properties": {"order_id": str(number), "revenue": revenue, "currency": "USD"},
    }


@pytest.fixture
def shop(workspace: Workspace, operator: httpx.Client) -> httpx.Client:
    """Three customers: two orders, one order, and one who only signed up."""
    events = [
        {"type": "identify", "userId": "ana", "timestamp": "2026-10-01T00:00:00Z", "messageId": "i1", "traits": {"name": "Ana =1+1", "email": "ana@example.com"}},
        order("ana", 1, "2026-10-02T00:00:00Z", 20),
        order("ana", 2, "2026-11-02T00:00:00Z", 30),
        order("ben", 3, "2026-11-03T00:00:00Z", 10),
        {"type": "track", "event": "Signed Up", "userId": "cleo", "timestamp": "2026-11-04T00:00:00Z", "messageId": "s1"},
    ]  # fmt: skip
    body = msgspec.json.encode({"batch": events})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])
    tick(workspace, NOW)
    return operator


ADDRESSES = (
    "/api/lifecycle?period=2026-10-24..2026-11-21",
    "/api/lifecycle?period=2026-10-24..2026-11-21&versus=year&segment=stage:retention",
    "/api/lifecycle/flow?start=2026-10-24&end=2026-11-21",
    "/api/rfm?as_of=2026-11-21",
    "/api/retention?period=2026-10-24..2026-11-21&by=week",
    "/api/retention/cohorts?by=month&count=3",
    "/api/value?period=2026-10-24..2026-11-21&horizon_days=90&segment=stage:retention",
    "/api/reports/value?as_of=2026-11-21&horizon_days=30",
    "/api/value?period=2026-10-24..2026-11-21&renewals=week",
    "/api/funnel?period=2026-10-01..2026-11-21&step=Identified&step=Order Completed&by=trait.name",
    "/api/funnel?step=Signed Up&step='Order Completed' where (revenue > 5)&order=any&hold=order_id&by=source",
    "/api/funnel?segment=stage:retention&by=stage:retention&without=Signed Up between 1 and 2&window=2 hours",
    "/api/funnel/customers?period=2026-10-01..2026-11-21&step=Identified&step=Signed Up&at_step=2",
    "/api/retention/survival?as_of=2026-11-21&by=first_product&segment=stage:retention",
    "/api/reports/survival?as_of=2026-11-21",
    "/api/personas?period=2026-10-24..2026-11-21&segment=stage:retention",
    "/api/personas/customers?persona=one_time_low&period=2026-10-24..2026-11-21&product=tea&by=account&account_trait=name",
    "/api/reports/personas?as_of=2026-11-21&by=account&account_trait=name",
    "/api/retention/curves?period=2026-10-01..2026-11-21&began=Identified&back='Order Completed' where (revenue > 5)&days=30&by=source",
    "/api/reports/retention-curves?as_of=2026-11-21&days=7&segment=stage:retention",
    "/api/conformance?period=2026-10-01..2026-11-21&versus=year&who=began&limit=target&segment=stage:retention",
    "/api/conformance/common?period=2026-10-01..2026-11-21&deviation=any&fact=source&limit=5 days",
    "/api/conformance/customers?period=2026-10-01..2026-11-21&deviation=any",
    "/api/reports/conformance?as_of=2026-11-21&deviation=any",
    "/api/paths?period=2026-10-01..2026-11-21&event=Identified&without=&quiet=40 days&steps=2&segment=stage:retention",
    "/api/reports/paths?as_of=2026-11-21&event=Order Completed&direction=before",
    "/api/reports/funnel?as_of=2026-11-21&by=first_product",
    "/api/attribution?period=2026-10-24..2026-11-21&by=campaign&model=markov&conversion=Signed%20Up&segment=stage:retention",
    "/api/reports/sources?as_of=2026-11-21&by=campaign&model=first&segment=stage:retention",
    "/api/recommendations/bought-together?period=2026-10-24..2026-11-21&support=0.02&confidence=0.2",
    "/api/reports/bought-together?as_of=2026-11-21&support=0.1",
    "/api/recommendations/evaluation?period=2026-10-24..2026-11-21&segment=stage:retention",
    "/api/reports/recommendations?as_of=2026-11-21",
    "/api/reports/predictions?as_of=2026-11-21&of=churn&stage=retention",
    "/api/predictions",
    "/api/reports/lifecycle?as_of=2026-11-21&segment=stage:retention",
    "/api/reports/rfm?as_of=2026-11-21",
    "/api/reports/retention?period=2026-10-24..2026-11-21",
    "/api/reports/customers?as_of=2026-11-21",
)


def test_every_report_answers_and_every_figure_in_it_is_defined(shop: httpx.Client) -> None:
    definitions = shop.get("/api/definitions").json()
    for address in ADDRESSES:
        answer = shop.get(address)
        assert answer.status_code == 200, (address, answer.text)
        told = list(figures(answer.json()))
        assert {figure["definition"] for figure in told} <= set(definitions), address
        told_in_sentences(address, answer)  # three customers carry little


def told_in_sentences(address: str, answer: httpx.Response) -> None:
    """What is not known is a sentence, over HTTP and on a terminal; nothing is no number at all."""
    assert "NaN" not in answer.text, address
    for figure in figures(answer.json()):
        assert (figure["value"] is None) == (figure["unavailable"] is not None), (address, figure)
        assert figure["unavailable"] is None or figure["unavailable"].endswith("."), (address, figure)
    if name := re.match(r"/api/reports/([\w-]+)", address):
        shown = io.StringIO()
        show(Console(file=shown, width=120), name[1], answer.json(), None)
        assert shown.getvalue().strip(), address
        assert not re.search(r"\b(nan|inf|None)\b", shown.getvalue()), (address, shown.getvalue())


def odd_records() -> list[dict]:
    """Refunds without orders, equal orders in two currencies, and events of a hundred names."""
    at = "2026-11-0{}T0{}:00:00Z"
    paid = [order(f"c{n}", n, at.format(1 + n % 9, n % 7), (-5, 20)[n % 2]) for n in range(60)]
    for number, record in enumerate(paid):
        record["properties"]["currency"] = ("USD", "JPY")[number // 2 % 2]
    names = [
        order(f"c{n}", 100 + n, at.format(1 + n % 9, n % 7), 0) | {"event": f"Event {n}"} for n in range(100)
    ]
    return paid + names


def test_data_that_tell_nothing_are_answered_with_sentences(
    workspace: Workspace, operator: httpx.Client
) -> None:
    body = msgspec.json.encode({"batch": odd_records()})
    workspace.log.append_now([Entry("src_1", "segment", "batch", body, NOW)])
    tick(workspace, NOW)
    for name in ("value", "sources", "personas", "conformance", "survival"):
        address = f"/api/reports/{name}?as_of=2026-11-21"
        answer = operator.get(address)
        assert answer.status_code == 200, (address, answer.text)
        told_in_sentences(address, answer)


def test_the_list_the_customer_and_the_timeline_tell_the_same(shop: httpx.Client) -> None:
    page = shop.get("/api/customers?sort=revenue&order=desc&limit=2").json()
    ana = shop.get("/api/customers/user:ana").json()
    timeline = shop.get("/api/customers/user:ana/timeline").json()

    assert (page["total"], [row["customer_id"] for row in page["rows"]]) == (3, ["user:ana", "user:ben"])
    assert (ana["stage"], ana["metrics"]["orders"], ana["metrics"]["revenue_micros"]) == (
        "retention",
        2,
        50_000_000,
    )
    assert [stay["stage"] for stay in ana["stays"]][-2:] == ["retention", "lapsed"]
    assert [item["name"] for item in timeline["items"] if item["kind"] == "event"] == [
        "Order Completed",
        "Order Completed",
        "Identified",
    ]
    assert timeline["items"][0]["name"] in ("retention", "Order Completed")


def test_the_timeline_comes_in_parts_and_nothing_is_lost_between_them(shop: httpx.Client) -> None:
    whole = shop.get("/api/customers/user:ana/timeline").json()["items"]
    parts, before = [], ""
    while before is not None:
        part = shop.get(f"/api/customers/user:ana/timeline?limit=2{before and '&before=' + before}").json()
        parts += part["items"]
        before = part["next_before"]
    assert parts == whole


def test_an_export_is_csv_that_no_spreadsheet_runs(shop: httpx.Client) -> None:
    lines = shop.get("/api/customers/export?sort=revenue").text.splitlines()
    assert lines[0].startswith("customer_id,name,email,stage")
    assert len(lines) == 4
    assert lines[1].startswith("user:ana,Ana =1+1,ana@example.com,retention")


def test_the_order_of_a_funnels_steps_is_part_of_the_question(shop: httpx.Client) -> None:
    asked = "/api/funnel?period=2026-10-01..2026-11-21&step={}&step={}"
    there = shop.get(asked.format("Identified", "Order Completed")).json()
    back = shop.get(asked.format("Order Completed", "Identified")).json()
    lost = shop.get(f"{asked.format('Order Completed', 'Identified')}&at_step=2".replace("?", "/customers?"))

    assert [step["customers"]["value"] for step in there["steps"]] == [1, 1]
    assert [step["customers"]["value"] for step in back["steps"]] == [2, 0]
    assert {row["customer_id"] for row in lost.json()["rows"]} == {"user:ana", "user:ben"}


def test_search_finds_by_a_few_letters(shop: httpx.Client) -> None:
    assert [found["customer_id"] for found in shop.get("/api/search?q=EXAMPLE").json()["customers"]] == [
        "user:ana"
    ]
    assert shop.get("/api/search?q=%20").json() == {"customers": [], "definitions": []}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/lifecycle?period=2026-11-21..2026-10-24", "period.empty"),
        ("/api/lifecycle?period=yesterday", "period.unreadable"),
        ("/api/lifecycle?versus=never", "period.unreadable"),
        ("/api/lifecycle?segment=stage:loyal", "segment.unknown"),
        ("/api/rfm?as_of=2026-13-01", "date.unreadable"),
        ("/api/retention?by=day", "request.invalid"),
        ("/api/retention/cohorts?count=0", "request.invalid"),
        ("/api/value?horizon_days=0", "value.horizon"),
        ("/api/funnel?step=A", "funnel.steps"),
        ("/api/funnel?step=A&step=' '", "funnel.step"),
        ("/api/funnel?step=A&step='B' where (colour = 'red')", "definition.unknown_field"),
        ("/api/funnel?step=A&step='B' where (", "condition.unreadable"),
        ("/api/funnel?window=0 days", "funnel.window"),
        ("/api/funnel?hold=color", "definition.unknown_field"),
        ("/api/funnel?without=X between 3 and 2", "funnel.without"),
        ("/api/funnel?by=moon", "grouping.unknown"),
        ("/api/funnel?by=segment:moon", "segment.unknown"),
        ("/api/funnel?period=2030-01-01..2030-02-01", "period.future"),
        ("/api/funnel/customers?at_step=1", "funnel.no_step"),
        ("/api/customers?limit=201", "request.invalid"),
        ("/api/customers?stage=loyal", "stage.unknown"),
        ("/api/customers/user:nobody", "customer.unknown"),
        ("/api/reports/weather", "http.404"),
        ("/api/imports/imp_1", "import.not_found"),
        ("/api/maps/shopp/versions", "map.unknown"),
    ],
)
def test_a_question_without_an_answer_is_refused(shop: httpx.Client, address: str, code: str) -> None:
    refused = shop.get(address)
    assert (refused.json().get("code"), 400 <= refused.status_code < 500) == (code, True)


def figures(value: object) -> list[dict]:
    """Every figure anywhere in a report."""
    if isinstance(value, dict):
        found = [value] if {"definition", "unit"} <= set(value) else []
        return found + [figure for inner in value.values() for figure in figures(inner)]
    if isinstance(value, list):
        return [figure for inner in value for figure in figures(inner)]
    return []

"""Files over HTTP: looked at, taken in, refused."""

import time

import httpx
import pytest

from evergrow.runtime import Worker, Workspace

ORDERS = b"""InvoiceNo,CustomerID,InvoiceDate,Quantity,UnitPrice,Description
1,ana,2011-01-03 10:00,2,5.00,Tea
1,ana,2011-01-03 10:00,1,3.50,Cup
2,ben,2011-01-04 11:30,1,9.00,Pot
C3,ben,2011-01-05 09:00,-1,9.00,Pot
"""


@pytest.fixture
def worker(workspace: Workspace) -> Worker:
    worker = Worker(workspace)
    worker.start()
    return worker


def test_a_file_is_shown_as_it_would_be_read(operator: httpx.Client) -> None:
    shown = operator.post("/api/imports/preview?filename=orders.csv&as=orders", content=ORDERS).json()

    assert [column["name"] for column in shown["columns"]][:2] == ["InvoiceNo", "CustomerID"]
    assert shown["mapping"]["order_id"] == "InvoiceNo"
    assert shown["missing"] == []


def test_a_file_is_taken_in_and_its_rows_add_up(operator: httpx.Client, worker: Worker) -> None:
    begun = operator.post("/api/imports?filename=orders.csv&as=orders&currency=GBP", content=ORDERS)
    address = f"/api/imports/{begun.json()['import_id']}"
    deadline = time.monotonic() + 60
    while (found := operator.get(address).json())["status"] == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.stop()

    assert begun.status_code == 202
    assert (found["status"], found["as"], found["orders"], found["refunds"]) == ("done", "orders", 2, 1)
    assert (
        found["accepted_rows"] + found["quarantined_rows"] + found["duplicate_rows"]
        == found["rows_read"]
        == 4
    )
    assert operator.get("/api/imports").json() == [found]
    report = operator.get("/api/reports/customers").json()
    assert (report["orders"], report["revenue_micros"]) == (2, 22_500_000)


def test_a_file_without_the_needed_columns_is_refused_at_once(operator: httpx.Client) -> None:
    refused = operator.post("/api/imports?filename=orders.csv&as=orders", content=b"a,b\n1,2\n")
    assert refused.status_code in (400, 422)
    assert refused.headers["content-type"] == "application/problem+json"
    assert operator.get("/api/imports").json() == []


@pytest.mark.parametrize(
    "query", ["filename=a.csv&as=cats", "filename=a.csv&as=orders&zone=Mars", "as=orders"]
)
def test_a_question_that_makes_no_sense_is_refused(operator: httpx.Client, query: str) -> None:
    assert operator.post(f"/api/imports?{query}", content=ORDERS).status_code in (400, 422)

"""`evergrow report` on orders that were imported: the same numbers as the API, as a table or as JSON, and explained."""

import json
from pathlib import Path

import pytest

from tests.stories.processes import run, serving

ORDERS = """order_id,customer_id,date,quantity,price,product
1,ana,2026-01-03,2,5.00,Tea
2,ana,2026-02-03,1,9.00,Pot
3,ben,2026-02-10,1,3.50,Cup
"""
SPEND = "day,channel,campaign,cost\n2026-02-03,Google Ads,brand,4.50\n"
CATALOGUE = "id,name,price\nTea,Green tea,5\nPot,,cheap\n,no id,1\n"
SPAN = ("--period", "2026-02-01..2026-03-01")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    for kind, text in (("orders", ORDERS), ("spend", SPEND), ("catalogue", CATALOGUE)):
        (folder / f"{kind}.csv").write_text(text)
        done = run("import", str(folder / f"{kind}.csv"), "--as", kind, "--data", str(folder / "data"))
        assert done.returncode == 0, done.stderr
    return folder / "data"


def test_json_is_what_the_api_answers(data: Path) -> None:
    alone = {
        name: json.loads(run("report", name, "--data", str(data), *SPAN, "--format", "json").stdout)
        for name in ("rfm", "retention", "value", "sources", "recommendations")
    }
    own = json.loads(
        run("report", "sources", "--data", str(data), *SPAN, "--by", "campaign", "--format", "json").stdout
    )
    with serving(data) as server:
        served = {name: server.get(f"/api/reports/{name}", period=SPAN[1]) for name in alone}
        catalogue = server.get("/api/catalogue")
        served_own = server.get("/api/reports/sources", period=SPAN[1], by="campaign")

    assert alone == served
    assert (own, own["by"]) == (served_own, "campaign")
    assert (alone["rfm"]["customers"], alone["rfm"]["orders"]) == (2, 3)
    assert alone["rfm"]["revenue_micros"] == 22_500_000
    assert alone["retention"]["customers_at_start"]["value"] == 1
    assert alone["retention"]["customers_at_end"]["value"] == 2
    assert (alone["sources"]["spend"]["value"], alone["sources"]["newcomers"]["value"]) == (4_500_000, 1)
    assert alone["sources"]["cost_per_newcomer"]["value"] == 4_500_000
    assert alone["sources"]["unavailable"].startswith("No page view")
    assert alone["recommendations"]["unavailable"].startswith("0 customers did something with a product")
    assert [row["product_id"] for row in catalogue["rows"]] == ["Tea"]
    assert alone["value"]["unavailable"] == "2 customers have bought; the model needs at least 50."


def test_a_table_explains_its_numbers(data: Path) -> None:
    told = run("report", "retention", "--data", str(data), *SPAN, "--explain").stdout
    assert "Retention: 2026-02-01 to 2026-03-01" in told
    assert "What the numbers mean" in told
    assert "(E - N) / S" in told


def test_json_explains_its_own_numbers_and_no_others(data: Path) -> None:
    told = run("report", "retention", "--data", str(data), *SPAN, "--explain", "--format", "json").stdout

    definitions = json.loads(told)["definitions"]
    assert definitions["retention_rate"]["formula"] == "(E - N) / S"
    assert "funnel_conversion" not in definitions


def test_a_report_takes_its_own_flags_and_no_others(data: Path) -> None:
    refused = run("report", "rfm", "--data", str(data), "--horizon", "90")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "No such option" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--period", "2026-03-01..2026-02-01"], "period.empty"),
        (["--as-of", "yesterday"], "date.unreadable"),
    ],
)
def test_a_date_that_cannot_be_is_refused(data: Path, arguments: list[str], code: str) -> None:
    refused = run("report", "rfm", "--data", str(data), *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"[{code}]" in refused.stderr

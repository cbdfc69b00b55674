"""Spend over HTTP: a file goes in, and the report of sources tells it."""

import httpx

CSV = "day,channel,campaign,amount\n2026-11-03,Google Ads,brand,12.50\n2026-11-04,TV,,100\n"


def test_spend_that_is_sent_stands_in_the_report(operator: httpx.Client) -> None:
    asked = "/api/attribution?period=2026-11-01..2026-11-21"
    assert operator.get(asked).json()["spend"]["value"] is None

    kept = operator.post("/api/spend?filename=november.csv&currency=GBP", content=CSV.encode())
    told = operator.get(asked).json()

    assert (kept.status_code, kept.json()["entries"]) == (200, 2)
    assert [known["channel"] for known in operator.get("/api/spend").json()] == ["TV", "Google Ads"]
    assert told["spend_unavailable"].startswith("Spend came in GBP, revenue in")


def test_dates_are_read_as_asked_where_the_file_does_not_tell(operator: httpx.Client) -> None:
    sent = "/api/spend?filename=x.csv&dates=month-first&map=channel=where"
    kept = operator.post(sent, content=b"day,where,amount\n03/04/2026,TV,1\n").json()
    assert (kept["first_day"], kept["last_day"]) == ("2026-03-04", "2026-03-04")


def test_a_file_without_a_channel_is_refused_with_the_columns_it_has(operator: httpx.Client) -> None:
    refused = operator.post("/api/spend?filename=x.csv", content=b"day,amount\n2026-11-03,1\n")
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "import.missing_column"

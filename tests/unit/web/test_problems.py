"""Every "no" looks the same to a client."""

import httpx


def test_settings_that_cannot_be_are_refused_field_by_field(operator: httpx.Client) -> None:
    account = {"name": "Shop", "currency": "EURO", "time_zone": "Europe/Warszaw", "locale": "xx"}

    refused = operator.put("/api/account", json=account)

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    document = refused.json()
    assert [problem["where"] for problem in document["problems"]] == ["currency", "time_zone", "locale"]
    assert document["code"] == "account.currency"
    assert "Europe/Warsaw" in document["problems"][1]["what"]


def test_a_body_that_does_not_fit_says_where(operator: httpx.Client) -> None:
    refused = operator.put("/api/account", json={"name": 1})

    assert refused.status_code == 422
    assert {problem["where"] for problem in refused.json()["problems"]} >= {"body.name", "body.currency"}
    assert refused.json()["code"] == "request.invalid"


def test_broken_json_is_a_refusal_and_not_a_crash(operator: httpx.Client) -> None:
    refused = operator.put("/api/account", content=b"{", headers={"content-type": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (422, "request.invalid")


def test_an_unknown_address_of_the_api_is_told_as_a_problem(operator: httpx.Client) -> None:
    refused = operator.get("/api/nothing")
    assert (refused.status_code, refused.json()["code"]) == (404, "http.404")
    assert operator.delete("/api/health").json()["code"] == "http.405"

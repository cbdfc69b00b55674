"""Sources over HTTP."""

import httpx


def test_a_source_is_made_renamed_and_revoked(operator: httpx.Client) -> None:
    made = operator.post("/api/sources", json={"name": "Web shop"}).json()

    assert made["kind"] == "http"
    assert len(made["write_key"]) > 20
    assert operator.patch(f"/api/sources/{made['id']}", json={"name": "Shop"}).status_code == 204
    assert [source["name"] for source in operator.get("/api/sources").json()] == ["Shop"]
    assert operator.delete(f"/api/sources/{made['id']}").status_code == 204
    assert operator.get("/api/sources").json() == []
    assert operator.delete(f"/api/sources/{made['id']}").status_code == 404


def test_a_source_of_clevertap_has_a_passcode(operator: httpx.Client) -> None:
    assert operator.post("/api/sources", json={"name": "App", "kind": "clevertap"}).json()["passcode"]


def test_an_empty_shop_has_counted_nothing(operator: httpx.Client) -> None:
    counts = operator.get("/api/intake").json()
    assert (counts["received"], counts["by_reason"], counts["lag_events"]) == (0, [], 0)
    assert operator.get("/api/quarantine").json() == {"total": 0, "rows": []}

"""Maps over HTTP: seen before they are saved, saved as versions, put in force."""

import httpx


def test_a_map_is_previewed_saved_and_put_in_force(operator: httpx.Client) -> None:
    maps = operator.get("/api/maps").json()
    shop = next(one for one in maps["maps"] if one["name"] == "shop")
    yaml = shop["yaml"].replace("title: Conversion", "title: First order")

    preview = operator.post("/api/maps/preview", json={"yaml": yaml}).json()
    saved = operator.put("/api/maps/shop", json={"yaml": yaml}).json()
    used = operator.put("/api/maps/active", json={"name": "saas"}).json()
    board = operator.get("/api/lifecycle").json()

    assert maps["active"] == "shop"
    assert [stage["id"] for stage in shop["document"]["stages"]][:2] == ["reach", "acquisition"]
    assert (preview["problems"], preview["preview"]["changed_customers"]) == ([], 0)
    assert saved["version"] == 1
    assert [kept["version"] for kept in operator.get("/api/maps/shop/versions").json()] == [1, 0]
    assert used["name"] == "saas"
    assert board["map_name"] == "saas"


def test_a_broken_map_is_told_line_by_line_and_not_saved(operator: httpx.Client) -> None:
    yaml = "kind: map\nname: shop\nstages:\n  - { id: reach, when: sen }\n  - { id: more, when: known }\n"

    preview = operator.post("/api/maps/preview", json={"yaml": yaml}).json()
    refused = operator.put("/api/maps/shop", json={"yaml": yaml})

    assert preview["preview"] is None
    assert ":4" in preview["problems"][0]["where"]
    assert refused.status_code in (400, 422)
    assert refused.json()["problems"][0]["where"].startswith("maps/shop.yaml:4")
    assert len(operator.get("/api/maps/shop/versions").json()) == 1


def test_the_board_and_retention_tell_when_the_map_was_changed(operator: httpx.Client) -> None:
    maps = operator.get("/api/maps").json()["maps"]
    yaml = next(one["yaml"] for one in maps if one["name"] == "shop")
    before = operator.get("/api/lifecycle").json()["map_changes"]
    operator.put("/api/maps/shop", json={"yaml": yaml.replace("title: Conversion", "title: First order")})

    changes = operator.get("/api/lifecycle").json()["map_changes"]
    beside_retention = operator.get("/api/retention").json()["map_changes"]
    long_ago = operator.get("/api/lifecycle?period=2011-01-01..2011-02-01").json()["map_changes"]

    assert before == []
    assert [(change["name"], change["version"], change["by"]) for change in changes] == [("shop", 1, "Ana")]
    assert beside_retention == changes
    assert long_ago == []


def test_the_board_tells_when_another_map_was_chosen_and_only_then(operator: httpx.Client) -> None:
    for name in ("saas", "saas", "shop"):
        operator.put("/api/maps/active", json={"name": name})

    changes = operator.get("/api/lifecycle").json()["map_changes"]

    assert [(one["name"], one["is_choice"], one["by"]) for one in changes] == [
        ("saas", True, "Ana"),
        ("shop", True, "Ana"),
    ]

"""`contracts/openapi.json` is what the server answers by, and good enough to generate clients from."""

import json
from pathlib import Path

from evergrow.web.contract import written

CONTRACT = Path(__file__).parents[3] / "contracts" / "openapi.json"


def test_the_contract_is_up_to_date() -> None:
    hint = "run `python -m evergrow.web.contract > contracts/openapi.json`"
    assert CONTRACT.read_text(encoding="utf-8") == written(), hint


def test_every_operation_has_a_name_a_summary_a_tag_and_says_how_it_refuses() -> None:
    names = []
    for path, operations in json.loads(written())["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation["description"], f"{method} {path}"
            assert operation["tags"], f"{method} {path}"
            assert "application/problem+json" in operation["responses"]["4XX"]["content"], f"{method} {path}"
    assert len(names) == len(set(names))


def test_no_shape_is_named_after_a_file() -> None:
    assert not [name for name in json.loads(written())["components"]["schemas"] if "__" in name]

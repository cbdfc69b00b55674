"""Write the API's description: `python -m evergrow.web.contract > contracts/openapi.json`."""

from __future__ import annotations

import json
import sys

from evergrow.web.application import describe


def written() -> str:
    """The OpenAPI document as it stands in `contracts/openapi.json`."""
    return json.dumps(describe().openapi(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())

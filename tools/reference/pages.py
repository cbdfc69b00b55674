"""All generated pages, by their place in the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from evergrow.definitions.schemas import schema_text
from evergrow.web import describe
from tools.reference.api import api_page
from tools.reference.commands import commands_page
from tools.reference.errors import errors_page
from tools.reference.settings import settings_page

ROOT: Final = Path(__file__).parents[2]


def pages() -> dict[str, str]:
    """The text that each generated page should have now."""
    description = describe().openapi()
    return {
        "contracts/definitions.schema.json": schema_text(),
        "contracts/openapi.json": json.dumps(description, indent=2, ensure_ascii=False) + "\n",
        "docs/reference/api.md": api_page(description),
        "docs/reference/cli.md": commands_page(),
        "docs/reference/errors.md": errors_page(ROOT / "src"),
        "docs/reference/settings.md": settings_page(),
    }

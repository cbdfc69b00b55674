"""How a request carries a file to import: its bytes as the body, its name and its columns as parameters."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Query

from evergrow.kernel import refuse

Filename = Annotated[
    str, Query(max_length=500, description="What its owner calls it; its ending tells the format.")
]
Mapping = Annotated[
    list[str] | None, Query(alias="map", description="FIELD=COLUMN; may be repeated. The rest is guessed.")
]
Dates = Annotated[
    Literal["day-first", "month-first"] | None,
    Query(description="How 03/04/2024 is read, if the file does not tell."),
]
FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def pairs(texts: list[str] | None) -> dict[str, str]:
    """Field -> column, as the parameters say.

    Raises:
        Refusal: `import.unreadable_mapping`.
    """
    mapping: dict[str, str] = {}
    for text in texts or []:
        name, sign, column = text.partition("=")
        if not (name and sign):
            raise refuse(
                "import.unreadable_mapping",
                f"'{text}' maps nothing.",
                where="map",
                next_step="Write FIELD=COLUMN, such as order_id=InvoiceNo; FIELD= leaves the field out.",
            )
        mapping[name.strip()] = column.strip()
    return mapping

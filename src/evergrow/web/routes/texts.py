"""How a text message is cut and paid for, while it is written."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.deliver.phones import text_parts

router = APIRouter(prefix="/texts", tags=["channels"])


class Text(BaseModel):
    """A text message as the customer would get it."""

    text: Annotated[str, Field(max_length=20_000)]


class Parts(BaseModel):
    """The pieces that are paid for. `units` are septets of GSM-7 or 16-bit units of UCS-2."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    parts: int
    outside: list[str]
    """The characters, at most ten, that make it UCS-2: without them a piece would hold 160 and not 70."""


@router.post("/parts", operation_id="countTextParts")
def parts(body: Text) -> Parts:
    """How many pieces a text is sent in."""
    cut = text_parts(body.text)
    outside = [letter for letter in dict.fromkeys(body.text) if text_parts(letter).encoding == "ucs2"]
    return Parts(encoding=cut.encoding, units=cut.units, parts=cut.count, outside=outside[:10])

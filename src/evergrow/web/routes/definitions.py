"""What every reported number means."""

from __future__ import annotations

from fastapi import APIRouter

from evergrow.measure.metrics import DEFINITIONS, Definition

router = APIRouter(tags=["reports"])


@router.get("/definitions", operation_id="getDefinitions")
async def definitions() -> dict[str, Definition]:
    """By key: in words, as a formula, and where it was read."""
    return DEFINITIONS

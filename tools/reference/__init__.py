"""Writes docs/reference and contracts/openapi.json from the code: `make docs`. A test says when they are out of date."""

from tools.reference.pages import ROOT, pages

__all__ = ["ROOT", "pages"]

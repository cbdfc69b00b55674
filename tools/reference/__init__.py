"""Writes docs/reference, contracts/openapi.json and the dashboard's types from the code: `make docs`. A test says when they are out of date."""

from tools.reference.pages import ROOT, pages

__all__ = ["ROOT", "pages"]

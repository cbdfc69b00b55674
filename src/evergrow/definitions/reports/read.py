"""Read a saved report from its YAML, with every problem found and its line."""

from __future__ import annotations

import re
from typing import Final

from evergrow.definitions.documents import Fields, Findings, did_you_mean, read_tree, write_document
from evergrow.definitions.reports.spec import MOST_ASKED, PAGES, SavedReport

_PARAMETER: Final = re.compile(r"[a-z][a-z_]{0,39}")
_LONGEST: Final = 5_000


def read_report(text: str, *, file: str = "report.yaml") -> SavedReport:
    """The saved report a document describes.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _report(fields) if fields else None
    findings.settle()
    assert found is not None
    return found


def write_report(report: SavedReport) -> str:
    """The report's YAML; reading it gives the same report."""
    document: dict[str, object] = {"report": report.name, "title": report.title}
    if report.description:
        document["description"] = report.description
    document["page"] = report.page
    if report.ask:
        document["ask"] = dict(report.ask)
    return write_document(document)


def _report(fields: Fields) -> SavedReport:
    fields.only(("report", "title", "description", "page", "ask"))
    name, page = fields.name("report"), fields.text("page")
    if page and page not in PAGES:
        fields.note(
            "page",
            "definition.unknown_name",
            f"There is no report page '{page}'.{did_you_mean(page, PAGES)}",
            f"Pages that can be saved: {', '.join(PAGES)}.",
        )
    return SavedReport(
        name=name,
        title=fields.text("title", name),
        page=page,
        ask=_asked(fields),
        description=fields.text("description", ""),
    )


def _asked(fields: Fields) -> dict[str, str]:
    node = fields.get("ask")
    asked = Fields.of(node, "ask", fields.findings) if node else None
    if asked is None:
        return {}
    entries = asked.node.value
    if len(entries) > MOST_ASKED:
        fields.note("ask", "definition.too_large", f"More than {MOST_ASKED} parameters are asked with.")
    found: dict[str, str] = {}
    for key, value in entries.items():
        plain = value.plain()
        if not _PARAMETER.fullmatch(key) or isinstance(plain, dict | list) or plain is None:
            asked.note(
                key,
                "definition.wrong_type",
                f"'{key}' must be a parameter of the page, and its value a text.",
            )
        elif len(str(plain)) > _LONGEST:
            asked.note(key, "definition.too_large", f"'{key}' is longer than {_LONGEST} characters.")
        else:
            found[key] = str(plain).lower() if isinstance(plain, bool) else str(plain)
    return found

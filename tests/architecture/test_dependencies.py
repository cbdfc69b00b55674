"""Every dependency has a reason on record."""

from __future__ import annotations

import json
import re
import tomllib

from tests.architecture.tree import ROOT

RECORDS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def _is_on_record(name: str) -> bool:
    return re.search(rf"(?<![\w@/-]){re.escape(name)}(?![\w-])", RECORDS) is not None


def test_every_python_dependency_has_its_line() -> None:
    missing = [name for line in PROJECT["project"]["dependencies"] if not _is_on_record(name := _name(line))]

    assert not missing, "no record in docs/adr/ says why: " + ", ".join(missing)


def test_every_dependency_of_the_dashboard_has_its_line() -> None:
    package = json.loads((ROOT / "dashboard" / "package.json").read_text("utf-8"))

    missing = [name for name in package["dependencies"] if not _is_on_record(name)]

    assert not missing, "no record in docs/adr/ says why: " + ", ".join(missing)


def test_every_dependency_is_used() -> None:
    modules = {
        "argon2-cffi": "argon2",
        "http-ece": "http_ece",
        "ibis-framework": "ibis",
        "pyjwt": "jwt",
        "python-liquid": "liquid",
        "pyyaml": "yaml",
        "python-multipart": "",  # FastAPI imports it
        "httptools": "",  # uvicorn imports it
        "uvloop": "",  # uvicorn imports it
    }
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = [_name(line) for line in PROJECT["project"]["dependencies"]]

    unused = [
        name
        for name in names
        if (module := modules.get(name, name))
        and not re.search(rf"^\s*(import|from) {module}\b", text, re.MULTILINE)
    ]

    assert not unused, "declared and never imported: " + ", ".join(unused)

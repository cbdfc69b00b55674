"""Definitions as files: a folder that can stand in git, read with every problem of every file at once.

DIR/maps/shop.yaml       one document a file, named as the document is
DIR/maps/saas.yaml
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import read_map
from evergrow.kernel import Problem, Refusal, refuse

_FOLDERS: Final = {"maps": "map"}
_ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One definition in a file. `file` is relative to the folder."""

    kind: str
    name: str
    file: str
    text: str


def read_folder(folder: Path) -> list[Document]:
    """Every document of the folder, by file.

    Raises:
        Refusal: every problem of every file, each with its line; `definitions.missing` where there is no folder.
    """
    if not folder.is_dir():
        raise refuse(
            "definitions.missing",
            "There is no such folder.",
            where=str(folder),
            next_step="Make one from what is in force with `evergrow definitions pull DIR`.",
        )
    problems: list[Problem] = []
    documents: list[Document] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _ENDINGS or not path.is_file():
            continue
        try:
            documents.append(_read(folder, path))
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*problems, status=422)
    return documents


def write_folder(folder: Path, documents: list[Document]) -> list[Path]:
    """Write the documents as files; returns those whose content changed."""
    changed = []
    for document in documents:
        path = folder / document.file
        if not path.is_file() or path.read_text(encoding="utf-8") != document.text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8")
            changed.append(path)
    return changed


def map_document(name: str, text: str) -> Document:
    """A map as the file it belongs in."""
    return Document(kind="map", name=name, file=f"maps/{name}.yaml", text=text)


def _read(folder: Path, path: Path) -> Document:
    file = path.relative_to(folder).as_posix()
    kind = _FOLDERS.get(path.relative_to(folder).parts[0])
    if kind is None:
        raise refuse(
            "definitions.misplaced",
            f"Nothing is read from here.{did_you_mean(path.relative_to(folder).parts[0], _FOLDERS)}",
            where=f"{file}:1",
            next_step=f"Put the file into {', '.join(f'{name}/' for name in _FOLDERS)}.",
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise refuse(
            "definitions.not_utf8",
            "The file is not UTF-8.",
            where=f"{file}:{line}",
            next_step="Save it as UTF-8.",
        ) from None
    found = read_map(text, file=file)
    if path.stem != found.name:
        raise refuse(
            "definitions.other_name",
            f"The file is named '{path.stem}', the map in it '{found.name}'.",
            where=f"{file}:1  name",
            next_step=f"Name the file {found.name}.yaml, or the map '{path.stem}'.",
        )
    return Document(kind=kind, name=found.name, file=file, text=text)

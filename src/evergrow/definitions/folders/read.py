"""Definitions as files: a folder that can stand in git, read with every problem of every file at once.

DIR/maps/shop.yaml             one document a file, named as the document is
DIR/messages/welcome.yaml
DIR/journeys/onboarding.yaml
DIR/topics.yaml                the documents there is one of
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evergrow.definitions.boards import read_board
from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.folders.kinds import KINDS, DocumentKind, Names, kind_at, known_names
from evergrow.definitions.journeys import Known
from evergrow.kernel import Problem, Refusal, refuse

_ENDINGS: Final = (".yaml", ".yml")
_READ_BY_OTHERS: Final = ("rehearsals", "play.yaml")
"""What may stand beside the definitions and is none."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One definition in a file. `file` is relative to the folder."""

    kind: str
    name: str
    file: str
    text: str


def read_folder(folder: Path, kept: Names | None = None) -> list[Document]:
    """Every document of the folder, in the order in which they can be applied.

    Args:
        folder: Where they stand.
        kept: What is kept already, kind by kind: files may refer to it too.

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
    texts: dict[str, tuple[DocumentKind, str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _ENDINGS and path.is_file() and _is_definition(folder, path):
            try:
                texts[path.relative_to(folder).as_posix()] = _text(folder, path)
            except Refusal as refusal:
                problems += refusal.problems
    together = _together(texts, kept or {})
    known = known_names(together)
    documents: list[Document] = []
    for file, (kind, text) in texts.items():
        try:
            documents.append(_read(kind, file, text, known))
            if kind.kind == "board":
                read_board(text, file=file, reports=together["report"])
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(*sorted(problems, key=lambda problem: problem.where.split(":")[0]), status=422)
    order = [kind.kind for kind in KINDS]
    return sorted(documents, key=lambda document: (order.index(document.kind), document.file))


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


def document_of(kind: str, name: str, text: str) -> Document:
    """A kept document as the file it belongs in."""
    found = next(one for one in KINDS if one.kind == kind)
    return Document(kind=kind, name=name, file=found.file(name), text=text)


def _is_definition(folder: Path, path: Path) -> bool:
    return path.relative_to(folder).parts[0] not in _READ_BY_OTHERS


def _text(folder: Path, path: Path) -> tuple[DocumentKind, str]:
    file = path.relative_to(folder).as_posix()
    place = path.relative_to(folder).parts[0]
    kind = kind_at(place)
    if kind is None:
        places = [kind.place if kind.is_single else f"{kind.place}/" for kind in KINDS]
        raise refuse(
            "definitions.misplaced",
            f"Nothing is read from here.{did_you_mean(place, [kind.place for kind in KINDS])}",
            where=f"{file}:1",
            next_step=f"Put the file into {', '.join(places)}.",
        )
    try:
        return kind, path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise refuse(
            "definitions.not_utf8",
            "The file is not UTF-8.",
            where=f"{file}:{line}",
            next_step="Save it as UTF-8.",
        ) from None


def _together(texts: Mapping[str, tuple[DocumentKind, str]], kept: Names) -> Names:
    """What is kept, and the folder's own over it."""
    found = {kind.kind: dict(kept.get(kind.kind, {})) for kind in KINDS}
    for file, (kind, text) in texts.items():
        found[kind.kind][Path(file).stem] = text
    return found


def _read(kind: DocumentKind, file: str, text: str, known: Known | None) -> Document:
    name = kind.name_of(text, file, known)
    if not kind.is_single and Path(file).stem != name:
        raise refuse(
            "definitions.other_name",
            f"The file is named '{Path(file).stem}', the {kind.kind} in it '{name}'.",
            where=f"{file}:1  name",
            next_step=f"Name the file {name}.yaml, or the {kind.kind} '{Path(file).stem}'.",
        )
    return Document(kind=kind.kind, name=name, file=file, text=text)

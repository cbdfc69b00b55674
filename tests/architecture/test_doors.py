"""A part is imported by its door; the files inside it are its own business."""

from __future__ import annotations

import pytest

from tests.architecture.tree import Source, product

FILES = {source.module for source in product() if not source.is_door}
OFFERED = {source.module: set(source.exported() or ()) for source in product()}


def _file_behind(module: str, name: str) -> str:
    """The file an import reaches into, or empty where it stays at a door."""
    if module in FILES:
        return module
    inside = f"{module}.{name}"
    is_offered = name in OFFERED.get(module, ())
    return inside if name and inside in FILES and not is_offered else ""


def _broken(source: Source) -> list[str]:
    found = []
    for line, module, name in source.imports():
        reached = _file_behind(module, name)
        part = reached.rpartition(".")[0]
        if reached and part != "evergrow" and not f"{source.module}.".startswith(f"{part}."):
            found.append(f"{source.place}:{line} reaches into {reached}; import it from {part}")
    return found


def test_others_import_a_part_never_a_file_inside_it() -> None:
    broken = [line for source in product() for line in _broken(source)]

    assert not broken, "\n".join(broken)


def test_every_part_says_what_it_offers() -> None:
    """A room that only holds parts, such as `storage`, offers nothing itself."""
    parts = {module.rpartition(".")[0] for module in FILES}
    silent = [
        source.place
        for source in product()
        if source.is_door and source.module in parts and source.exported() is None
    ]

    assert not silent, "no __all__ in " + ", ".join(silent)


def test_a_door_offers_only_names_it_has() -> None:
    missing = []
    for source in product():
        if not source.is_door or not source.exported():
            continue
        names = {name for _, _, name in source.imports()} | _defined(source)
        missing += [f"{source.place}: {name}" for name in source.exported() or [] if name not in names]

    assert not missing, "\n".join(missing)


def _defined(source: Source) -> set[str]:
    names: set[str] = set()
    for node in source.tree.body:
        names |= {node.name} if hasattr(node, "name") else set()  # type: ignore[attr-defined]
        for target in [*getattr(node, "targets", []), getattr(node, "target", None)]:
            if target is not None and hasattr(target, "id"):
                names.add(target.id)
    aliases = {
        alias.asname
        for node in source.tree.body
        for alias in getattr(node, "names", [])
        if getattr(alias, "asname", None)
    }
    return names | aliases


@pytest.mark.parametrize(
    ("module", "name", "file"),
    [
        ("evergrow.kernel", "Refusal", ""),
        ("evergrow.kernel.refusal", "Refusal", "evergrow.kernel.refusal"),
        ("evergrow.kernel", "keys", "evergrow.kernel.keys"),
        ("datetime", "datetime", ""),
    ],
)
def test_the_check_tells_a_door_from_a_file(module: str, name: str, file: str) -> None:
    assert _file_behind(module, name) == file

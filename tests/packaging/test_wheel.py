"""The wheel brings the command and the dashboard to a machine that has neither."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


def _run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def _build(project: Path, into: Path) -> subprocess.CompletedProcess[str]:
    return _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into, cwd=project)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = _build(ROOT, folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_dashboard_and_the_shipped_documents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "evergrow/web/dashboard/index.html" in names
    assert any(name.startswith("evergrow/web/dashboard/assets/") and name.endswith(".js") for name in names)
    assert "evergrow/definitions/maps/shop.yaml" in names
    assert not [name for name in names if "node_modules" in name or name.startswith(("tests/", "dashboard/"))]


def test_the_wheel_holds_all_code_of_the_checkout(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}

    assert code <= packed


@pytest.mark.slow
def test_an_installed_wheel_gives_the_evergrow_command(wheel: Path, tmp_path: Path) -> None:
    wanted = _run(UV, "export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet")
    (tmp_path / "requirements.txt").write_text(wanted.stdout, encoding="utf-8")
    python = tmp_path / "venv" / "bin" / "python"
    for command in (
        (UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv"),
        (UV, "pip", "install", "--quiet", "--python", python, "-r", tmp_path / "requirements.txt", wheel),
    ):
        done = _run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

    said = _run(python.with_name("evergrow"), "--version", cwd=tmp_path)
    found = _run(
        python, "-c", "import evergrow, pathlib; print(pathlib.Path(evergrow.__file__).parent)", cwd=tmp_path
    )

    version = wheel.name.split("-")[1]
    assert version in said.stdout, said.stdout + said.stderr
    assert (Path(found.stdout.strip()) / "web" / "dashboard" / "index.html").is_file()
    assert str(tmp_path) in found.stdout


def test_a_wheel_without_its_dashboard_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "src" / "evergrow").mkdir(parents=True)
    (project / "src" / "evergrow" / "__init__.py").write_text("", encoding="utf-8")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)

    built = _build(project, tmp_path / "dist")

    assert built.returncode != 0
    assert "The wheel would lack its dashboard" in built.stdout + built.stderr
    assert not list(tmp_path.glob("dist/*.whl"))


def test_a_dashboard_newer_than_its_sources_is_taken_without_node(tmp_path: Path) -> None:
    project = tmp_path / "project"
    page = project / "src" / "evergrow" / "web" / "dashboard" / "index.html"
    page.parent.mkdir(parents=True)
    (project / "dashboard").mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    (project / "src" / "evergrow" / "__init__.py").write_text("", encoding="utf-8")
    (project / "dashboard" / "package.json").write_text("{}", encoding="utf-8")
    page.write_text("built before", encoding="utf-8")
    os.utime(project / "dashboard" / "package.json", (1_700_000_000, 1_700_000_000))

    built = _build(project, tmp_path / "dist")

    assert built.returncode == 0, built.stdout + built.stderr
    packed = zipfile.ZipFile(next(tmp_path.glob("dist/*.whl")))
    assert packed.read("evergrow/web/dashboard/index.html") == b"built before"

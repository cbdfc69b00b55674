"""Programs that one would use instead, each in an environment of its own: none of them is ever a dependency.

A peer is a script beside this file; its first line names what it needs. It reads what it is given, and prints one line
of JSON: what it measured.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENVIRONMENTS = Path.home() / ".cache" / "evergrow-benchmarks"
NEEDS = "# needs: "


def run(peer: str, *arguments: Path | str) -> dict[str, Any]:
    """What the peer prints. Its environment is made once, from PyPI.

    Raises:
        RuntimeError: It did not come to an end.
    """
    script = HERE / f"{peer}.py"
    python = _environment(peer, script.read_text().splitlines()[0].removeprefix(NEEDS).split())
    found = subprocess.run(
        [python, script, *arguments], capture_output=True, text=True, check=False, cwd=ENVIRONMENTS
    )
    if found.returncode:
        raise RuntimeError(f"{peer} ended with {found.returncode}: {found.stderr[-2000:]}")
    return json.loads(found.stdout.splitlines()[-1])


def _environment(peer: str, needs: list[str]) -> Path:
    folder = ENVIRONMENTS / peer
    made = folder / "made.txt"
    if not made.exists() or made.read_text().split() != needs:
        shutil.rmtree(folder, ignore_errors=True)
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, folder], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", folder / "bin" / "python", *needs], check=True
        )
        made.write_text(" ".join(needs))
    return folder / "bin" / "python"

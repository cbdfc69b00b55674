"""dashboard/src/api/generated/, the dashboard's types of the API, from contracts/openapi.json."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Final

TYPES: Final = "dashboard/src/api/generated/contract.ts"


def write_types(root: Path) -> bool:
    """Runs the generator that `dashboard/contract` pins; True where the types changed."""
    path = root / TYPES
    before = path.read_bytes() if path.is_file() else b""
    search = os.pathsep.join(
        [os.environ.get("PATH", ""), sysconfig.get_path("scripts")]
    )  # a Node from PyPI is there
    npm = shutil.which("npm", path=search)
    if npm is None:
        raise SystemExit("The types of the dashboard need npm; run `make setup` first.")
    subprocess.run(
        [npm, "--prefix", str(root / "dashboard"), "run", "--silent", "contract"],
        env={**os.environ, "PATH": search},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return path.read_bytes() != before

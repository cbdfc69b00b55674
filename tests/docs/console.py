"""Runs the console blocks of a page and compares what they print with what the page says.

In a ```console block a line that begins with `$ ` is a command; the lines below it are what it prints. A line
`...` stands for any lines. Runs of spaces count as one and the frames of tables do not count, so that a page
may show a table plainly.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from evergrow.cli import cli

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command of a page and what the page says it prints."""

    command: str
    expected: list[str]


def steps_of(page: Path) -> list[Step]:
    """All commands of the page, in order."""
    found: list[Step] = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Step(line[2:], []))
            elif found:
                found[-1].expected.append(line)
    return found


def run(step: Step, folder: Path, path: str) -> str:
    """What the command prints, on both of its outputs.

    A plain `evergrow ...` runs in this process: an interpreter of its own spends two seconds a command on loading.
    """
    plain = {"COLUMNS": "140", "NO_COLOR": "1", "TERM": "dumb"}
    if step.command.startswith("evergrow ") and not re.search(
        r"[|&;>$`]", re.sub(r"'[^']*'|\"[^\"]*\"", "", step.command)
    ):
        with contextlib.chdir(folder):
            told = CliRunner().invoke(cli, shlex.split(step.command)[1:], env=plain, catch_exceptions=False)
        assert told.exit_code == 0, f"$ {step.command}\n{told.output}"
        return told.output
    environment = {**os.environ, **plain, "PATH": path}
    done = subprocess.run(
        step.command,
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, f"$ {step.command}\n{done.stdout}"
    return done.stdout


def differs(expected: list[str], printed: str) -> str:
    """Empty where the output is as the page says; else the first line that was not found."""
    lines = [_plain(line) for line in printed.splitlines() if _plain(line)]
    at, is_loose = 0, False
    for wanted in (_plain(line) for line in expected):
        if wanted == "...":
            is_loose = True
            continue
        if not wanted:
            continue
        while is_loose and at < len(lines) and lines[at] != wanted:
            at += 1
        if at >= len(lines) or lines[at] != wanted:
            return wanted
        at, is_loose = at + 1, False
    return "" if is_loose or at == len(lines) else f"(nothing more, but it prints) {lines[at]}"


def _plain(line: str) -> str:
    return re.sub(r"[\s\u2500-\u257f]+", " ", line).strip()

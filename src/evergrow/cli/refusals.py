"""The one place where a "no" is printed: what, where, what to do next. Bugs are not caught here; they crash."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from evergrow.kernel import Problem, Refusal


def print_refusal(refusal: Refusal) -> None:
    """Every problem on the error output, as it can be read and clicked in a terminal."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for number, problem in enumerate(refusal.problems):
        if number:
            console.print()
        console.print(_written(problem))


def _written(problem: Problem) -> Text:
    text = Text()
    if problem.where:
        text.append(f"{problem.where}\n", style="bold")
    text.append(f"  {problem.what}\n")
    if problem.next_step:
        text.append(f"  {problem.next_step}\n", style="cyan")
    text.append(f"  [{problem.code}]", style="dim")
    return text


def end_refused(refusal: Refusal) -> None:
    """Print it and end the command with exit code 2."""
    print_refusal(refusal)
    sys.exit(2)

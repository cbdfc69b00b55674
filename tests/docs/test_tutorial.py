"""The tutorial's commands run, and print the figures it shows."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.console import Step, differs, run, steps_of

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorial"
PAGE = TUTORIALS / "from-orders-to-the-board.md"
OLIST = TUTORIALS / "late-orders-and-bad-reviews.md"


@pytest.mark.slow
def test_the_tutorial_prints_what_it_says(shared_data: Path, tmp_path: Path) -> None:
    shutil.copy(shared_data / "online-retail" / "online_retail.parquet", tmp_path)
    _prints_what_it_says(PAGE, tmp_path)


@pytest.mark.slow
def test_the_tutorial_of_late_orders_prints_what_it_says(shared_data: Path, tmp_path: Path) -> None:
    sample = shared_data / "olist-sample" / "random_5k"
    if not sample.is_dir():
        pytest.skip(f"no sample of Olist's orders in {sample}")
    shutil.copytree(sample, tmp_path / "csv")
    shutil.copytree(TUTORIALS / "olist", tmp_path / "olist")
    _prints_what_it_says(OLIST, tmp_path)


def _prints_what_it_says(page: Path, folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for step in steps_of(page):
        printed = run(step, folder, path)
        wrong = differs(step.expected, printed)

        assert not wrong, f"$ {step.command}\nthe page says: {wrong}\nit prints:\n{printed}"


def test_the_tutorial_has_commands() -> None:
    assert len(steps_of(PAGE)) >= 5


@pytest.mark.parametrize(
    ("expected", "printed", "is_same"),
    [
        (["orders  18,532"], "orders     18,532\n", True),
        (["orders 18,532"], "orders 18,533\n", False),
        (["...", "b"], "a\nb\n", True),
        (["a", "..."], "a\nb\n", True),
        (["a"], "a\nb\n", False),
        (["a", "b"], "a\n", False),
    ],
)
def test_the_comparison_is_strict_but_for_spaces_and_dots(
    expected: list[str], printed: str, is_same: bool
) -> None:
    assert (differs(Step("", expected).expected, printed) == "") is is_same

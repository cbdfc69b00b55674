"""`evergrow plays use` on a data directory that nobody serves."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from evergrow.cli.commands import cli


def test_every_journey_of_a_play_is_named_for_launching(tmp_path: Path) -> None:
    taken = CliRunner().invoke(cli, ["plays", "use", "review", "--data", str(tmp_path / "data")])

    assert taken.exit_code == 0, taken.output
    assert taken.output.splitlines()[-1] == "Look at its journeys and launch each: review, review-thanks."

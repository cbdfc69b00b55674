"""Every folder under examples/ is sound and does what its rehearsals say, by the commands a user would type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.processes import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_an_example_is_sound_and_does_what_it_says(name: str) -> None:
    checked = run("definitions", "check", str(EXAMPLES / name))
    rehearsed = run("rehearse", str(EXAMPLES / name))

    assert "definitions, no problems." in checked.stdout, checked.stderr
    assert "all as expected." in rehearsed.stdout, rehearsed.stdout + rehearsed.stderr
    assert rehearsed.returncode == 0


def test_a_play_is_written_to_a_folder_changed_and_rehearsed_and_taken_into_a_data_directory(
    tmp_path: Path,
) -> None:
    folder, data = tmp_path / "win-back", tmp_path / "data"

    written = run("plays", "show", "win-back", "--write", str(folder))
    checked = run("definitions", "check", str(folder))
    journey = folder / "journeys" / "win-back.yaml"
    journey.write_text(journey.read_text().replace("wait: 7 days", "wait: 8 days"))
    rehearsed = run("rehearse", str(folder))
    taken = run("plays", "use", "win-back", "--shop", "https://sakura.jp", "--data", str(data))
    listed = run("plays", "list", "--from", "lapsed", "--to", "retention", "--data", str(data))

    assert "5 definitions and 1 rehearsals written" in written.stdout, written.stderr
    assert "5 definitions, no problems." in checked.stdout, checked.stderr
    assert rehearsed.returncode == 1
    assert "win-back-gift" in rehearsed.stdout
    assert "journey win-back." in taken.stdout, taken.stderr
    assert "Win-back" in listed.stdout
    assert "Order Completed: 0" in listed.stdout

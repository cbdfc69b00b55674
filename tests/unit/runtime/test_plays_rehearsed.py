"""Every play does what it promises, and leaves alone whom it should: its rehearsals, on the real engine."""

from __future__ import annotations

import pytest

from evergrow.definitions.plays import Play, shipped_plays
from evergrow.definitions.rehearsals import read_rehearsal
from evergrow.runtime.rehearsals import rehearse


@pytest.mark.parametrize("play", shipped_plays(), ids=lambda play: play.name)
def test_a_play_does_in_its_rehearsals_what_it_promises(play: Play) -> None:
    for name, text in play.rehearsals.items():
        done = rehearse(read_rehearsal(text, file=f"rehearsals/{name}.yaml"), play.documents)
        assert not done.differences, done.differences

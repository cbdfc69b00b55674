"""The page about journeys: its documents can be read, its table has every step and every way in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evergrow.definitions.campaigns import read_campaign
from evergrow.definitions.guards import read_guards
from evergrow.definitions.journeys import read_journey

PAGE = (Path(__file__).parents[2] / "docs/how-to/journeys.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
STEPS = [
    found[1] for line in PAGE.split("## Steps")[1].split("## While")[0].splitlines()
    if (found := re.match(r"\| `(\w+: .*?)` \|", line))
]  # fmt: skip
ENTRIES = ["event: Seen", "segment_entered: a", "segment_left: a", "stage_entered: a", "api: true"]
SCHEDULES = re.findall(r"`(every [^`]+)`", PAGE.replace("schedule: every", "` `every"))


def test_its_documents_can_be_read() -> None:
    journey, campaign, guards = BLOCKS

    assert read_journey(journey).name == "cart-abandoned"
    assert read_campaign(campaign).name == "new-harvest"
    assert read_guards(guards).quiet_hours is not None


@pytest.mark.parametrize("step", STEPS)
def test_every_step_it_tells_of_can_be_read(step: str) -> None:
    text = (
        step.replace("CONDITION", "known").replace("where: ...,", "").replace("ID", "a").replace("NAME", "x")
    )
    followers = "" if text.startswith("exit") else "ab" if " b:" in text else "a"
    ends = "".join(f"  - {{ id: {name}, exit: true }}\n" for name in followers)
    steps = f"  - {{ id: first, {text} }}\n{ends}"

    read_journey(f"journey: x\nentry: {{ api: true }}\nsteps:\n{steps}")


def test_it_tells_of_every_way_in() -> None:
    assert len(STEPS) == 11
    assert len(SCHEDULES) == 3
    for entry in [*ENTRIES, *(f"schedule: {schedule}" for schedule in SCHEDULES)]:
        assert f"`{entry.split(':')[0]}:" in PAGE
        read_journey(f"journey: x\nentry: {{ {entry} }}\nsteps:\n  - {{ id: a, exit: true }}\n")

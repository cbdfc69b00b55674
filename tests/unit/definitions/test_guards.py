"""Guards as a document: read, refused with every problem, written back."""

from __future__ import annotations

from datetime import time

import pytest

from evergrow.definitions.guards import SHIPPED_GUARDS, Guards, QuietHours, read_guards, write_guards
from evergrow.kernel import Refusal


def test_what_is_written_reads_back_equal() -> None:
    shipped = read_guards(SHIPPED_GUARDS)

    assert shipped.quiet_hours == QuietHours(start=time(21), end=time(8))
    assert read_guards(write_guards(shipped)) == shipped
    assert read_guards("") == Guards()


def test_every_problem_is_named_at_once() -> None:
    text = (
        'caps: [{channel: emial, at_most: 2.5}, {}]\nquiet_hours: {from: "25:00", to: "08:00"}\nthrotle: {}\n'
    )

    with pytest.raises(Refusal) as refused:
        read_guards(text)

    assert [problem.code for problem in refused.value.problems] == [
        "definition.unknown_field",
        "definition.unknown_channel",
        "definition.wrong_type",
        "definition.missing_field",
        "guards.bad_time",
    ]

"""Long work tells how far it is, and ends where nobody listens any more."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable

from evergrow.kernel import refuse
from evergrow.web.lines import told_line_by_line

PATIENCE_SECONDS = 10


async def all_of(work: Callable[[Callable[[float], None]], object]) -> list[dict[str, object]]:
    return [json.loads(line) async for line in told_line_by_line(work)]


def test_the_share_done_comes_line_by_line_and_then_the_result() -> None:
    def work(say: Callable[[float], None]) -> dict[str, int]:
        say(0.25)
        say(1.0)
        return {"entries": 3}

    assert asyncio.run(all_of(work)) == [{"done": 0.25}, {"done": 1.0}, {"result": {"entries": 3}}]


def test_a_refusal_is_told_as_problems() -> None:
    def work(say: Callable[[float], None]) -> None:
        raise refuse("backtest.too_long", "A backtest looks at five years at most.")

    (line,) = asyncio.run(all_of(work))
    assert [problem["code"] for problem in line["problems"]] == ["backtest.too_long"]  # type: ignore[index, union-attr]


def test_work_that_nobody_listens_to_ends_at_the_next_thing_it_tells() -> None:
    is_over = threading.Event()

    def work(say: Callable[[float], None]) -> None:
        try:
            while True:
                say(0.5)
                is_over.wait(0.001)
        finally:
            is_over.set()

    async def leave_after_a_line() -> None:
        lines = told_line_by_line(work)
        await anext(lines)
        await lines.aclose()  # type: ignore[attr-defined]

    asyncio.run(leave_after_a_line())
    assert is_over.wait(PATIENCE_SECONDS)

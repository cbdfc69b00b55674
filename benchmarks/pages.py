"""How long the dashboard's pages wait for their numbers, and what the server weighs with a big history."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Line
from benchmarks.history import END
from benchmarks.machine import resident_mb
from benchmarks.server import Served, serving

ROUNDS = 20
IDLE_SECONDS = 15


def measure(data: Path) -> list[Line]:
    """Each page over periods that differ, so that no answer is one that was kept."""
    with serving(data) as served:
        served.wait_until_settled()
        time.sleep(IDLE_SECONDS)
        fresh = resident_mb(served.pid)
        someone = served.get("/api/customers?stage=loyalty&limit=1")["rows"][0]
        taken = {page: _times(served, page, someone) for page in PAGES}
        time.sleep(IDLE_SECONDS)
        lines = [_line(page, times) for page, times in taken.items()]
        every = sorted(time for times in taken.values() for time in times)
        lines.append(Line(what="all pages", figure=f"p95 {_p95(every):.0f} ms", aim="300 ms"))
        lines.append(Line(what="resident memory, just started", figure=f"{fresh:.0f} MB", aim="400 MB"))
        used = resident_mb(served.pid)
        lines.append(
            Line(what="resident memory, idle after these pages", figure=f"{used:.0f} MB", aim="400 MB")
        )
    return lines


PAGES = {
    "Lifecycle board": "/api/lifecycle?period={start}..{end}",
    "Flow": "/api/lifecycle/flow?start={start}&end={end}",
    "RFM": "/api/rfm?as_of={end}&versus={start}",
    "Retention": "/api/retention?period={start}..{end}",
    "Cohorts": "/api/retention/cohorts?by=month&count={count}",
    "Customers": "/api/customers?sort=revenue&order=desc&offset={offset}&limit=50",
    "Customers of a stage": "/api/customers?stage=retention&at={end}&limit=50",
    "Search": "/api/search?q={name}",
    "One customer": "/api/customers/{customer}?round={count}",
    "Timeline": "/api/customers/{customer}/timeline?limit={limit}",
}


def _times(served: Served, page: str, someone: dict[str, str]) -> list[float]:
    """Milliseconds of each round, the first (which compiles) left out."""
    found = []
    for number in range(ROUNDS + 1):
        end = (END - timedelta(days=number)).date()
        path = PAGES[page].format(
            start=end - timedelta(days=28),
            end=end,
            count=4 + number,
            offset=50 * number,
            limit=50 + number,
            name=someone["name"][: 2 + number % 4],
            customer=someone["customer_id"],
        )
        start = time.perf_counter()
        served.http.get(path).raise_for_status()
        found.append(1000 * (time.perf_counter() - start))
    return found[1:]


def _line(page: str, times: list[float]) -> Line:
    ordered = sorted(times)
    return Line(what=page, figure=f"p50 {ordered[len(ordered) // 2]:.0f}, p95 {_p95(ordered):.0f} ms")


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]

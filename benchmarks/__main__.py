"""`make bench`, or `python -m benchmarks --help`: what this machine can do, and what Evergrow does on it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import (
    advancing,
    cohorts,
    conforming,
    following,
    funnels,
    history,
    importing,
    mailing,
    membership,
    pages,
    predicting,
    reacting,
    recommending,
    recomputing,
    sending,
    valuing,
)
from benchmarks.figures import Line, show, write
from benchmarks.machine import described

PARTS = (
    "send",
    "import",
    "recompute",
    "pages",
    "segments",
    "cohorts",
    "funnel",
    "paths",
    "conformance",
    "mail",
    "react",
    "journeys",
    "predictions",
    "value",
    "recommendations",
)


def main() -> None:
    asked = _asked()
    console = Console(width=150, highlight=False)
    console.print(f"[bold]{described()}[/bold]\n")
    tables: dict[str, tuple[str, list[Line]]] = {}
    with tempfile.TemporaryDirectory(prefix="evergrow-bench-") as name:
        folder, big = Path(name), asked.history or Path(name) / "history"
        parts: dict[str, tuple[str, Callable[[], list[Line]]]] = {
            "send": (f"{asked.sent:,} events over HTTP", lambda: sending.measure(folder, asked.sent)),
            "import": (f"A file of {asked.lines:,} lines", lambda: importing.measure(folder, asked.lines)),
            "recompute": ("Everything anew", lambda: recomputing.measure(big)),
            "pages": ("Pages at that size", lambda: pages.measure(big)),
            "cohorts": ("Cohorts at that size", lambda: cohorts.measure(big, folder)),
            "funnel": ("A funnel at that size", lambda: funnels.measure(big, folder)),
            "paths": ("Paths at that size", lambda: following.measure(big, folder)),
            "conformance": (
                f"{asked.walks:,} walks on the map",
                lambda: conforming.measure(folder, asked.walks),
            ),
            "react": ("Answers to what customers do", lambda: reacting.measure(folder)),
            "mail": (f"{asked.mails:,} mails of 3 kB by SMTP", lambda: mailing.measure(folder, asked.mails)),
            "segments": ("Live segments at that size", lambda: membership.measure(big)),
            "journeys": (
                f"A mixed journey with {asked.positions:,} positions due",
                lambda: advancing.measure(folder, asked.positions),
            ),
            "recommendations": (
                f"Recommendations, and {asked.order_lines:,} lines of orders",
                lambda: recommending.measure(folder, asked.order_lines, asked.shared),
            ),
            "predictions": ("Predictions at that size", lambda: predicting.measure(big, folder)),
            "value": ("Customer value", lambda: valuing.measure(folder, asked.customers)),
        }
        for part in asked.only or PARTS:
            title, measure = parts[part]
            if part in ("recompute", "pages", "segments", "predictions", "cohorts", "funnel", "paths"):
                history.make_history(big, asked.events, console)
            tables[part] = title, measure()
            show(*tables[part], console)
    if asked.write:
        write(tables, PARTS, described(), datetime.now(UTC))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--events",
        type=int,
        default=10_000_000,
        help="events of the history (recompute, pages, segments, predictions, cohorts, funnel, paths)",
    )
    parser.add_argument("--sent", type=int, default=1_000_000, help="events sent over HTTP")
    parser.add_argument("--lines", type=int, default=541_909, help="lines of the imported file")
    parser.add_argument("--mails", type=int, default=20_000, help="mails sent to one SMTP server")
    parser.add_argument("--positions", type=int, default=1_000_000, help="positions due at once (journeys)")
    parser.add_argument("--walks", type=int, default=500_000, help="walks held against the map (conformance)")
    parser.add_argument("--customers", type=int, default=1_000_000, help="customers whose value is computed")
    parser.add_argument(
        "--order-lines", type=int, default=10_000_000, help="lines of orders (recommendations)"
    )
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path("../shared/data"),
        help="where retailrocket-10core is (recommendations)",
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this; may be repeated")
    parser.add_argument("--history", type=Path, help="keep the history here, and use it if it is there")
    parser.add_argument(
        "--write", action="store_true", help="write what was measured into benchmarks/results.md"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Make the demo's shop in a data directory, or finish making it.

Writes  `DIR/demo.json`, the plan, before anything else; then the shop's records through the log, as any
        source's would come.
Holds   a run that was killed is finished by the next: the plan makes the same records again, and the log
        tells how many of their portions it has.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from evergrow.cli.reach import Place, reach
from evergrow.ingest import Source, body_of, create_source, list_sources
from evergrow.kernel import iso, parse_instant, refuse
from evergrow.record.catalogue import keep_catalogue
from evergrow.record.spend import keep_spend
from evergrow.runtime.accounts import change_account
from evergrow.storage.log import Entry
from evergrow.storage.state import State
from evergrow.world import CURRENCY, Shop, WorldPlan, catalogue_rows, make_shop

SHOP_NAME: Final = "Hinoki & Leaf"
SHOP_URL: Final = "https://hinoki-leaf.example"
POSTAL_ADDRESS: Final = "12 Cedar Lane, Portland, OR 97205"
_PLAN_FILE: Final = "demo.json"
_ROWS: Final = 20_000  # records in one entry of the log
_ENTRIES: Final = 8  # entries in one commit
_LOOK_SECONDS: Final = 0.05


@dataclass(frozen=True)
class DemoShop:
    """A shop that stands in a data directory, and the key its site sends with."""

    data: Path
    plan: WorldPlan
    write_key: str


def make_demo(data: Path, customers: int | None, console: Console) -> DemoShop:
    """Return the shop in `data`; makes what is missing of it and shows how far it is.

    Raises:
        Refusal: `demo.other_data`, `demo.other_size` or `demo.running`.
    """
    plan = _plan_of(data, customers)
    with reach(data, create=True) as place:
        if place.workspace is None:
            raise refuse(
                "demo.running",
                "This demo is being served already.",
                where=str(data),
                next_step=f"Open {place.client.base_url} in a browser, or stop it first.",
            )
        source = _source(place.state)
        if not _is_made(data):
            started = time.monotonic()
            _fill(place, plan, source, console)
            _write_plan(data, plan, is_made=True)
            console.print(f"The shop was made in {time.monotonic() - started:.0f} s.", style="dim")
    return DemoShop(data, plan, source.write_key)


def _plan_of(data: Path, customers: int | None) -> WorldPlan:
    """The plan the directory was made by, or else a new one, which is noted in it."""
    if (data / _PLAN_FILE).exists():
        noted = _noted(data)
        plan = WorldPlan(**noted["plan"] | {"end": parse_instant(noted["plan"]["end"])})
        if customers is not None and customers != plan.customers:
            raise refuse(
                "demo.other_size",
                f"The demo here was made with {plan.customers:,} customers.",
                where=str(data),
                next_step="Leave --customers out, or make another demo with --data DIR.",
            )
        return plan
    if data.exists() and any(data.iterdir()):
        raise refuse(
            "demo.other_data",
            "This directory is not empty, and no demo made it.",
            where=str(data),
            next_step="Name an empty or new directory with --data DIR.",
        )
    plan = WorldPlan(end=datetime.now(UTC).replace(second=0, microsecond=0))
    plan = plan if customers is None else replace(plan, customers=customers)
    data.mkdir(parents=True, exist_ok=True)
    _write_plan(data, plan, is_made=False)
    return plan


def is_reaching(data: Path) -> bool:
    """Whether its mailbox is connected and its plays were launched."""
    return bool(_noted(data).get("is_reaching"))


def note_reaching(data: Path) -> None:
    """Note that they were."""
    _note(data, _noted(data) | {"is_reaching": True})


def _write_plan(data: Path, plan: WorldPlan, *, is_made: bool) -> None:
    _note(data, {"plan": asdict(plan) | {"end": iso(plan.end)}, "is_made": is_made})


def _is_made(data: Path) -> bool:
    return bool(_noted(data)["is_made"])


def _noted(data: Path) -> dict[str, Any]:
    return json.loads((data / _PLAN_FILE).read_text())


def _note(data: Path, noted: dict[str, Any]) -> None:
    fresh = data / f"{_PLAN_FILE}.new"
    fresh.write_text(json.dumps(noted))
    fresh.replace(data / _PLAN_FILE)


def _source(state: State) -> Source:
    """The source that the shop's records come from; made at the first run."""
    with state.transaction() as tx:
        known = [source for source in list_sources(tx) if source.kind == "demo"]
        return known[0] if known else create_source(tx, f"{SHOP_NAME} (demo site)", "demo", datetime.now(UTC))


def _fill(place: Place, plan: WorldPlan, source: Source, console: Console) -> None:
    account = replace(place.account, name=SHOP_NAME, currency=CURRENCY, postal_address=POSTAL_ADDRESS)
    change_account(place.state, account)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=console.quiet) as progress:
        imagining = progress.add_task(f"Imagining {plan.customers:,} people", total=None)
        shop = make_shop(plan)
        progress.update(imagining, total=1, completed=1)
        with place.state.transaction() as tx:
            keep_spend(tx, shop.spend)
            keep_catalogue(tx, catalogue_rows(CURRENCY), now=plan.end)
        _append(place, shop, source, progress)
        _take_in(place, progress)


def _append(place: Place, shop: Shop, source: Source, progress: Progress) -> None:
    """Put what the log lacks into it. Nothing else writes into a log before its shop is made."""
    portions = list(shop.batches(_ROWS))
    kept = place.log.last_position()
    writing = progress.add_task(f"Writing {shop.records.num_rows:,} events", total=len(portions))
    progress.update(writing, completed=kept)
    for first in range(kept, len(portions), _ENTRIES):
        some = portions[first : first + _ENTRIES]
        place.log.append_now(
            [
                Entry(source.id, "records", "demo", body_of(rows), rows["timestamp"][-1].as_py())
                for rows in some
            ]
        )
        progress.update(writing, advance=len(some))


def _take_in(place: Place, progress: Progress) -> None:
    """Wait until every customer stands in a stage."""
    assert place.workspace is not None
    last = place.log.last_position()
    following = progress.add_task("Following every customer", total=last + 1)
    while place.workspace.position() < last:
        progress.update(following, completed=place.workspace.taken_position())
        time.sleep(_LOOK_SECONDS)
    progress.update(following, completed=last + 1)

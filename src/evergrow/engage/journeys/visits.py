"""Where many went at once: the keys of those that passed the same steps when they were due, packed into pages.

A path that grows in its row makes the row longer with every move, and its page of the table split. So what thousands pass
alike is written here, eight or sixteen bytes each; what an entry passed otherwise stands in its own row.

Holds   a path is the two put together by time. No entry comes to steps at one moment by way of both: what it passes at once
        it passes in one slice, and all it does in a slice is written in one way.
Never   changes a page. They stay as long as the journey's entries do, and are read when somebody asks where a few of them went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import polars as pl
from sqlalchemy import insert, select

from evergrow.engage.journeys.spec import aware
from evergrow.engage.journeys.tables import visits
from evergrow.storage.state import Tx

_KEYS_IN_A_PAGE: Final = 1_000
"""Sorted, so that a page is about a part of all keys only: of another part it is not read."""
_NUMBERS: Final = "<i8"


def note_visits(tx: Tx, journey: str, rows: pl.DataFrame, passed: str) -> None:
    """Write down that entries (`entry_key`) came to these steps, a space between, when they were due (`stood_due`)."""
    ordered = rows.select("entry_key", "stood_due").sort("entry_key")
    pages = [_page(journey, passed, some) for some in ordered.iter_slices(_KEYS_IN_A_PAGE)]
    tx.run(insert(visits), pages)


def _page(journey: str, passed: str, rows: pl.DataFrame) -> dict[str, Any]:
    keys, due = rows["entry_key"], rows["stood_due"]
    earliest, latest = due.min(), due.max()
    assert isinstance(latest, datetime)
    moments = due.head(1) if earliest == latest else due
    return {
        "journey": journey,
        "last_at": aware(latest),
        "key_from": keys[0],
        "key_to": keys[-1],
        "passed": passed,
        "moments": _packed(moments.dt.epoch("us")),
        "entry_keys": _packed(keys),
    }


def _packed(numbers: pl.Series) -> bytes:
    return numbers.to_numpy().astype(_NUMBERS).tobytes()


def whole_paths(
    tx: Tx, journey: str, own: Mapping[int, str], *, since: datetime | None = None
) -> dict[int, str]:
    """The paths of entries, by their keys.

    Args:
        tx: Where the pages are.
        journey: Whose entries they are.
        own: What stands of each path in the entry's own row.
        since: None of them came in before.
    """
    found: dict[int, list[str]] = {}
    for key, visit in _visits(tx, journey, sorted(own), since):
        found.setdefault(key, []).append(visit)
    return {key: _in_order(path, found[key]) if key in found else path for key, path in own.items()}


def _visits(tx: Tx, journey: str, keys: Sequence[int], since: datetime | None) -> Iterator[tuple[int, str]]:
    """Each of these keys, ascending, with what a page says of it, as a piece of a path."""
    if not keys:
        return
    asked = [visits.c.journey == journey, visits.c.key_from <= keys[-1], visits.c.key_to >= keys[0]]
    if since is not None:
        asked.append(visits.c.last_at >= since)
    wanted = np.array(keys, _NUMBERS)
    names = ("passed", "moments", "entry_keys")
    for page in tx.rows(select(*(visits.c[name] for name in names)).where(*asked).order_by(visits.c.number)):
        held = np.frombuffer(page["entry_keys"], _NUMBERS)
        moments = np.frombuffer(page["moments"], _NUMBERS)
        places = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        for place in places[held[places] == wanted].tolist():
            at = moments[place if len(moments) > 1 else 0]
            yield int(held[place]), " ".join(f"{step}@{at}" for step in page["passed"].split())


def _in_order(own: str, paged: Sequence[str]) -> str:
    every = [visit for piece in (own, *paged) for visit in piece.split()]
    return " ".join(sorted(every, key=lambda visit: int(visit.rpartition("@")[2])))

"""Write an audience as the CSV that a platform's own page takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal

from evergrow.deliver.audiences import google, meta
from evergrow.deliver.audiences.spec import Person

Platform = Literal["google", "meta"]
PLATFORMS: Final[dict[Platform, tuple[Sequence[str], Callable[[Person], Sequence[str] | None]]]] = {
    "google": (google.HEADER, google.google_row),
    "meta": (meta.HEADER, meta.meta_row),
}


def audience_csv(people: Iterable[Person], platform: Platform, *, piece: int = 1_000) -> Iterator[str]:
    """The file in pieces. Whom the platform could not know by anything is left out."""
    header, row_of = PLATFORMS[platform]
    rows: list[Sequence[str]] = [header]
    for person in people:
        row = row_of(person)
        if row is not None:
            rows.append(row)
        if len(rows) >= piece:
            yield _written(rows)
            rows = []
    if rows:
        yield _written(rows)


def _written(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()

"""Put neighboring ranges together until each holds enough customers, and seldom words with the rest."""

# The functions of `pyarrow.compute` are made when it is imported; a checker does not see them.
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evergrow.measure.predictions.catalogue import NONE, Fact, OwnFact
from evergrow.measure.predictions.spec import FactRange

Places = NDArray[np.int16]
_FEWEST: Final = 40  # customers in a group
_SMALLEST: Final = 0.01  # of all
_MOST_WORDS: Final = 8


@dataclass(frozen=True)
class Binning:
    """The groups of a fact: by its place, or by its word."""

    fact: Fact | OwnFact
    ranges: tuple[FactRange, ...]
    group_of_place: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    def groups(self, column: pa.ChunkedArray) -> Places:
        """The group of every row."""
        if self.group_of_place:
            places = column.to_numpy().astype(np.int64)
            return np.array(self.group_of_place, dtype=np.int16)[places]
        rest = len(self.words)
        found = pc.index_in(column, value_set=pa.array(self.words, pa.string()))
        unknown = pc.if_else(pc.is_null(column), min(rest + 1, len(self.ranges) - 1), rest)
        return pc.coalesce(found, unknown).to_numpy().astype(np.int16)


def binning(fact: Fact | OwnFact, column: pa.ChunkedArray, customers: NDArray[np.float64]) -> Binning:
    """The groups by what was seen in the period learned from."""
    fewest = max(_FEWEST, _SMALLEST * customers.sum())
    if isinstance(fact, Fact) and fact.kind == "word":
        return _of_words(fact, column, customers, fewest)
    counts = np.bincount(column.to_numpy().astype(np.int64), customers, len(fact.edges) + 2)
    groups = _neighbors(counts[1:].tolist(), fewest)
    lowest = int(np.flatnonzero(counts[1:])[0]) if counts[1:].any() else 0
    ranges = [_range(fact.edges, max(first, min(lowest, last)), last) for first, last in groups]
    group_of = [group for group, (first, last) in enumerate(groups) for _ in range(first, last + 1)]
    if counts[NONE] >= fewest:
        ranges.append(FactRange(is_unknown=True))
        unknown = len(ranges) - 1
    else:
        unknown = max(
            range(len(groups)), key=lambda each: counts[1:][groups[each][0] : groups[each][1] + 1].sum()
        )
    return Binning(fact, tuple(ranges), group_of_place=(unknown, *group_of))


def _neighbors(counts: Sequence[float], fewest: float) -> list[tuple[int, int]]:
    """First and last place of each group, in order; each with enough, or one group of all."""
    groups: list[tuple[int, int]] = []
    first, held = 0, 0.0
    for place, count in enumerate(counts):
        held += count
        if held >= fewest:
            groups.append((first, place))
            first, held = place + 1, 0.0
    if not groups:
        return [(0, len(counts) - 1)]
    if first < len(counts):
        groups[-1] = (groups[-1][0], len(counts) - 1)
    return groups


def _range(edges: Sequence[float], first: int, last: int) -> FactRange:
    return FactRange(
        low=float(edges[first - 1]) if first else None,
        high=float(edges[last]) if last < len(edges) else None,
    )


def _of_words(fact: Fact, column: pa.ChunkedArray, customers: NDArray[np.float64], fewest: float) -> Binning:
    """The words most seen; then the rest, and those of whom there is none."""
    counted = pa.table({"word": column, "n": customers}).group_by("word").aggregate([("n", "sum")])
    rows = sorted(counted.to_pylist(), key=lambda row: (-row["n_sum"], row["word"] or ""))
    words = tuple(row["word"] for row in rows if row["word"] is not None and row["n_sum"] >= fewest)[
        :_MOST_WORDS
    ]
    unknown = sum(row["n_sum"] for row in rows if row["word"] is None)
    ranges = [*(FactRange(word=word) for word in words), FactRange(is_rest=True)]
    if unknown >= fewest:
        ranges.append(FactRange(is_unknown=True))
    return Binning(fact, tuple(ranges), words=words)

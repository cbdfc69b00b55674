"""Grouped ways as arrays: which label at which step of which way, and what each way brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evergrow.measure.attribution.paths import PLACE, STEP
from evergrow.storage.warehouse import Given, as_rows

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
SHARED = ("conversions", "value_micros", "newcomers")
"""What `paths` tells of each way, and models share out."""


@dataclass(frozen=True)
class Ways:
    """Distinct ways to a conversion, each with how often it was gone.

    Attributes:
        labels: What credit is given to; a step is an index into these.
        steps: The labels of all ways, one after the other.
        starts: Where each way begins in `steps`, and at the end their length.
        conversions: Of each way.
        brought: One column for each thing that is shared out (conversions first), one row a way.
        nulls: How often the way led nowhere.
    """

    labels: tuple[str, ...]
    steps: Whole
    starts: Whole
    brought: Floats
    nulls: Floats

    @classmethod
    def of(cls, table: Given, shared: Sequence[str] = SHARED) -> Ways:
        """From the rows of `paths`; an Ibis table, or any that speaks Arrow."""
        return cls._made(as_rows(table, "path", *shared, what="ways"), STEP, shared, skip=PLACE)

    @classmethod
    def of_texts(
        cls, table: Given, *, between: str = " > ", shared: Sequence[str] = ("conversions",)
    ) -> Ways:
        """From rows of your own: `path` ("search > email"), the columns `shared`, and `nulls` where there are any."""
        return cls._made(as_rows(table, "path", *shared, what="ways"), between, shared, skip=0)

    @classmethod
    def _made(cls, table: pa.Table, between: str, shared: Sequence[str], *, skip: int) -> Ways:
        split = pc.call_function("split_pattern", [table["path"]], pc.SplitPatternOptions(between))
        lists = split.combine_chunks()
        steps = lists.flatten() if len(lists) else pa.array([], pa.string())
        if skip:
            steps = pc.call_function("utf8_slice_codeunits", [steps], pc.SliceOptions(skip))
        coded = pc.call_function("dictionary_encode", [steps])
        lengths = pc.call_function("list_value_length", [lists]).to_numpy(zero_copy_only=False)
        names = coded.dictionary.to_pylist()
        order = np.argsort(np.array(names, dtype=object)) if names else np.array([], dtype=np.int64)
        place = np.empty(len(names), dtype=np.int64)
        place[order] = np.arange(len(names))
        codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        nothing = np.zeros(table.num_rows)
        columns = [_numbers(table, name) for name in shared]
        return cls(
            labels=tuple(sorted(names)),
            steps=place[codes] if len(codes) else codes,
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            brought=np.stack(columns, axis=1) if columns else nothing[:, None],
            nulls=_numbers(table, "nulls") if "nulls" in table.column_names else nothing,
        )

    @property
    def lengths(self) -> Whole:
        """Steps of each way."""
        return np.diff(self.starts)

    @property
    def way_of_step(self) -> Whole:
        """To which way each step belongs."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def pairs(self) -> tuple[Whole, Whole, Whole]:
        """Each label of each way once: the way, the label, and for every step which of these it belongs to."""
        count = max(len(self.labels), 1)
        pairs, place = np.unique(self.way_of_step * count + self.steps, return_inverse=True)
        return pairs // count, pairs % count, place

    @property
    def total(self) -> Floats:
        """What all ways brought together."""
        return self.brought.sum(axis=0)


def _numbers(table: pa.Table, name: str) -> Floats:
    return table[name].fill_null(0).to_numpy().astype(np.float64)

"""Half a million walks held against the map, beside pm4py on a sample of them that it can finish."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import peers
from benchmarks.figures import Line, best, seconds, times
from benchmarks.history import END
from evergrow.definitions.maps import read_map, shipped_map
from evergrow.measure.conformance import DesignedMap, align, stage_walks, stages_of
from evergrow.storage.warehouse import Compiled, Warehouse

BEGINNING: Final = datetime(2025, 1, 1, tzinfo=UTC)
SAMPLE: Final = 20_000
LONGEST: Final = 14
STRAY: Final = 0.06
"""How often a walk takes a step that the map does not draw."""
SQL: Final = """select walk, count(*) as customers from (
    select string_agg(stage, '>' order by entered_at) as walk from stays where entered_at < timestamp '{end}' group by customer_key
) group by walk""".format(end=END.strftime("%Y-%m-%d"))
Costs = Counter[int]


def measure(folder: Path, walks: int) -> list[Line]:
    """Ours and theirs on the same walks, and ours on all of them."""
    designed = DesignedMap.of(read_map(shipped_map("shop")))
    stays = made(designed, walks)
    sample = stays.filter(pa.array(stays["customer_key"].to_numpy() < SAMPLE))
    theirs = _by_peer(folder, sample, designed)
    with Warehouse().transaction() as tx:
        schema = ibis.Schema.from_pyarrow(stays.schema)
        for name, rows in (("given", stays), ("few", sample)):
            tx.bind(name, rows)
        tx.keep("stays", ibis.table(schema, name="given"))
        tx.keep("some", ibis.table(schema, name="few"))

        def ours(name: str) -> tuple[Costs, int]:
            align.cache_clear()
            table = ibis.table(schema, name=name)
            walked = stage_walks(table, END)
            rows = tx.fetch(walked.group_by("walk").agg(customers=walked.count())).to_pylist()
            costs: Costs = Counter()
            for row in rows:
                costs[align(stages_of(row["walk"]), designed).cost] += row["customers"]
            return costs, len(rows)

        few, (found, _) = best(lambda: ours("some"))
        whole, (costs, variants) = best(lambda: ours("stays"))
        by_hand, _ = best(lambda: tx.fetch(Compiled(SQL)).to_pylist())
    if found != theirs[1]:
        raise RuntimeError(f"the costs do not agree: {found}, {theirs[1]}")
    kept = costs[0] / walks
    return [
        Line(what=f"{walks:,} walks, {variants:,} distinct; {kept:.0%} keep to the map", figure=""),
        Line(
            what=f"optimal alignments of {SAMPLE:,} walks, the same costs",
            figure=seconds(few),
            aim="20 times",
            beside=f"pm4py: {seconds(theirs[0])}",
            ratio=times(few, theirs[0]),
        ),
        Line(what=f"of all {walks:,}", figure=seconds(whole)),
        Line(
            what="",
            figure="",
            aim="1.5 x SQL",
            beside=f"DuckDB SQL by hand for the distinct walks alone: {seconds(by_hand)}",
            ratio=times(whole, by_hand),
        ),
    ]


def made(designed: DesignedMap, walks: int) -> pa.Table:
    """Stays of customers who mostly take ways that are drawn: `customer_key`, `stage`, `entered_at`."""
    random = np.random.default_rng(1)
    place = {stage: number for number, stage in enumerate(designed.stages)}
    ways = np.full((len(place), 6), -1)
    for stage, number in place.items():
        after = [place[other] for source, other in sorted(designed.ways) if source == stage]
        ways[number, : len(after)] = after
    counts = (ways >= 0).sum(axis=1)
    here, keys = np.zeros(walks, dtype=np.int64), np.arange(walks)
    found = [(keys, here, np.zeros(walks, dtype=np.int64))]
    for step in range(1, LONGEST):
        goes_on = (random.random(len(keys)) < 0.72) & (counts[here] > 0)
        keys, here = keys[goes_on], here[goes_on]
        drawn = ways[here, (random.random(len(here)) * counts[here]).astype(int)]
        stray = (here + 1 + random.integers(0, len(place) - 1, len(here))) % len(place)
        here = np.where(random.random(len(here)) < STRAY, stray, drawn)
        found.append((keys, here, np.full(len(keys), step)))
    key, stage, step = (np.concatenate(column) for column in zip(*found, strict=True))
    mixed = random.permutation(len(key))
    day = (np.datetime64(BEGINNING.replace(tzinfo=None), "us") + step.astype("timedelta64[D]"))[mixed]
    names = np.array(designed.stages)[stage[mixed]]
    return pa.table({"customer_key": key[mixed], "stage": names, "entered_at": day})


def _by_peer(folder: Path, sample: pa.Table, designed: DesignedMap) -> tuple[float, Costs]:
    walks, model = folder / "walks.parquet", folder / "map.json"
    case = sample["customer_key"].cast(pa.string())
    pq.write_table(pa.table({"case": case, "activity": sample["stage"], "at": sample["entered_at"]}), walks)
    told = {"stages": designed.stages, "starts": designed.starts, "ways": sorted(designed.ways)}
    model.write_text(json.dumps(told))
    found = peers.run("pm4py_alignments", walks, model)
    return found["seconds"], Counter({int(cost): count for cost, count in found["costs"].items()})

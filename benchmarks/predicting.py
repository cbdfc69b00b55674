"""Who will order again, at the size of the history: facts, fit and score, beside scikit-learn on the same facts."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import peers
from benchmarks.figures import Line, seconds, times
from benchmarks.history import END
from evergrow.measure.predictions import FACTS, alike, origins, predict
from evergrow.measure.predictions.fit import Rows, groups_in
from evergrow.measure.predictions.judged import area_under_curve
from evergrow.measure.predictions.ranges import binning
from evergrow.measure.predictions.scorecard import fit_scorecard
from evergrow.measure.predictions.targets import stages_of, targets_of
from evergrow.runtime import Settings, Workspace, open_workspace

AHEAD: Final = timedelta(days=30)
MODEL: Final = "next_purchase"


def measure(data: Path, folder: Path) -> list[Line]:
    """All of a night's work; and one fit and score, ours and theirs, from the same facts in memory."""
    workspace = open_workspace(Settings(data=data))
    try:
        began = time.perf_counter()
        kept = predict(workspace.measured(), workspace.map, END)
        whole = time.perf_counter() - began
        learned, later = (_rows(workspace, number) for number in (2, 1))
    finally:
        workspace.close()
    files = [folder / "learned.parquet", folder / "later.parquet"]
    for rows, file in zip((learned, later), files, strict=True):
        pq.write_table(_one_by_one(rows), file)
    ours, area = _fit(learned, later)
    theirs = peers.run("sklearn_logistic", *files)
    foretold = sum(int(model.customers.value or 0) for model in kept.report.models)
    return [
        Line(what=f"{foretold:,} probabilities of 4 models kept", figure=seconds(whole)),
        Line(
            what=f"fit on {int(learned.customers.sum()):,} customers, score of {int(later.customers.sum()):,}",
            figure=seconds(ours),
            beside=f"scikit-learn LogisticRegression: {seconds(theirs['all'])}",
            ratio=times(ours, theirs["all"]),
        ),
        Line(
            what="area under the curve, a period later",
            figure=f"{area:.4f}",
            beside=f"scikit-learn: {theirs['auc']:.4f}",
        ),
    ]


def _rows(workspace: Workspace, number: int) -> Rows:
    """Customers by their facts so many periods ago, and how many ordered in the period after."""
    source, stages = workspace.measured(), stages_of(workspace.map)
    target = next(each for each in targets_of(stages) if each.model == MODEL)
    at = END - number * AHEAD
    came = source.columns(origins, source.events, source.customers, END)
    given = (source.events, source.orders, source.stays, source.customers, at, [at + AHEAD] * 3, came)
    table = source.columns(alike, *given, zone=source.zone, paying=stages.paying, tiers=stages.tiers)
    return Rows.of(table, target, at, at + AHEAD)


def _one_by_one(rows: Rows) -> pa.Table:
    """A row a customer, as an analyst would have them: the place or word of each fact, and whether they ordered."""
    people, did = rows.customers.astype(np.int64), rows.positives.astype(np.int64)
    counts = np.stack([did, people - did], axis=1).ravel()
    places = np.repeat(np.arange(len(people)).repeat(2), counts)
    table = rows.table.select([fact.key for fact in FACTS]).take(pa.array(places))
    return table.append_column("did", pa.array(np.repeat(np.tile([1, 0], len(people)), counts)))


def _fit(learned: Rows, later: Rows) -> tuple[float, float]:
    """Seconds of the fit and the score, and the area under the curve."""
    began = time.perf_counter()
    cut = [binning(fact, learned.table[fact.key], learned.customers) for fact in FACTS]
    groups = [each.groups(learned.table[each.fact.key]) for each in cut]
    card = fit_scorecard(cut, groups, learned.customers, learned.positives)
    score = card.score(groups_in(card, later.table))
    took = time.perf_counter() - began
    return took, area_under_curve(score, later.customers, later.positives).value

"""Recommendations beside implicit: what lists of 20 recall on a fixed split, and how soon they are served; and what is
bought together on 10 million lines beside implicit and mlxtend.

The split of retailrocket-10core is by a hash of customer and product (its file tells no times): a fifth is held out. Our
shape and the peers' settings were chosen on a second fifth of the rest, the validation cut, and our factors on others like
it (docs/explanation/recommendations.md), never on what is held out.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import sparse

from benchmarks import peers
from benchmarks.figures import Line, best, seconds, times
from evergrow.kernel import Unavailable, bucket
from evergrow.measure import recommendations
from evergrow.measure.recommendations import Baskets, Interests
from evergrow.measure.recommendations.interests import WEIGHTS

FILES: Final = {
    "view_ecommerce.dat": "looked at",
    "add_to_cart_ecommerce.dat": "added",
    "purchase_ecommerce.dat": "bought",
}
HELD_OUT, VALIDATION = 0.2, 0.2
PRODUCTS, A_BASKET, COMPANIONS = 5_000, 3.0, 400
SUPPORT, CONFIDENCE = 0.0002, 0.1
MLXTEND_BASKETS, MLXTEND_SUPPORT = 5_000, 0.002


def measure(folder: Path, lines: int, shared: Path) -> list[Line]:
    """Recall where the data are at hand, and what is bought together."""
    found = []
    data = shared / "retailrocket-10core"
    if data.is_dir():
        found += _recall(folder, data)
    else:
        found.append(Line(what=f"recall: skipped, no {data}", figure=""))
    return found + _together(folder, lines)


def split(data: Path, *, is_validation: bool = False) -> tuple[pa.Table, pa.Table]:
    """What is given (`customer`, `item`, `weight`) and what is held out (`customer`, `item`), numbers as in the files."""
    strongest: dict[tuple[int, int], float] = {}
    for name, deed in FILES.items():
        for line in (data / name).read_text().splitlines()[1:]:
            customer, item, _ = line.split("\t")
            pair = int(customer), int(item)
            strongest[pair] = max(strongest.get(pair, 0.0), WEIGHTS[deed])
    pairs = sorted(strongest)
    held = [pair for pair in pairs if _is_held("test", pair, HELD_OUT)]
    given = [pair for pair in pairs if not _is_held("test", pair, HELD_OUT)]
    if is_validation:
        held = [pair for pair in given if _is_held("validation", pair, VALIDATION)]
        given = [pair for pair in given if not _is_held("validation", pair, VALIDATION)]
    known = {customer for customer, _ in given}
    return (
        _table(given, [strongest[pair] for pair in given]),
        _table([pair for pair in held if pair[0] in known]),
    )


def _is_held(salt: str, pair: tuple[int, int], share: float) -> bool:
    return bucket(salt, f"{pair[0]}/{pair[1]}") < share


def _table(pairs: list[tuple[int, int]], weights: list[float] | None = None) -> pa.Table:
    columns = {"customer": [pair[0] for pair in pairs], "item": [pair[1] for pair in pairs]}
    return pa.table(columns | ({} if weights is None else {"weight": weights}))


def _recall(folder: Path, data: Path) -> list[Line]:
    given, held = split(data)
    files = folder / "given.parquet", folder / "held.parquet"
    for file, table in zip(files, (given, held), strict=True):
        pq.write_table(table, file)
    began = time.perf_counter()
    ours = ours_on(given, held)
    took = time.perf_counter() - began
    theirs = peers.run("implicit_items", *files)
    best = max(theirs, key=lambda name: theirs[name]["recall"])
    mine = ours["for_you"]
    spread = _spread(mine.recalls)
    apart = mine.recalls - np.array(theirs[best]["recalls"])
    products = len(set(given["item"].to_pylist()))
    return [
        Line(what=f"{given.num_rows:,} interests, {len(mine.recalls):,} customers asked about", figure=""),
        *(
            Line(
                what="recall@20, for you" if name == best else "",
                figure=f"{mine.recall:.4f} ± {spread:.4f}" if name == best else "",
                aim="the best of them" if name == best else "",
                beside=f"implicit, {name}: {one['recall']:.4f}",
                ratio=f"{mine.recall / one['recall']:.2f} x",
            )
            for name, one in sorted(theirs.items(), key=lambda each: -each[1]["recall"])
        ),
        Line(
            what="customer by customer, against the best of them",
            figure=f"{apart.mean():+.4f} ± {_spread(apart):.4f}",
            beside="told apart" if abs(apart.mean()) > _spread(apart) else "not to be told apart",
        ),
        Line(
            what="",
            figure="",
            beside=f"popular: {ours['popular'].recall:.4f}",
            ratio=f"{mine.recall / ours['popular'].recall:.2f} x",
        ),
        Line(
            what="coverage of the products",
            figure=f"{mine.shown / products:.1%}",
            beside=f"implicit, {best}: {theirs[best]['coverage']:.1%}",
        ),
        Line(
            what="fit and lists for all of them",
            figure=seconds(took),
            beside=f"implicit, {best}: {seconds(theirs[best]['all'])}",
            ratio=times(took, theirs[best]["all"]),
        ),
    ]


def _spread(each: np.ndarray) -> float:
    """Half of the 95 % interval of a mean."""
    return 1.96 * float(each.std(ddof=1)) / len(each) ** 0.5


def ours_on(given: pa.Table, held: pa.Table) -> dict[str, recommendations.Evaluated]:
    """Lists of 20 of everybody who has something held out, held against it."""
    interests = Interests.of(
        pa.table(
            {
                "customer": given["customer"],
                "item": [f"{item:06d}" for item in given["item"].to_pylist()],
                "weight": given["weight"],
            }
        )
    )
    places = {name: place for place, name in enumerate(interests.items)}
    rows = {who: row for row, who in enumerate(interests.customers)}
    asked = sorted(set(held["customer"].to_pylist()))
    place_of = {who: place for place, who in enumerate(asked)}
    unseen: dict[int, int] = {}  # held out of everybody: nobody can list them, and they count all the same
    row, column = [], []
    for who, item in zip(held["customer"].to_pylist(), held["item"].to_pylist(), strict=True):
        name = f"{item:06d}"
        row.append(place_of[who])
        column.append(places[name] if name in places else len(places) + unseen.setdefault(item, len(unseen)))
    wanted = sparse.csr_array(
        (np.ones(len(row)), (row, column)), shape=(len(asked), len(places) + len(unseen))
    )
    return recommendations.evaluated(interests, np.array([rows[who] for who in asked]), wanted)


def made(lines: int) -> pa.Table:
    """Baskets of about three products each, by popularity; some products bring another along: `basket`, `item`."""
    random = np.random.default_rng(1)
    baskets = round(lines / A_BASKET)
    basket = np.repeat(np.arange(baskets), 1 + random.poisson(A_BASKET - 1.3, baskets))
    popularity = (1.0 + np.arange(PRODUCTS)) ** -0.8
    item = random.choice(PRODUCTS, len(basket), p=popularity / popularity.sum())
    brings = (item < COMPANIONS) & (random.random(len(basket)) < 0.2)
    pairs = np.concatenate(
        [basket * PRODUCTS + item, basket[brings] * PRODUCTS + (PRODUCTS - 1 - item[brings])]
    )
    kept = np.unique(pairs)
    return pa.table({"basket": kept // PRODUCTS, "item": kept % PRODUCTS})


def _together(folder: Path, lines: int) -> list[Line]:
    table = made(lines)
    file = folder / "baskets.parquet"
    pq.write_table(table, file)
    took, rules = best(lambda: _rules(table), runs=2)
    few = table.filter(pc.field("basket") < MLXTEND_BASKETS)
    took_few, rules_few = best(lambda: _rules(few, MLXTEND_SUPPORT), runs=2)
    near = peers.run("implicit_together", file)
    mlxtend = peers.run("mlxtend_together", file, str(MLXTEND_SUPPORT), str(CONFIDENCE), str(MLXTEND_BASKETS))
    if mlxtend["rules"] != rules_few:
        raise RuntimeError(f"not the same rules: {rules_few}, mlxtend {mlxtend['rules']}")
    return [
        Line(what=f"{table.num_rows:,} lines of {PRODUCTS:,} products, {rules:,} rules", figure=""),
        Line(
            what="bought together: lines to rules",
            figure=seconds(took),
            beside=f"implicit, cosine of all pairs, no rules: {seconds(near['all'])}",
            ratio=times(took, near["all"]),
        ),
        Line(
            what=f"of {few.num_rows:,} lines, {rules_few:,} rules",
            figure=seconds(took_few),
            aim="mlxtend / 20",
            beside=f"mlxtend, fpgrowth: {seconds(mlxtend['all'])}, the same rules",
            ratio=times(took_few, mlxtend["all"]),
        ),
    ]


def _rules(table: pa.Table, support: float = SUPPORT) -> int:
    baskets = Baskets.of(pa.table({"basket": table["basket"], "item": table["item"].cast(pa.string())}))
    sets = recommendations.frequent_sets(baskets, support)
    if isinstance(sets, Unavailable):
        raise RuntimeError(sets.reason)
    return len(recommendations.rules_of(sets, baskets.count, CONFIDENCE))

"""Spend: kept once for each day, channel, campaign and currency, whatever is told again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from evergrow.ingest.files import ImportOptions, read_spend
from evergrow.kernel import Refusal
from evergrow.record.spend import keep_spend, spend_known, spend_of
from evergrow.storage.state import State

GERMAN = """Datum;Plattform;Kampagne;Kosten;Währung
01.11.2026;Google Ads;Marke;1.234,50;EUR
02.11.2026;Google Ads;Marke;12,5;EUR
02.11.2026;Google Ads;Marke;7,5;
30.11.2026;Meta Ads;;99;EUR
"""


def read(tmp_path: Path, text: str, currency: str | None = "EUR") -> pa.Table:
    path = tmp_path / "spend.csv"
    path.write_text(text)
    return read_spend(path, "spend.csv", ImportOptions(kind="spend", currency=currency))


def test_a_file_as_a_german_shop_writes_it_is_kept_once_however_often_it_is_told(tmp_path: Path) -> None:
    rows = read(tmp_path, GERMAN)
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    replaced = []
    for _ in range(2):
        with state.transaction() as tx:
            replaced.append(keep_spend(tx, rows).replaced)
    with state.reading() as tx:
        november = spend_of(tx, "2026-11-02", "2026-11-30").to_pylist()
        known = {(one.channel, one.entries, one.amount_micros) for one in spend_known(tx)}
        nothing = spend_of(tx, "2027-01-01", "2027-01-31").num_rows
    state.close()

    assert replaced == [0, 3]
    assert nothing == 0
    assert {(row["channel"], row["campaign"], row["amount_micros"]) for row in november} == {
        ("Google Ads", "Marke", 20_000_000),
        ("Meta Ads", "", 99_000_000),
    }
    assert known == {("Google Ads", 2, 1_254_500_000), ("Meta Ads", 1, 99_000_000)}


def test_rows_that_cannot_be_read_are_all_named_with_their_lines_and_nothing_is_taken(tmp_path: Path) -> None:
    bad = "day,channel,amount\n2026-13-01,x,1\n2026-01-01,,2\n2026-01-01,x,abc\n2026-01-02,y,-5\n2026-01-03,z,1\n"
    with pytest.raises(Refusal) as refused:
        read(tmp_path, bad)
    assert [(problem.where, problem.what) for problem in refused.value.problems] == [
        ("spend.csv:2", "'2026-13-01' is not a day."),
        ("spend.csv:3", "The channel is missing."),
        ("spend.csv:4", "'abc' is not an amount."),
        ("spend.csv:5", "The amount is below 0."),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("day,channel,amount\n2026-01-01,x,1,9\n", "spend.unreadable_row"),
        ("day,channel,amount\n2026-01-01,x,1\n", "spend.unreadable_row"),  # in which currency?
        ("day,channel,amount\n", "file.no_rows"),
        ("day,amount\n2026-01-01,1\n", "import.missing_column"),
        ("", "file.empty"),
    ],
)
def test_a_file_that_tells_no_spend_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text, currency=None)
    assert refused.value.problems[0].code == code

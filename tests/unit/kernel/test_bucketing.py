"""The vectors of contracts/bucketing.json hold in Python, in SQL and in JavaScript."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import bucket

CONTRACT = Path(__file__).parents[3] / "contracts" / "bucketing.json"
VECTORS = [
    (row["salt"], row["key"], row["bucket"]) for row in json.loads(CONTRACT.read_text("utf-8"))["vectors"]
]
IN_JAVASCRIPT = """
const {createHash} = require('crypto');
const {vectors} = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
console.log(JSON.stringify(vectors.map(({salt, key}) =>
  parseInt(createHash('md5').update(salt + ':' + key).digest('hex').slice(0, 8), 16) / 2 ** 32)));
"""


@pytest.mark.parametrize(("salt", "key", "expected"), VECTORS)
def test_python_gives_the_bucket_of_the_contract(salt: str, key: str, expected: float) -> None:
    assert bucket(salt, key) == expected


def test_sql_gives_the_buckets_of_the_contract() -> None:
    with duckdb.connect() as connection:
        for salt, key, expected in VECTORS:
            row = connection.execute(
                "select ('0x' || md5(? || ':' || ?)[1:8])::bigint / 4294967296", [salt, key]
            ).fetchall()

            assert row == [(expected,)]


def test_javascript_gives_the_buckets_of_the_contract(node_path: str) -> None:
    said = subprocess.run(
        [node_path, "-e", IN_JAVASCRIPT, CONTRACT], capture_output=True, text=True, check=True
    )

    assert json.loads(said.stdout) == [expected for _, _, expected in VECTORS]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_bucket_is_a_share_and_never_one(salt: str, key: str) -> None:
    assert 0 <= bucket(salt, key) < 1


def test_buckets_are_even_and_independent_between_salts() -> None:
    count = 20_000
    first = [bucket("first", f"user:{i}") < 0.5 for i in range(count)]
    second = [bucket("second", f"user:{i}") < 0.5 for i in range(count)]
    both = sum(a and b for a, b in zip(first, second, strict=True))

    # Four standard errors of a share: half of the customers in each, a quarter in both.
    assert abs(sum(first) / count - 0.5) < 4 * (0.25 / count) ** 0.5
    assert abs(both / count - 0.25) < 4 * (0.1875 / count) ** 0.5


def test_the_digest_is_md5_of_salt_colon_key() -> None:
    digits = hashlib.md5(b"experiment-1:user:42", usedforsecurity=False).hexdigest()[:8]

    assert bucket("experiment-1", "user:42") == int(digits, 16) / 2**32

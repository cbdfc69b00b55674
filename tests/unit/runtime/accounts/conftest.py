from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.schema import CreateTable

from evergrow.runtime.accounts import tables
from evergrow.storage.state import State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """An empty state in a file, with the tables of accounts."""
    state = State.in_file(tmp_path / "state.sqlite")
    with state.transaction() as tx:
        for table in (tables.OPERATORS, tables.ACCOUNT, tables.SECRETS):
            tx.run(CreateTable(table))
    yield state
    state.close()

"""Migrations: they lead to exactly the tables that the code declares, on SQLite and on PostgreSQL."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

import evergrow.web.application  # noqa: F401  declares every table by importing every room
from evergrow.storage.state import METADATA, State


def test_migrations_lead_to_the_tables_the_code_declares(url: str) -> None:
    state = State(url)
    state.upgrade()
    state.upgrade()  # again changes nothing
    state.close()
    with create_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []

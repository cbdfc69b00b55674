"""Bring a database of state to the newest migration, in order, never skipping one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not had yet."""
    if _is_newest(engine):
        return
    from alembic import command  # takes as long to load as a whole report does
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_newest(engine: Engine) -> bool:
    """Whether the database had the last migration: a file is named by its revision, which counts up."""
    newest = max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    with engine.connect() as connection:
        if not inspect(connection).has_table(_TABLE):
            return False
        return connection.execute(text(f"select version_num from {_TABLE}")).scalars().all() == [newest]

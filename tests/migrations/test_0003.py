"""Data of the first release: what stood in an entry's row stands in `positions` after the upgrade."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text

from evergrow.engage import journeys
from evergrow.storage.state import METADATA, State
from evergrow.storage.state.migrate import MIGRATIONS

ARRIVED = "2026-06-01 11:30:00.000120"
DUE = "2026-06-01 12:00:00.999999"
PATH = "wait@1780313400000120 later@1780313400000120"


def test_entries_keep_where_they_stand_and_how_they_ended(url: str) -> None:
    engine = create_engine(url)
    _upgrade(engine, "0002")
    with engine.begin() as connection:
        for row in (_row(1, due_at=DUE), _row(2, due_at=None, ended_at=DUE, end_reason="goal", goal_at=DUE)):
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"insert into entries ({names}) values ({places})"), row)
    engine.dispose()

    state = State(url)
    state.upgrade()
    with state.reading() as tx:
        query = journeys.entries_as_they_stand().order_by(journeys.entries.c.entry_key)
        inside, over = tx.rows(query)
        (position,) = tx.rows(journeys.positions.select())
        (noted,) = tx.rows(METADATA.tables["calendar"].select())
    state.close()

    due = datetime(2026, 6, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    assert (inside["step"], inside["due_at"], inside["path"]) == ("later", due, PATH)
    assert inside["arrived_at"] == datetime(2026, 6, 1, 11, 30, 0, 120, tzinfo=UTC)
    assert (position["identity_key"], position["customer_id"], position["version"]) == (7, "user:7", 3)
    assert (noted["journey"], noted["second"], noted["held"]) == ("welcome", int(due.timestamp()), 1)
    assert noted["entry_keys"] == "[1]", "what falls due is found by it since the seventh"
    assert (over["step"], over["due_at"], over["path"]) == (None, None, PATH)
    assert (over["ended_at"], over["end_reason"], over["goal_at"]) == (due, "goal", due)


def _upgrade(engine: Engine, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _row(entry_key: int, **more: object) -> dict[str, object]:
    return {
        "entry_key": entry_key,
        "journey": "welcome",
        "version": 3,
        "identity_key": 7,
        "customer_id": "user:7",
        "key": "",
        "trigger": "{}",
        "entered_at": ARRIVED,
        "step": "later",
        "arrived_at": ARRIVED,
        "due_at": None,
        "ended_at": None,
        "end_reason": None,
        "goal_at": None,
        "path": PATH,
        **more,
    }

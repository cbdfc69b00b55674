"""Alembic's entry: runs the migrations on the connection that `migrate.upgrade` hands over."""

from typing import Any, Literal

from alembic import context

from evergrow.storage.state.columns import CountedInstant, Instant
from evergrow.storage.state.store import METADATA


def _as_kept(kind: str, column_type: Any, _context: Any) -> str | Literal[False]:
    """A migration names the type in the database, not ours: ours may change, a migration never does."""
    if kind == "type" and isinstance(column_type, CountedInstant):
        return "sa.BigInteger()"
    return "sa.DateTime()" if kind == "type" and isinstance(column_type, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=_as_kept,
)
with context.begin_transaction():
    context.run_migrations()

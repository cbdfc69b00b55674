"""What is due, by the second: keys of entries by the thousand in a row, where each had its place in an index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("entry_keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("calendar_by_second", "calendar", ["journey", "second"])
    _note_positions()
    op.drop_index("positions_due", table_name="positions")


def _note_positions() -> None:
    """Every entry that stands somewhere, by the second in which it falls due."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    listed = "json_group_array(entry_key)" if is_sqlite else "cast(json_agg(entry_key) as text)"
    second = "due_at / 1000000"
    op.execute(
        "insert into calendar (journey, second, held, entry_keys) "
        f"select journey, {second}, count(*), {listed} from positions group by journey, {second}"
    )

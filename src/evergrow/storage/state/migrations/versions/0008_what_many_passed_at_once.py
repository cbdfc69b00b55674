"""What many passed at once: pages of keys, where every path grew in its own row. Paths that stand there stay there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(length=40), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("key_from", sa.BigInteger(), nullable=False),
        sa.Column("key_to", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.Column("moments", sa.LargeBinary(), nullable=False),
        sa.Column("entry_keys", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("visits_by_journey", "visits", ["journey", "last_at"])

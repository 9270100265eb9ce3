"""Partition the journal by month.

The table as it is becomes the partition of every month until this one, so no row is copied; writers
wait while its new primary key is built (a second for a million rows).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_THIS_MONTH = """
    SELECT to_char(month, 'YYYY_MM'), month + interval '1 month'
    FROM date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') AS month
"""
_AFTER_THE_LAST = """
    SELECT setval(pg_get_serial_sequence('event', 'event_id'), last + 1, false)
    FROM (SELECT coalesce(max(event_id), 0) AS last FROM event) AS journal
"""


def upgrade() -> None:
    op.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
    month, after = op.get_bind().execute(sa.text(_THIS_MONTH)).one()
    until_now = f"event_{month}"
    op.execute("CREATE SCHEMA journal")
    op.execute("ALTER TABLE event ALTER event_id DROP IDENTITY, DROP CONSTRAINT event_pkey")
    op.execute("ALTER TABLE event SET SCHEMA journal")
    op.execute(f"ALTER TABLE journal.event RENAME TO {until_now}")
    op.execute(f"ALTER INDEX journal.event_case_id_idx RENAME TO {until_now}_case_id_idx")
    op.execute(f"ALTER TABLE journal.{until_now} ADD PRIMARY KEY (event_id, at)")
    op.execute(f"REVOKE ALL ON journal.{until_now} FROM travel_app")

    _create_event("event_id", "at", partition_by="RANGE (at)")
    op.execute(
        f"ALTER TABLE event ATTACH PARTITION journal.{until_now} "
        f"FOR VALUES FROM (MINVALUE) TO ('{after}+00')"
    )
    op.execute("CREATE TABLE journal.event_rest PARTITION OF event DEFAULT")
    op.execute(_AFTER_THE_LAST)


def downgrade() -> None:
    op.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
    op.execute("ALTER TABLE event SET SCHEMA journal")
    _create_event("event_id")
    op.execute("INSERT INTO event OVERRIDING SYSTEM VALUE SELECT * FROM journal.event")
    op.execute(_AFTER_THE_LAST)
    op.execute("DROP SCHEMA journal CASCADE")


def _create_event(*key: str, partition_by: str | None = None) -> None:
    op.create_table(
        "event",
        sa.Column("event_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("event_pkey")),
        postgresql_partition_by=partition_by,
    )
    op.create_index(op.f("event_case_id_idx"), "event", ["case_id"], unique=False)
    op.execute("GRANT SELECT, INSERT ON event TO travel_app")

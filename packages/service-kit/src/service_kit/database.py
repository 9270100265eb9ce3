"""The database engine, and the tables every service has in the same form."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    MetaData,
    Table,
    Text,
    Uuid,
    event,
    func,
    insert,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from service_kit.settings import ServiceSettings

_tracer = trace.get_tracer(__name__)

NAMES: Final = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}
"""How constraints are named, so that migrations can name them too."""

_NOW: Final = func.clock_timestamp()

_TIME_LIMITS: Final = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}


def create_engine(settings: ServiceSettings, *, pool_size: int | None = None) -> AsyncEngine:
    """Return an engine whose errors never show parameters and whose waits have an end."""
    engine = create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=pool_size or settings.database_pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"server_settings": _TIME_LIMITS},
    )
    _trace_statements(engine)
    return engine


def _trace_statements(engine: AsyncEngine) -> None:
    """Make a span of each statement inside a recorded trace: its first word, never its values."""

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def begin(_c: Any, _cursor: Any, sql: str, _values: Any, context: Any, _many: Any) -> None:
        if context is not None and trace.get_current_span().is_recording():
            name = sql.lstrip().partition(" ")[0].upper()
            context.helsesak_span = _tracer.start_span(f"SQL {name}", kind=SpanKind.CLIENT)

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def end(_c: Any, _cursor: Any, _sql: str, _values: Any, context: Any, _many: Any) -> None:
        span = getattr(context, "helsesak_span", None)
        if span is not None:
            span.end()

    @event.listens_for(engine.sync_engine, "handle_error")
    def fail(failure: ExceptionContext) -> None:
        span = getattr(failure.execution_context, "helsesak_span", None)
        if span is not None:
            span.set_attribute("error.type", type(failure.original_exception).__name__)
            span.set_status(StatusCode.ERROR)
            span.end()


def event_table(metadata: MetaData) -> Table:
    """Return the append-only journal: who did what to which case, when, under which rules.

    `details` holds ids, codes and versions only, never personal data. The application's database
    role may insert and read rows, not change or delete them. It is partitioned by month
    (`service_kit.months`), which PostgreSQL wants in the primary key; `event_id` alone is unique.
    """
    return Table(
        "event",
        metadata,
        Column("event_id", BigInteger, Identity(always=True), primary_key=True),
        Column("at", DateTime(timezone=True), primary_key=True, server_default=_NOW),
        Column("type", Text, nullable=False),
        Column("case_id", Uuid, nullable=False, index=True),
        Column("actor", Text, nullable=False),
        Column("details", JSONB, nullable=False),
        postgresql_partition_by="RANGE (at)",
    )


async def append_event(
    tx: AsyncConnection,
    events: Table,
    *,
    event_type: str,
    case_id: UUID,
    actor: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one row of the journal in the transaction of the change it tells of."""
    await tx.execute(
        insert(events).values(
            type=event_type, case_id=case_id, actor=actor, details=dict(details or {})
        )
    )

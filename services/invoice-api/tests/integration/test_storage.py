"""What the database itself keeps: nothing received is changed, and no number gets out."""

import json
import logging

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from invoice_api.storage.tables import metadata
from invoice_api.testing.ehf import ehf
from service_kit.telemetry import JsonFormatter
from service_kit.testing import synthetic_number

KEPT = ("attestation", "decision", "document", "event", "payment", "report", "assignment_review")


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
async def test_the_service_cannot_take_away_what_was_kept(service, table, statement):
    with pytest.raises(ProgrammingError):
        async with service.shell.engine.begin() as tx:
            await tx.execute(text(statement.format(table)))


@pytest.mark.parametrize("table", ["document", "decision", "event", "report"])
async def test_the_service_cannot_change_what_was_kept(service, table):
    column = "actor" if table == "event" else "invoice_id"
    change = text(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - names of our own
    with pytest.raises(ProgrammingError):
        async with service.shell.engine.begin() as tx:
            await tx.execute(change)


async def test_the_tables_are_those_of_the_migrations(database):
    engine = create_async_engine(database.owner_url, poolclass=NullPool)
    async with engine.connect() as connection:
        difference = await connection.run_sync(
            lambda plain: compare_metadata(MigrationContext.configure(plain), metadata)
        )
    await engine.dispose()
    assert difference == []


async def test_a_national_identity_number_stays_in_the_document(service, caplog):
    caplog.set_level(logging.DEBUG)
    number = synthetic_number(3)
    sent = await service.send(ehf(DocumentDescription=f"Gjelder {number}"))
    body = sent.json()
    rules = [finding["rule"] for finding in body["report"]["findings"]]
    assert "HK-PRIV-01" in rules
    assert number not in sent.text
    headers = service.organisation()
    for path in ("", "/decisions", "/responses"):
        got = await service.client.get(f"/v1/invoices/{body['invoice_id']}{path}", headers=headers)
        assert number not in got.text
    found = await service.client.post("/v1/invoices/searches", json={}, headers=headers)
    assert number not in found.text
    written = [JsonFormatter("invoice-api").format(record) for record in caplog.records]
    assert written
    assert not [line for line in written if number in line]
    async with service.shell.engine.connect() as connection:
        for table in ("event", "report", "decision", "outbox", "invoice"):
            query = text(f"SELECT to_jsonb(t) FROM {table} t")  # noqa: S608 - names of our own
            rows = (await connection.execute(query)).scalars()
            assert not [row for row in rows if number in json.dumps(row)]


async def test_an_auditor_reads_who_did_what_and_nobody_else_does(service):
    invoice_id = (await service.send(ehf())).json()["invoice_id"]
    auditor = service.staff("auditor", "suite:audit")
    for path in (f"/v1/invoices/{invoice_id}/events", "/v1/journal-entries"):
        got = await service.client.get(path, headers=auditor)
        assert [(entry["type"], entry["actor"]) for entry in got.json()["items"]] == [
            ("invoice.validate", "org:310987654"),
            ("invoice.wait", "system:invoice-api"),
        ]
        refused = await service.client.get(path, headers=service.organisation())
        assert refused.status_code == 403

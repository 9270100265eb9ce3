"""What docs/operations.md tells people to do can be done."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from local_stack.databases import SERVICES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
A_DEAD_LETTER = """
    INSERT INTO outbox (topic, key, payload, trace, attempts, dead_at, due_at)
    VALUES ('t', 'k', '{}', '{}', 12, now(), now() + interval '1 hour') RETURNING outbox_id
"""
TRIED_AGAIN = "SELECT dead_at IS NULL AND attempts = 0 AND due_at <= clock_timestamp() FROM outbox"


@pytest.mark.parametrize("service", SERVICES)
async def test_a_dead_letter_is_replayed_as_written(service, service_database):
    told = re.search(r"```sql\n(.+?)\n```", PAGE, re.DOTALL)
    owner = create_async_engine(service_database(service).owner_url)
    async with owner.begin() as tx:
        outbox_id = await tx.scalar(text(A_DEAD_LETTER))
        await tx.execute(text(told[1].replace("…", str(outbox_id))))

        assert await tx.scalar(text(TRIED_AGAIN)) is True
    await owner.dispose()


def test_targets_and_links_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z]+)", PAGE))
    links = [link for link in re.findall(r"\]\(([^)#]+)", PAGE) if "://" not in link]
    paths = re.findall(r"`((?:deploy|scripts|docs)/[\w./-]+)`", PAGE)

    assert {target for target in targets if f"\n{target}:" not in makefile} == set()
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_role_it_makes_is_one_that_migrations_grant_to():
    made = set(re.findall(r"CREATE ROLE (\w+)", PAGE))

    assert made == {"travel_owner", "travel_app"}
    for service in SERVICES:
        versions = ROOT / f"services/{service}-api/src/{service}_api/migrations/versions"
        assert any(f"{service}_app" in file.read_text("utf-8") for file in versions.glob("*.py"))

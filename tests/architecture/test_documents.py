"""What the documents point to is there, and what the code cites can be looked up."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in chain(
        ROOT.glob("*.md"),
        *(ROOT.glob(f"{top}/**/*.md") for top in ("deploy", "docs", "gateway", "services")),
    )
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CITATION = re.compile(r"docs/sources\.md#([a-z0-9-]+)")
CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return what can stand behind `#` in a link to `page`."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dangling(page: Path) -> list[str]:
    """Return the links of `page` that lead nowhere in this repository."""
    missing = []
    for target in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
        path, _, anchor = target.partition("#")
        if ":" in path:
            continue
        file = (page.parent / path) if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            missing.append(target)
    return missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page):
    assert dangling(page) == []


def test_every_source_that_code_cites_is_on_the_page_of_sources():
    files = chain(ROOT.glob("packages/*/src/**/*.py"), ROOT.glob("services/*/src/**/*.*"))
    texts = [f.read_text("utf-8") for f in files if f.suffix in {".py", ".typ", ".yaml"}]
    cited = {anchor for text in texts for anchor in CITATION.findall(text)}

    assert cited
    assert cited <= anchors(ROOT / "docs" / "sources.md")


def test_decisions_are_numbered_once_and_keep_their_shape():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]

    assert len(set(numbers)) == len(numbers)
    for record in records:
        assert "## Question" in record.read_text("utf-8"), record.name
        assert "## What follows" in record.read_text("utf-8"), record.name


def test_every_alert_points_to_what_to_do():
    alerts = ROOT / "deploy" / "observability" / "prometheus" / "alerts.yml"
    runbooks = re.findall(r"runbook: (\S+)", alerts.read_text("utf-8"))

    assert runbooks
    for runbook in runbooks:
        page, _, anchor = runbook.partition("#")
        assert anchor in anchors(ROOT / page), runbook

"""Every connector is told to people: a page of its own, a line in the README, a row of the seed, staging models that read it."""

from __future__ import annotations

import re

from ingestion.home import PROJECT_DIR
from ingestion.sources.exports import spec as specs

CONNECTORS = PROJECT_DIR / "docs" / "connectors"
STAGING = PROJECT_DIR / "dbt_project" / "models" / "staging"
PAGES = {"vauto": "vauto_api"}  # vAuto's stock list is a feed; the page is of its API


def test_each_has_a_page_that_says_how_sure_it_is_and_the_readme_leads_there() -> None:
    readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
    for system in specs.paths():
        page = PAGES.get(system, system)
        assert f"(docs/connectors/{page}.md)" in readme, system
        told = (CONNECTORS / f"{page}.md").read_text(encoding="utf-8").lower()
        assert "confidence" in told or "unverified" in told, system


def test_every_page_that_the_readme_names_is_there() -> None:
    readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
    pages = re.findall(r"\((docs/[\w/]+\.md)\)", readme)
    assert len(pages) > 20
    assert [page for page in pages if not (PROJECT_DIR / page).exists()] == []


def test_each_is_read_by_a_staging_model() -> None:
    models = "".join(path.read_text(encoding="utf-8") for path in STAGING.rglob("*.sql"))
    unread = [s for s in specs.paths() if not any(f"'{s}__{name}'" in models for name in specs.built_in(s).tables)]
    assert unread == []

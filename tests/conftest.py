"""What several rooms' tests share: one small group that went the whole way, and the dbt project as dbt reads it, once per run of the suite.

With several workers the first one that needs a thing makes it, the others wait.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
TOOLS = Path(sys.executable).parent
DBT_PROJECT = Path(__file__).parents[1] / "dbt_project"
# Tests that take most of a minute and more. Each worker begins with some of them: one that came last would keep one core busy alone.
LONGEST = (
    "test_in_batches_and_at_once", "test_real_inventory.py", "test_told_by_vendors.py", "test_when_the_clocks_change", "test_vendors_files",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first, the other long ones at the head of the second half, where the second worker begins."""
    long = [item for name in LONGEST for item in items if name in item.nodeid]
    short = [item for item in items if item not in set(long)]
    items[:] = [*long[:1], *short[: len(short) // 2], *long[1:], *short[len(short) // 2 :]]


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run of the suite share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up group of three stores and 48 days, run through the front door and published. Read it, do not change it."""
    home = of_the_run(tmp_path_factory) / "published_home"
    with FileLock(str(home) + ".lock"):
        if not (home / "publish" / "rooftop.duckdb").exists():
            from ingestion.sandbox import write_demo

            write_demo(home, size="tiny", as_of=AS_OF)
            command = [str(TOOLS / "rooftop"), "--home", str(home), "run", "--as-of", AS_OF.isoformat()]
            run = subprocess.run(command, capture_output=True, text=True)
            assert run.returncode == 0, run.stdout + run.stderr
    return home


@dataclass(frozen=True)
class DbtProject:
    """The project after `dbt parse`, without a database. `home` is the ROOFTOP_HOME it was parsed for: dbt reads its kept parse again only
    if that is the same."""

    home: Path
    target: Path

    @property
    def manifest(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads((self.target / "manifest.json").read_text(encoding="utf-8"))
        return parsed

    def command(self, *words: str, target: Path) -> list[str]:
        """The command line of a dbt call on the project."""
        folders = {"--project-dir": DBT_PROJECT, "--profiles-dir": DBT_PROJECT, "--target-path": target, "--log-path": target}
        return [str(TOOLS / "dbt"), *words, *(str(part) for pair in folders.items() for part in pair)]

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "ROOFTOP_HOME": str(self.home), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}


@pytest.fixture(scope="session")
def dbt_project(tmp_path_factory: pytest.TempPathFactory) -> DbtProject:
    """The dbt project, parsed. Read its target folder, copy it to write into it."""
    home = of_the_run(tmp_path_factory) / "dbt_home"
    project = DbtProject(home, home / "target")
    with FileLock(str(home) + ".lock"):
        if not (project.target / "semantic_manifest.json").exists():
            subprocess.run(project.command("--quiet", "parse", target=project.target), check=True, env=project.environment)
    return project

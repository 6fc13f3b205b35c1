"""One home in which the same two stores speak three times: as the canonical drop, as Elead and as VinSolutions. And one store of hand-made
records with what a simulated world does not do. Ingested in process, and built as far as the canonical leads, appointments and deals.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from ingestion.home import PROJECT_DIR, Home
from ingestion.run import ingest
from ingestion.sandbox.clock import instant
from ingestion.sandbox.emitters import canonical, crm_exports
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.places import SIZES, Size
from ingestion.sandbox.world import World
from tests.ingestion.crm.records import RECORDS, STORE

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
SIZE = "two stores for a month"
ENTITIES = (
    "stores", "agents", "customers", "leads", "lead_assignments", "lead_interactions", "appointments", "showroom_visits", "tasks", "deals",
    "inventory_units",
)  # fmt: skip
MODELS = [f"+can_{entity}" for entity in ENTITIES]


def lay(landing: Path, relative: str, content: Any) -> None:
    """A document as JSON, a list of records under a name that ends in .jsonl as lines, text as it is."""
    path = landing / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_text(content)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(record) + "\n" for record in content))
    else:
        path.write_text(json.dumps(content))


def build(root: Path) -> None:
    """Write, ingest, dbt."""
    SIZES[SIZE] = Size(stores=2, days=24, sessions_a_day=2.0)
    try:
        world = World(SIZE, 7, instant(AS_OF))
        world.run()
    finally:
        del SIZES[SIZE]
    home, diary = Home.at(root), Diary(world)
    canonical.write(world, home.landing)
    for folder in (home.landing / "canonical").iterdir():
        if folder.name not in ENTITIES:
            shutil.rmtree(folder)
    crm_exports.write_elead(diary, home.landing / "elead")
    crm_exports.write_vinsolutions(diary, home.landing / "vinsolutions")
    lay(home.landing, "canonical/stores/own.csv", STORE)
    for relative, content in RECORDS.items():
        lay(home.landing, relative, content)
    lay(home.config, "record_owners.csv", "entity,store_id,system\ndeals,S02,vinsolutions\n")
    report = ingest(home, as_of=AS_OF)
    assert not report.notes, report.notes
    folders = ["--project-dir", PROJECT_DIR / "dbt_project", "--profiles-dir", PROJECT_DIR / "dbt_project"]
    command = [Path(sys.executable).parent / "dbt", "build", "--quiet", "--resource-type", "seed", "--resource-type", "model"]
    done = subprocess.run(
        [*command, *folders, "--target-path", root / "target", "--log-path", root / "logs", "-s", *MODELS],
        env={**os.environ, "ROOFTOP_HOME": str(root), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only, with instants in UTC. With several workers the first one makes the home, the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "crm_home"
    with FileLock(str(root) + ".lock"):
        if not (root / "built").exists():
            build(root)
            (root / "built").touch()
    with duckdb.connect(str(root / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        yield con

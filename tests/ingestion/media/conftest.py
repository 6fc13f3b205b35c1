"""One home in which two stores of the simulated world are told by every platform, call provider and by GA4, and one store of hand-made
answers stands beside them. Ingested in process, and built as far as the canonical ad days, campaigns, calls and web events.
"""

from __future__ import annotations

import csv
import os
import pickle
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
from ingestion.sandbox.emitters import VENDORS, ads_exports
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row
from ingestion.sandbox.world import World
from tests.ingestion.media.records import OWNERS, RECORDS, STORE

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
STORES = ("S01", "S02")
BY_MICROSOFT = "S03"  # a store all of whose campaigns Microsoft tells
SYSTEMS = ("google_ads", "meta_ads", "microsoft_ads", "callrail", "marchex", "ga4")
TOLD = ("ad_performance", "campaigns", "calls", "web_events")


def lay(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def build(root: Path) -> None:
    """Write, ingest, dbt."""
    world = World("tiny", 7, instant(AS_OF))
    world.run()
    home, diary = Home.at(root), Diary(world)
    diary.codes = {store_id: codes for store_id, codes in diary.codes.items() if store_id in STORES}
    for system in SYSTEMS:
        VENDORS[system](diary, home.landing / system)
    alone = Diary(world)
    alone.codes = {BY_MICROSOFT: alone.codes[BY_MICROSOFT]}
    ads_exports.write_microsoft(alone, home.landing / "microsoft_ads", told=ads_exports.ALL)
    for entity in ("stores", "agents"):
        rows = [row for store_id in (*STORES, BY_MICROSOFT) for _, row in diary.rows(entity, store_id)]
        names = [n for n in rows[0] if not n.endswith(("_at", "_from", "_to"))]
        (home.landing / "canonical" / entity).mkdir(parents=True)
        with (home.landing / "canonical" / entity / "world.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    lay(home.landing / "canonical" / "stores" / "own.csv", STORE)
    lay(home.landing / "canonical" / "leads" / "own.csv", "lead_id,store_id,inquiry_at,updated_at\nweb:F-1,M1,2026-03-09,2026-03-09\n")
    for relative, content in RECORDS.items():
        lay(home.landing / relative, content)
    lay(home.config / "event_owners.csv", OWNERS)
    ingest(home, as_of=AS_OF)
    (root / "truth").write_bytes(pickle.dumps({e: [r for s in (*STORES, BY_MICROSOFT) for _, r in diary.rows(e, s)] for e in TOLD}))
    folders = ["--project-dir", PROJECT_DIR / "dbt_project", "--profiles-dir", PROJECT_DIR / "dbt_project"]
    command = [Path(sys.executable).parent / "dbt", "build", "--quiet", "--resource-type", "seed", "--resource-type", "model"]
    done = subprocess.run(
        [
            *command,
            *folders,
            "--target-path",
            root / "target",
            "--log-path",
            root / "logs",
            "-s",
            *(f"+can_{e}" for e in TOLD),
            "stg_ga4__reports",
        ],
        env={**os.environ, "ROOFTOP_HOME": str(root), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


class Media:
    """The warehouse, read-only, with instants in UTC, and what the world's diary says of the same."""

    def __init__(self, root: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._truth: dict[str, list[Row]] = pickle.loads((root / "truth").read_bytes())

    def truth(self, entity: str, stores: tuple[str, ...] = STORES) -> list[Row]:
        """What happened, version by version."""
        return [row for row in self._truth[entity] if row.get("store_id", stores[0]) in stores]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Media]:
    """With several workers the first one makes the home, the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "media_home"
    with FileLock(str(root) + ".lock"):
        if not (root / "built").exists():
            build(root)
            (root / "built").touch()
    with duckdb.connect(str(root / "warehouse" / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        yield Media(root, connection)

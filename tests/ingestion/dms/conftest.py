"""One home in which the same three stores speak three times: as the canonical drop (S01), through DealerVault (DV-S01) and through Tekion
(TK-S01). And a store for each DMS with hand-made records. Ingested in process, and built as far as the canonical models.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from ingestion.home import PROJECT_DIR, Home
from ingestion.run import ingest
from ingestion.sandbox.clock import instant
from ingestion.sandbox.emitters import canonical, dealervault, tekion
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.world import World
from tests.ingestion.dms.records import FILES

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
MODELS = (
    "can_deals", "can_recon_stage_visits", "can_inventory_units", "can_customers", "can_agents", "can_leads", "stg_dealervault__parts",
    "stg_dealervault__service_appointments",
)  # fmt: skip


def twins(diary: Diary) -> str:
    """stores.csv: each store of the world three times, once for each way in."""
    lines = ["store_id,store_name,timezone,dealer_codes"]
    for store_id, codes in diary.codes.items():
        zone = diary.places[store_id].timezone
        ways = (("", ""), ("DV-", f"dealervault:{codes['dealervault']}"), ("TK-", f"tekion:{codes['tekion']}"))
        lines += [f"{prefix}{store_id},{prefix}{store_id} Motors,{zone},{code}" for prefix, code in ways]
    return "\n".join(lines) + "\n"


def build(root: Path) -> None:
    """Write, ingest, dbt."""
    world = World("tiny", 7, instant(AS_OF))
    world.run()
    home, diary = Home.at(root), Diary(world)
    canonical.write(world, home.landing)
    for folder in (home.landing / "canonical").iterdir():
        if folder.name not in ("deals", "recon_stage_visits"):
            shutil.rmtree(folder)
    dealervault.write(diary, home.landing / "dealervault")
    shutil.rmtree(home.landing / "feeds")
    tekion.write(diary, home.landing / "tekion")
    for relative, text in (FILES | {"canonical/stores/twins.csv": twins(diary)}).items():
        path = home.landing / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ingest(home, as_of=AS_OF)
    folders = ["--project-dir", PROJECT_DIR / "dbt_project", "--profiles-dir", PROJECT_DIR / "dbt_project"]
    command = [Path(sys.executable).parent / "dbt", "build", "--quiet", "--resource-type", "seed", "--resource-type", "model"]
    folders += ["--target-path", root / "target", "--log-path", root / "logs"]
    done = subprocess.run(
        [*map(str, (*command, *folders)), "-s", *(f"+{model}" for model in MODELS)],
        env={**os.environ, "ROOFTOP_HOME": str(root), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.fixture(scope="session")
def dms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only, with instants in UTC. With several workers the first one makes the home, the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "dms_home"
    with FileLock(str(root) + ".lock"):
        if not (root / "built").exists():
            build(root)
            (root / "built").touch()
    with duckdb.connect(str(root / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        con.execute("set timezone = 'UTC'")
        yield con

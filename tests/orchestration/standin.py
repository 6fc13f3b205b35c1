"""Neighbours as small as can be: an ingest that loads the files of landing/, a dbt that makes one mart, an audit that obeys a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ingestion.home import Home
from ingestion.report import IngestReport
from ingestion.settings import Settings
from orchestration.dbt_runner import BuildResult
from orchestration.stages import Checks, Engine
from orchestration.wiring import Wiring


class StandIns(Wiring):
    """Ledger = the names in `state/loaded.txt`. `landing/bad.csv` is quarantined; with `config/refuse` the audit refuses."""

    def __init__(self, now: datetime) -> None:
        self.time = now
        self.code_is = "code of today"
        self.calls: list[str] = []
        self.full_refresh_reasons: list[str | None] = []

    def now(self) -> datetime:
        return self.time

    def code(self) -> str:
        return self.code_is

    def dbt_code(self) -> str:
        return self.code_is

    def settings(self, home: Home) -> Settings:
        return Settings(keep_versions=2)

    def has_pending(self, home: Home, only: Sequence[str]) -> bool:
        return bool(self._new(home))

    def write_demo(self, home: Home, size: str, seed: int, as_of: datetime, systems: str) -> None:
        self.calls.append("demo")
        (home.landing / "stores.csv").write_text(f"{size},{seed},{as_of.isoformat()}", encoding="utf-8")

    @contextmanager
    def engine(self, audits: bool = True) -> Iterator[Engine]:
        yield Engine(self._ingest, self._build, self._audit, self._remember)

    def _new(self, home: Home) -> list[str]:
        loaded = home.state / "loaded.txt"
        known = loaded.read_text(encoding="utf-8").split() if loaded.exists() else []
        return [name for name, _ in home.files_under(home.landing) if name not in known]

    def _ingest(self, home: Home, *, run_id: str, as_of: datetime, only: tuple[str, ...], progress: Any) -> IngestReport:
        self.calls.append("ingest")
        new = self._new(home)
        with duckdb.connect(str(home.warehouse)) as con:
            con.execute("create schema if not exists raw")
            con.execute(
                "create table if not exists raw.load_ledger "
                "(run_id varchar, system varchar, entity varchar, rows_loaded bigint, rows_set_aside bigint)"
            )
            con.execute(
                "create table if not exists raw.quarantine_findings "
                "(run_id varchar, system varchar, entity varchar, file varchar, line_number bigint, "
                "column_name varchar, reason_code varchar, is_row_loaded boolean, value_shape varchar, message varchar)"
            )
            for name in new:
                con.execute("insert into raw.load_ledger values (?, 'canonical', ?, 3, 1)", [run_id, Path(name).stem])
                if name == "bad.csv":
                    finding = [run_id, "canonical", "leads", name, 4, "inquiry_at", "unparseable_value", False, "99/aa", "no time"]
                    con.execute("insert into raw.quarantine_findings values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", finding)
        with (home.state / "loaded.txt").open("a", encoding="utf-8") as out:
            out.writelines(f"{name}\n" for name in new)
        return IngestReport(run_id, as_of, notes=["A note of the ingest."])

    def _build(self, home: Home, full_refresh_reason: str | None, valid_for: str, say: Callable[[str], None]) -> BuildResult:
        self.calls.append("build")
        self.full_refresh_reasons.append(full_refresh_reason)
        with duckdb.connect(str(home.warehouse)) as con:
            for schema in ("seeds", "intermediate", "marts", "meta"):
                con.execute(f"create schema if not exists {schema}")
            con.execute("create or replace table seeds.parameters as select 1 as one")
            con.execute("create or replace table intermediate.int_stores__clock as select 'America/New_York' as timezone")
            con.execute("create or replace table marts.mart_funnel as select count(*) as leads from raw.load_ledger")
            con.execute(
                "create or replace table marts.mart_data_freshness as select 'canonical' as source_system, 'leads' as entity, "
                "timestamp '2026-03-31 20:00:00' as last_event_at, timestamp '2026-03-31 21:00:00' as last_loaded_at, "
                "7200 as event_age_seconds, 3600 as load_age_seconds, 'warn' as status"
            )
            con.execute(
                "create or replace table meta.quarantine as "
                "select run_id, entity, file, line_number, column_name, reason_code, is_row_loaded from raw.quarantine_findings"
            )
        return BuildResult(1, 0.1, full_refresh_reason, [("mart_funnel", 0.1)], ["mart_funnel", "stg_canonical__leads"])

    def _audit(self, home: Home, run_id: str, as_of: datetime) -> Checks:
        self.calls.append("audit")
        failed = ["Leads of the funnel are the leads of the star."] if (home.config / "refuse").exists() else []
        return Checks(10, 1, failed, f"reports/{run_id}/audit.html")

    def _remember(self, home: Home, checks: Checks) -> None:
        self.calls.append("remember")
        with duckdb.connect(str(home.warehouse)) as con:  # for writing: nobody else holds the file by now
            con.execute("create or replace table raw.quality_results as select 1 as one")

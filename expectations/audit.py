"""The audit: every suite over the working file, a verdict, two reports."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from expectations import report
from expectations.engine import run_suite
from expectations.outcome import Audit, AuditResult, Outcome
from expectations.suites import SUITES
from expectations.warehouse import Warehouse
from ingestion.home import Home


def audit(warehouse: Path, report_dir: Path, *, run_id: str, as_of: datetime, previous: Path | None = None) -> AuditResult:
    """Check the new batch and everything that would be published, and write `audit.html` and `audit.json` into `report_dir`.

    Opens `warehouse` read-only. `previous` is the published file that readers hold now (default: the one of the home that the working
    file lies in). Raises duckdb.Error if the working file cannot be opened; a check that fails or breaks is a result, never an exception.
    """
    began = time.monotonic()
    before = previous or Home.at(warehouse.resolve().parent.parent).published
    outcomes: list[Outcome] = []
    with Warehouse(warehouse, run_id, as_of, before) as house:
        for name, checks in SUITES.items():
            outcomes += run_suite(house, name, checks(house))
        clock = house.as_of
    done = Audit(run_id, clock, outcomes, round(time.monotonic() - began, 2))
    html_path, json_path = report.write(done, report_dir)
    return AuditResult(
        checks_passed=len(done.having("passed")),
        checks_warned=len(done.having("warned")),
        checks_failed=len(done.having("failed")),
        critical_failures=[f"{o.check.title}: {o.observed}" for o in done.having("failed")],
        html_path=html_path,
        json_path=json_path,
        checks_not_run=len(done.having("not_checked")),
    )

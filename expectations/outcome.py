"""What came of each check, and of the audit as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from expectations.checks import Check

Status = Literal["passed", "warned", "failed", "not_checked"]


@dataclass(frozen=True)
class Outcome:
    """One check and what it found. `observed` is for readers and holds no personal data; `found` and `of_rows` are counts, if any."""

    suite: str
    check: Check
    status: Status
    observed: str
    found: float | None = None
    of_rows: int | None = None


@dataclass(frozen=True)
class AuditResult:
    """The verdict. `critical_failures` holds one sentence per critical check that failed: if there is one, do not publish."""

    checks_passed: int
    checks_warned: int
    checks_failed: int
    critical_failures: list[str]
    html_path: Path
    json_path: Path
    checks_not_run: int = 0


@dataclass(frozen=True)
class Audit:
    """All outcomes of one run, in the order of the suites. Moments are UTC with zone."""

    run_id: str
    as_of: datetime
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    def having(self, status: Status) -> list[Outcome]:
        return [o for o in self.outcomes if o.status == status]

    @property
    def verdict(self) -> str:
        """`refused`, `passed with warnings` or `passed`."""
        if self.having("failed"):
            return "refused"
        return "passed with warnings" if self.having("warned") else "passed"

"""What a run did, for people (text) and for scripts (one JSON object with the same)."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.clock import iso_utc
from orchestration.stages import Run

HEADLINE_MARTS = (
    "mart_days_supply",
    "mart_funnel",
    "mart_price_to_market",
    "mart_speed_to_lead",
    "mart_lead_queue",
    "mart_inventory_aging",
    "mart_data_freshness",
)


_NOTES_SHOWN = 8


def as_dict(run: Run, seconds: float) -> dict[str, Any]:
    """The summary as data. Paths are relative to the home; `seconds` is the whole command's wall clock."""
    summary: dict[str, Any] = {
        "outcome": run.outcome,
        "run_id": run.run_id,
        "as_of": iso_utc(run.as_of),
        "started_at": iso_utc(run.started_at),
        "home": str(run.home.root),
        "seconds": round(seconds, 1),
        "stage_seconds": run.seconds,
        "notes": run.notes,
        "loaded": [vars(loaded) for loaded in run.loaded],
        "rows_loaded": sum(loaded.rows_loaded for loaded in run.loaded),
        "quarantined": {"findings": sum(run.quarantined.values()), "by_reason": run.quarantined, "file": None},
    }
    if run.quarantined:
        summary["quarantined"]["file"] = f"reports/{run.run_id}/quarantine.csv"
    if run.build:
        summary["built"] = {
            "models": run.build.models,
            "seconds": run.build.seconds,
            "full_refresh": run.build.full_refresh_reason,
            "is_replayed": run.build.is_replayed,
            "slowest": run.build.slowest,
        }
    if run.checks:
        checks = run.checks
        summary["checked"] = {"passed": checks.passed, "warned": checks.warned, "failed": checks.failed, "report": checks.report}
    if run.outcome == "published":
        summary["published"] = {"file": "publish/rooftop.duckdb", "row_counts": run.row_counts}
    return summary


def nothing_new(home: Path, message: str, seconds: float, notes: Sequence[str] = ()) -> dict[str, Any]:
    """The summary of a run that had nothing to do."""
    return {"outcome": "nothing_new", "message": message, "home": str(home), "seconds": round(seconds, 1), "notes": list(notes)}


def as_text(run: Run, seconds: float) -> str:
    """The summary to read at the end of a run."""
    home = shown(run.home.root)
    lines = [
        *_loaded(run),
        *(f"{'':<13}{note}" for note in run.notes[:_NOTES_SHOWN]),
        *_quarantined(run, home),
        *_built(run),
        *_checked(run, home),
    ]
    if run.outcome == "published":
        lines += _published(run, home)
    elif run.outcome == "refused":
        lines += _refused(run, home)
    lines.append(f"{'Took':<13}{seconds:.1f} s ({', '.join(f'{name} {value:.1f}' for name, value in run.seconds.items())})")
    if run.outcome == "published":
        lines += [
            "",
            "Where to look next",
            *_beside(
                (f"{_program()} status --home {home}", "what is fresh, what was set aside"),
                (f"duckdb -readonly {home}/publish/rooftop.duckdb", "the marts in SQL; docs/reading.md has each BI tool"),
                (f"{home}/{run.checks.report if run.checks else 'reports'}", "the audit's report; the quarantine list lies beside it"),
                ("make ui", "assets, lineage and the schedule in Dagster"),
            ),
        ]
    return "\n".join(lines)


def shown(path: Path) -> str:
    """A path as one would type it here."""
    try:
        return str(path.relative_to(Path.cwd())) or "."
    except ValueError:
        return str(path)


def _program() -> str:
    """`rooftop`, or where it lies if it is not on the path."""
    called = Path(sys.argv[0])
    return "rooftop" if called.name != "rooftop" or shutil.which("rooftop") else shown(called.absolute())


def _beside(*lines: tuple[str, str]) -> list[str]:
    """Two columns."""
    width = max(len(left) for left, _ in lines)
    return [f"  {left:<{width}}  {right}" for left, right in lines]


def _loaded(run: Run) -> list[str]:
    if not run.loaded:
        return [f"{'Loaded':<13}no new rows"]
    files = sum(loaded.batches for loaded in run.loaded)
    lines = [f"{'Loaded':<13}{sum(loaded.rows_loaded for loaded in run.loaded):,} rows from {files:,} {'file' if files == 1 else 'files'}"]
    for one in run.loaded:
        aside = f", {one.rows_set_aside:,} set aside" if one.rows_set_aside else ""
        lines.append(f"{'':<13}  {one.system + ' / ' + str(one.entity):<40}{one.rows_loaded:>12,} rows{aside}")
    return lines


def _quarantined(run: Run, home: str) -> list[str]:
    if not run.quarantined:
        return [f"{'Quarantined':<13}nothing"]
    reasons = ", ".join(f"{reason} {n:,}" for reason, n in run.quarantined.items())
    return [
        f"{'Quarantined':<13}{sum(run.quarantined.values()):,} findings: {reasons}",
        f"{'':<13}  {home}/reports/{run.run_id}/quarantine.csv",
    ]


def _built(run: Run) -> list[str]:
    if not run.build:
        return []
    how = f"with seeds: {run.build.full_refresh_reason}" if run.build.full_refresh_reason else "by dbt"
    if run.build.is_replayed:
        how = "by dbt's plan of an earlier run"
    return [f"{'Built':<13}{run.build.models:,} models in {run.build.seconds:.1f} s ({how})"]


def _checked(run: Run, home: str) -> list[str]:
    if not run.checks:
        return []
    checks = run.checks
    return [f"{'Checked':<13}{checks.passed:,} passed, {checks.warned:,} warned, {len(checks.failed):,} failed: {home}/{checks.report}"]


def _published(run: Run, home: str) -> list[str]:
    lines = [f"{'Published':<13}{home}/publish/rooftop.duckdb as of {run.as_of:%Y-%m-%d %H:%M} UTC (run {run.run_id})"]
    for name in HEADLINE_MARTS:
        if (count := run.row_counts.get(f"marts.{name}")) is not None:
            lines.append(f"{'':<13}  {name:<40}{count:>12,} rows")
    others = len(run.row_counts) - len(lines) + 1
    return [*lines, f"{'':<13}  and {others} more tables"] if others > 0 else lines


def _refused(run: Run, home: str) -> list[str]:
    assert run.checks is not None
    return [
        f"{'Not published':<13} the audit refused: {', '.join(run.checks.failed)}",
        f"{'':<13}  The last good version stays. Why: {home}/{run.checks.report}",
    ]

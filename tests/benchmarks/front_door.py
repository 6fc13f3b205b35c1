"""What the benchmarks share: the command line as a process, timed, and a baseline of the same machine and minute."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Timed:
    """A command that ran: its wall clock and its processor time in seconds (the whole process, with its children), and its answer."""

    seconds: float
    cpu_seconds: float
    answer: dict[str, Any]


def rooftop(*arguments: str) -> Timed:
    """Run `rooftop … --json`. Raises RuntimeError with its last lines where it fails."""
    began, used = time.perf_counter(), _children()
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments, "--json"], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    seconds, cpu_seconds = time.perf_counter() - began, _children() - used
    if done.returncode:
        raise RuntimeError(f"rooftop {arguments[0]} ended with {done.returncode}: {(done.stderr + done.stdout)[-800:]}")
    return Timed(seconds, cpu_seconds, json.loads(done.stdout.strip().splitlines()[-1]))


def _children() -> float:
    """Processor seconds of all processes that ended under this one: what a busy machine cannot falsify."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def copying(source: Path, target: Path, schema: str) -> float:
    """Seconds that DuckDB needs to copy a schema's tables from one file into a new one: what the same data costs at least."""
    began = time.perf_counter()
    with duckdb.connect(str(target)) as con:
        con.execute(f"attach '{source}' as source (read_only)")
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'source' and schema_name = ?", [schema]
        ).fetchall()
        for (table,) in tables:
            con.execute(f'create table "{table}" as select * from source."{schema}"."{table}"')
    return time.perf_counter() - began


def line(what: str, timed: Timed, baseline: float, limit: float) -> bool:
    """Print one measurement; whether its wall clock is within its limit."""
    is_within = timed.seconds <= limit
    ratio = f"{timed.seconds / baseline:.1f} x the baseline"
    over = "" if is_within else ": over"
    print(f"{what}: {timed.seconds:.1f} s ({timed.cpu_seconds:.1f} s of processor), {ratio}, limit {limit:g} s{over}", flush=True)
    return is_within

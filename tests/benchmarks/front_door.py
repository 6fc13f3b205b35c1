"""What the benchmarks share: the command line as a process, timed, and a baseline of the same machine and minute."""

from __future__ import annotations

import json
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
    """A command that ran: its wall clock in seconds (the whole process) and what it answered."""

    seconds: float
    answer: dict[str, Any]


def rooftop(*arguments: str) -> Timed:
    """Run `rooftop … --json`. Raises RuntimeError with its last lines where it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments, "--json"], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"rooftop {arguments[0]} ended with {done.returncode}: {(done.stderr + done.stdout)[-800:]}")
    return Timed(seconds, json.loads(done.stdout.strip().splitlines()[-1]))


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


def line(what: str, seconds: float, baseline: float, limit: float) -> bool:
    """Print one measurement; whether it is within its limit."""
    is_within = seconds <= limit
    print(
        f"{what}: {seconds:.1f} s, {seconds / baseline:.1f} x the baseline (limit {limit:g} s) {'' if is_within else '<- over'}".rstrip(),
        flush=True,
    )
    return is_within

"""`rooftop run` on the demo home: the first run, one with 500 changed rows in one new file, and one with nothing new.

Limits: the first (`make run` after installation) 180 s, the changes 25 s, nothing new 5 s, each the whole process on two quiet cores.
Baseline: DuckDB copies the demo's raw tables into a new file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingestion.sandbox import read_demo, write_changes
from tests.benchmarks.front_door import copying, line, rooftop

FIRST_LIMIT, CHANGES_LIMIT, NOTHING_LIMIT = 180.0, 25.0, 5.0


def main() -> int:
    """Print the ratios; 0 if all are within their limits."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder) / "home"
        first = rooftop("demo", "--home", str(home))
        demo = read_demo(home)
        assert demo is not None
        nothing = rooftop("run", "--home", str(home), "--as-of", demo["as_of"])
        if nothing.answer["outcome"] != "nothing_new":
            raise AssertionError(f"nothing was new, and yet: {nothing.answer['outcome']}")
        write_changes(home, 500)
        changes = rooftop("run", "--home", str(home), "--as-of", demo["as_of"])
        if (changes.answer["outcome"], changes.answer["rows_loaded"]) != ("published", 500):
            raise AssertionError(f"{changes.answer['outcome']}, {changes.answer['rows_loaded']} rows")
        baseline = copying(home / "warehouse" / "warehouse.duckdb", Path(folder) / "copy.duckdb", "raw")
    print(f"baseline, DuckDB copies the demo's raw tables: {baseline:.2f} s")
    within = [
        line(f"first run of the demo, {demo['rows']:,} rows", first, baseline, FIRST_LIMIT),
        line("run with 500 changed rows", changes, baseline, CHANGES_LIMIT),
        line("run with nothing new", nothing, baseline, NOTHING_LIMIT),
    ]
    print(f"  stages of the run with changes, in seconds: {changes.answer['stage_seconds']}")
    return int(not all(within))


if __name__ == "__main__":
    sys.exit(main())

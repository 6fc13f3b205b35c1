"""Full build of the medium demo group (5 stores, two years): at most 90 s on two quiet cores.

Baseline: DuckDB copies the group's raw tables into a new file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingestion.sandbox import write_demo
from tests.benchmarks.front_door import copying, line, rooftop

LIMIT = 90.0


def main() -> int:
    """Print the ratio; 0 if it is within the limit."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder) / "home"
        demo = write_demo(home, size="medium")
        ingested = rooftop("ingest", "--home", str(home), "--as-of", demo.truth["as_of"])
        built = rooftop("build", "--home", str(home), "--full-refresh")
        baseline = copying(home / "warehouse" / "warehouse.duckdb", Path(folder) / "copy.duckdb", "raw")
    print(f"baseline, DuckDB copies the raw tables of 5 stores × 2 years: {baseline:.2f} s")
    is_within = line(f"full build of {demo.rows:,} rows", built, baseline, LIMIT)
    print(f"  ingest of {demo.files} files took {ingested.seconds:.1f} s; slowest models: {built.answer.get('built', {}).get('slowest')}")
    return int(not is_within)


if __name__ == "__main__":
    sys.exit(main())

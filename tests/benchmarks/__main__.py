"""`make bench`: every benchmark of this folder, one after the other. Exit 1 if one is over its limit."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> int:
    """Run them all, also after one that failed; the sum of their answers, at most 1."""
    over = 0
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"== {path.stem}", flush=True)
        over |= importlib.import_module(f"tests.benchmarks.{path.stem}").main()
    return over


if __name__ == "__main__":
    sys.exit(main())

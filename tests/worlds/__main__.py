"""`python -m tests.worlds 20 --seed 7`: hunt. Twenty homes of three groups each, odd seeds at once, even ones in batches and at once."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from tests.oracle import publish
from tests.scenarios.run import run_home
from tests.worlds import files, make, write
from tests.worlds.comparing import against_oracle, between_homes


def hunt(seed: int, groups: int, folder: Path) -> list[str]:
    """The differences of one home."""
    world = make(seed, groups)
    sent = files(world)
    trees = write(sent, folder / "batches", 1 if seed % 2 else 2 + seed // 2 % 2, world)
    run_home(trees, folder / "home")
    expected = publish([tree for tree, _ in trees], [datetime.fromisoformat(clock) for _, clock in trees])
    problems = against_oracle(folder / "home", expected)
    if len(trees) > 1:
        run_home(write(sent, folder / "whole", 1, world), folder / "once")
        problems += between_homes(folder / "once", folder / "home")
    return problems


def main() -> int:
    """Print what differs, seed by seed; 1 if anything does."""
    parser = argparse.ArgumentParser(prog="python -m tests.worlds", description=__doc__)
    parser.add_argument("homes", type=int, nargs="?", default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--groups", type=int, default=3)
    options = parser.parse_args()
    failed = 0
    for seed in range(options.seed, options.seed + options.homes):
        with tempfile.TemporaryDirectory(prefix="world-") as folder:
            problems = hunt(seed, options.groups, Path(folder))
        failed += bool(problems)
        print(f"seed {seed}: {len(problems)} differences", *problems[:40], sep="\n  ", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

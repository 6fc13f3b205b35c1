"""Random hostile dealer groups through the front door: what is published is what the contracts say, however the files arrived.

`ROOFTOP_WORLDS=200 pytest tests/test_worlds.py` goes hunting; `ROOFTOP_WORLD_SEED=17` tells where to begin.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.oracle import publish
from tests.scenarios.run import run_home
from tests.worlds import files, make, write
from tests.worlds.comparing import against_oracle, between_homes

FIRST = int(os.environ.get("ROOFTOP_WORLD_SEED", "1"))
GROUPS = 3  # dealer groups in one home
HOMES = max(int(os.environ.get("ROOFTOP_WORLDS", "6")) // GROUPS, 1)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + HOMES))
def test_world_gives_the_numbers_of_the_contract(seed: int, tmp_path: Path) -> None:
    """Odd seeds arrive at once, even ones in two or three batches that must come to the same, row for row."""
    world = make(seed, GROUPS)
    sent = files(world)
    trees = write(sent, tmp_path / "batches", 1 if seed % 2 else 2 + seed // 2 % 2, world)
    expected = publish([tree for tree, _ in trees], [datetime.fromisoformat(clock) for _, clock in trees])
    home = tmp_path / "home"
    run_home(trees, home)
    problems = against_oracle(home, expected)
    if len(trees) > 1:
        run_home(write(sent, tmp_path / "whole", 1, world), tmp_path / "once")
        problems += between_homes(tmp_path / "once", home)
    assert not problems, f"seed {seed}: {len(problems)} differences\n" + "\n".join(problems[:30])

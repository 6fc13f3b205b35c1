"""Every example home publishes what its README says – the project's own and, when they lie beside the project, the shared ones – and a
random world what the oracle says, in batches and at once, row for row.

They share homes: a run costs far more than a scenario. `python -m tests.scenarios.run` runs each scenario alone.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.homes import emptied
from tests.oracle import publish
from tests.scenarios import together
from tests.scenarios.run import SHARED, Row, published, rooftop, run, scenarios
from tests.worlds import files, make, write
from tests.worlds.comparing import against_oracle, between_homes

OWN = Path(__file__).parent / "scenarios"
ALL = list(scenarios([OWN, SHARED]))
CLOCKS = ["2026-03-29T18:00:00-04:00", "2026-03-30T18:00:00-04:00", "2026-03-31T18:00:00-04:00"]
NOVEMBER = "2026-11-12T18:00:00-05:00"
RENAMED = [s for s in ALL if together.can_rename(s)]
SINGLE = [s for s in RENAMED if together.clocks(s) == CLOCKS[-1:]]
IN_BATCHES = [s for s in RENAMED if together.clocks(s) == CLOCKS]
# The clock goes back: first what the home knows on the last day, then an older day.
BACK = [s for s in RENAMED if len(together.clocks(s)) == 2 and together.clocks(s)[0] == CLOCKS[-1]]
LATE_YEAR = [s for s in RENAMED if together.clocks(s) == [NOVEMBER]]
TOGETHER = [*SINGLE, *IN_BATCHES, *BACK, *LATE_YEAR]
# Without u, with which the unknown store begins.
LETTERS = dict(zip(TOGETHER, "abcdefghijklmnopqrstvwxyzαβγδεζηθικλμνξοπρστυφχψω"[: len(TOGETHER)], strict=True))
WITH_FEEDS = [s for s in ALL if together.has_feeds(s) and together.clocks(s) == CLOCKS[-1:]]
FEEDS = [s for n, s in enumerate(WITH_FEEDS) if not any(together.collide(s, other) for other in WITH_FEEDS[:n])]
# Files that cannot be renamed keep their names; they go together where their stores have different ones.
FIXED = [s for s in ALL if s not in RENAMED and s not in WITH_FEEDS and together.clocks(s) == CLOCKS[-1:]]
AS_IT_STANDS = [s for n, s in enumerate(FIXED) if not any(together.collide(s, other) for other in FIXED[:n])]
ALONE = [s for s in ALL if s not in LETTERS and s not in AS_IT_STANDS and s not in FEEDS]


def run_at(home: Path, clock: str) -> None:
    done = rooftop(home, clock)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def table(con: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    cursor = con.execute(f"select * from {relation}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def problems_of(home: Path, found: dict[Path, str]) -> list[str]:
    with published(home) as con:
        return [p for scenario, letter in found.items() for p in together.differences(scenario, letter, lambda r: table(con, r))]


def first_of_each(problems: list[str], many: int = 4) -> list[str]:
    """A few differences of each table and scenario, so that one loud one does not hide the others."""
    seen: Counter[str] = Counter()
    shown = []
    for problem in problems:
        kind = " ".join(problem.split(" ")[: 2 if problem.endswith(":") else 1])
        seen[kind] += 1
        if seen[kind] <= many:
            shown.append(problem[:600])
    return shown


def test_in_batches_and_at_once(tmp_path: Path) -> None:
    """All scenarios of one clock and a world in three runs, the same in one run, and then a run with an older clock."""
    world = make(1, 2, CLOCKS[-1])
    parts = write(files(world), tmp_path / "world", len(CLOCKS), world)
    batches, once = tmp_path / "batches", tmp_path / "once"
    for number, (clock, (part, _)) in enumerate(zip(CLOCKS, parts, strict=True)):
        for home in (batches, once):
            together.copy_tree(part, home / "landing")
            for scenario in IN_BATCHES:
                together.lay(scenario, LETTERS[scenario], home, number)
            if number == 0:
                for scenario in [*SINGLE, *BACK, *AS_IT_STANDS]:
                    together.lay(scenario, LETTERS.get(scenario, ""), home)
        run_at(batches, clock)
        if number == 0:
            emptied(batches, once)
    run_at(once, CLOCKS[-1])
    held = {s: LETTERS.get(s, "") for s in [*SINGLE, *IN_BATCHES, *AS_IT_STANDS]}
    trees = [part for part, _ in parts]
    problems = problems_of(batches, held)
    problems += against_oracle(batches, publish(trees, [datetime.fromisoformat(clock) for clock in CLOCKS]))
    problems += [f"at once and in batches: {p}" for p in between_homes(once, batches)]
    if BACK:
        older = together.clocks(BACK[0])[-1]
        for scenario in BACK:
            together.lay(scenario, LETTERS[scenario], batches, 1)
        run_at(batches, older)
        problems += problems_of(batches, {s: LETTERS[s] for s in BACK})
        problems += [f"at {older}: {p}" for p in against_oracle(batches, publish(trees, [datetime.fromisoformat(older)]))]
    assert not problems, f"{len(problems)} differences\n" + "\n".join(first_of_each(problems))


def test_when_the_clocks_change(tmp_path: Path) -> None:
    """A world and the scenarios of November."""
    world = make(2, 2, NOVEMBER)
    parts = write(files(world), tmp_path / "world", 1, world)
    home = tmp_path / "home"
    together.copy_tree(parts[0][0], home / "landing")
    for scenario in LATE_YEAR:
        together.lay(scenario, LETTERS[scenario], home)
    run_at(home, NOVEMBER)
    problems = problems_of(home, {s: LETTERS[s] for s in LATE_YEAR})
    problems += against_oracle(home, publish([parts[0][0]], [datetime.fromisoformat(NOVEMBER)]))
    assert not problems, f"{len(problems)} differences\n" + "\n".join(problems[:40])


def test_vendors_files(tmp_path: Path) -> None:
    """Scenarios that bring feed profiles; their stores have different names."""
    for scenario in FEEDS:
        together.lay(scenario, "", tmp_path)
    run_at(tmp_path, CLOCKS[-1])
    problems = problems_of(tmp_path, dict.fromkeys(FEEDS, ""))
    assert not problems, "\n".join(problems[:40])


@pytest.mark.parametrize("scenario", ALONE or [None], ids=lambda s: s.name if s else "none is left")
def test_alone(scenario: Path | None) -> None:
    """A scenario that fits into no shared home; there may be none."""
    problems = run(scenario) if scenario else []
    assert not problems, "\n".join(problems[:40])

"""Run example homes through the front door and compare what they publish. `python -m tests.scenarios.run [SCENARIO_DIR ...]`

A scenario is a folder with `run.json` (as_of and the batches; a batch is a landing tree, or {dir, as_of}), an optional `config/` for
the home, and `expected/*.csv` with `_compare.json`. Exit 0 only if every scenario holds.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared" / "scenarios"
Row = dict[str, Any]


def scenarios(paths: list[Path]) -> Iterator[Path]:
    """Each scenario under the paths; a path is one scenario or a folder of them."""
    for path in paths:
        if (path / "run.json").exists():
            yield path
        elif path.exists():
            yield from sorted(child for child in path.iterdir() if (child / "run.json").exists())


def batches(scenario: Path) -> Iterator[tuple[Path, str]]:
    """Each landing tree with the clock of its run."""
    run = json.loads((scenario / "run.json").read_text())
    for batch in run["batches"]:
        yield (scenario / batch, run["as_of"]) if isinstance(batch, str) else (scenario / batch["dir"], batch["as_of"])


def rooftop(home: Path, as_of: str, *more: str) -> subprocess.CompletedProcess[str]:
    """One `rooftop run` in a process of its own."""
    command = [str(Path(sys.executable).parent / "rooftop"), "run", "--home", str(home), "--as-of", as_of, *more]
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)


def run_home(trees: list[tuple[Path, str]], home: Path, config: Path | None = None) -> None:
    """Lay each tree over the home's landing folder and run; an AssertionError tells what a run said when it failed."""
    for tree, as_of in trees:
        shutil.copytree(tree, home / "landing", dirs_exist_ok=True)
        if config and config.exists():
            shutil.copytree(config, home / "config", dirs_exist_ok=True)
        done = rooftop(home, as_of)
        assert done.returncode == 0, f"rooftop run exited {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


def published(home: Path) -> duckdb.DuckDBPyConnection:
    """The published file, read-only, with instants in UTC."""
    con = duckdb.connect(str(home / "publish" / "rooftop.duckdb"), read_only=True)
    con.execute("set timezone = 'UTC'")
    return con


def text(value: Any) -> str:
    """A value as it would stand in an expected file."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(round(value, 9))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def instant(value: str) -> datetime | None:
    """An ISO 8601 timestamp as an instant, in UTC where it has no offset; None if it is none."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def canonical(value: str) -> str:
    """A key value in one form: instants in UTC, numbers as numbers, booleans in lower case."""
    if ":" in value and (moment := instant(value)):
        return moment.isoformat()
    try:
        return repr(float(value)) if value.lower() not in ("nan", "inf", "infinity") else value
    except ValueError:
        return value.lower() if value.lower() in ("true", "false") else value


def same(a: str, b: str) -> bool:
    """Equal as text, boolean, number (within 0.000001) or instant."""
    if a == b or {a.lower(), b.lower()} in ({"true", "1"}, {"false", "0"}):
        return True
    try:
        return math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=2e-6)
    except ValueError:
        moment = instant(a) if a and b else None
        return moment is not None and moment == instant(b)


def compare(found: list[Row], expected: list[Row], columns: list[str], how: Row) -> list[str]:
    """The differences, in words. `how`: key, mode (exact or contains) and where, as in _compare.json."""
    where = how.get("where", {})
    got = [{c: text(row.get(c)) for c in columns} for row in found if all(same(text(row.get(k)), str(v)) for k, v in where.items())]
    key = how.get("key") or columns
    index: dict[tuple[str, ...], list[Row]] = {}
    for row in got:
        index.setdefault(tuple(canonical(row[c]) for c in key), []).append(row)
    problems = []
    for row in expected:
        mark = tuple(canonical(text(row[c])) for c in key)
        hits = index.pop(mark, [])
        name = dict(zip(key, mark, strict=True))
        if len(hits) != 1:
            problems.append(f"missing {name}" if not hits else f"{len(hits)} rows for {name}")
        for c in columns if hits else []:
            if not same(text(row[c]), hits[0][c]):
                problems.append(f"{name} {c}: expected {text(row[c])!r}, found {hits[0][c]!r}")
    if how.get("mode", "exact") == "exact":
        problems += [f"extra {dict(zip(key, mark, strict=True))}" for mark in index]
    return problems


def expectations(scenario: Path) -> Iterator[tuple[str, list[Row], list[str], Row]]:
    """(relation, expected rows, pinned columns, rules) of each expected file."""
    rules = json.loads((scenario / "expected" / "_compare.json").read_text())
    for file in sorted((scenario / "expected").glob("*.csv")):
        if file.stem.startswith("_") and file.stem not in rules:
            continue
        how = rules.get(file.stem, {})
        with file.open(newline="") as handle:
            reader = csv.DictReader(handle)
            rows = list(reader)
        relation = how.get("relation", file.stem)
        yield relation if "." in relation else f"marts.{relation}", rows, list(reader.fieldnames or []), how


def differences(scenario: Path, tables: dict[str, list[Row]]) -> list[str]:
    """What `tables` (schema.table → rows) has otherwise than the scenario expects."""
    problems = []
    for relation, rows, columns, how in expectations(scenario):
        problems += [f"{relation}: {problem}" for problem in compare(tables[relation], rows, columns, how)]
    return problems


def run(scenario: Path) -> list[str]:
    """Run the scenario in a home of its own; the differences."""
    with tempfile.TemporaryDirectory(prefix="scenario-") as folder:
        home = Path(folder)
        try:
            run_home(list(batches(scenario)), home, scenario / "config")
        except AssertionError as error:
            return [str(error)]
        tables = {}
        with published(home) as con:
            for relation, _, columns, how in expectations(scenario):
                try:
                    cursor = con.execute(f"select * from {relation}")
                    names = [column[0] for column in cursor.description or []]
                    tables[relation] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                except duckdb.Error as error:
                    return [f"{relation}: {str(error).splitlines()[0]}"]
                if unknown := {*columns, *how.get("where", {})} - set(names):
                    return [f"{relation}: has no column {', '.join(sorted(unknown))}"]
        return differences(scenario, tables)


def main(paths: list[str]) -> int:
    """Print what holds and what fails; 0 if all hold."""
    todo = list(scenarios([Path(p) for p in paths] or [Path(__file__).parent, SHARED]))
    failed = 0
    for scenario in todo:
        problems = run(scenario)
        failed += bool(problems)
        print(("FAILS  " if problems else "holds  ") + scenario.name, *problems[:12], sep="\n    ")
    print(f"scenarios that hold: {len(todo) - failed} of {len(todo)}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

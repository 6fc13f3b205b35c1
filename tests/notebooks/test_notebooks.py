"""Each notebook runs on a published file, shows numbers, and reads nothing else."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingestion.home import PROJECT_DIR

NOTEBOOKS = sorted((PROJECT_DIR / "notebooks").glob("*.py"))


def run(notebook: Path) -> dict[str, Any]:
    """What the cells define."""
    spec = importlib.util.spec_from_file_location(notebook.stem, notebook)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, definitions = module.app.run()
    return dict(definitions)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda n: n.stem)
def test_it_runs_and_has_something_to_say(notebook: Path, published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOFTOP_HOME", str(published_home))
    frames = {name: value for name, value in run(notebook).items() if hasattr(value, "columns")}
    assert len(frames) >= 5
    empty = [name for name, frame in frames.items() if frame.empty]
    assert empty == [], f"nothing to show in {', '.join(empty)}"


def test_it_runs_as_a_script_on_a_home_that_holds_nothing_but_a_publication(published_home: Path, tmp_path: Path) -> None:
    (tmp_path / "publish").mkdir()
    shutil.copy(published_home / "publish" / "rooftop.duckdb", tmp_path / "publish")
    script = PROJECT_DIR / "notebooks" / "first_look.py"
    done = subprocess.run([sys.executable, script], env={**os.environ, "ROOFTOP_HOME": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["rooftop.duckdb"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda n: n.stem)
def test_it_reads_published_schemas_only(notebook: Path) -> None:
    text = notebook.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "select" in node.value:
            assert not any(f" {schema}." in node.value for schema in ("raw", "staging", "canonical", "intermediate", "seeds"))
    assert "duckdb.connect" not in text

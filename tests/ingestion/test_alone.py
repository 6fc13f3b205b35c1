"""Each vendor's connector runs alone: `python -m ingestion ingest <vendor>` takes in its files and leaves everybody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingestion.__main__ import main
from ingestion.sources.exports import spec as specs
from orchestration import lineage
from tests.ingestion import specimens
from tests.ingestion.conftest import Desk, leads


def first_specimen(system: str) -> tuple[str, bytes, str]:
    """(path below landing, content, raw table) of a file of the vendor."""
    for form in specimens.FORMS:
        for spec, table in specimens.tables(form):
            if spec.system == system:
                return specimens.file_name(spec, table, form), specimens.specimen(spec, table, form), spec.raw_name(table.name)
    raise AssertionError(f"{system} has no table that a file could be for")


def loaded(desk: Desk) -> dict[str, int]:
    return dict(desk.query("select system, cast(sum(rows_loaded) as integer) from raw.load_ledger group by system"))


@pytest.mark.parametrize("area", specs.AREAS)
def test_each_vendor_of_an_area_runs_alone(area: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path / "home")
    desk.drop("leads/new.csv", leads("L1,S1,2026-03-30T10:00:00Z,a@example.com,2026-03-30T10:00:00Z"))
    systems = [system for system, path in specs.paths().items() if path.parent.name == area]
    tables = {}
    for system in systems:
        relative, content, tables[system] = first_specimen(system)
        path = desk.home.landing / relative
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    for number, system in enumerate(systems, 1):
        assert main(["ingest", system, "--home", str(desk.home.root), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["run_id"]
        assert set(loaded(desk)) == set(systems[:number])
        assert desk.column(f"select count(*) from raw.{tables[system]}") == [specimens.ROWS]


def test_each_vendor_is_an_asset_of_its_own() -> None:
    assert set(specs.paths()) <= set(lineage.systems())
    assert {lineage.raw_key(f"{system}__x", lineage.systems()).path[-1] for system in specs.paths()} == set(specs.paths())

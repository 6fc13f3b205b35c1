"""Nothing is lost and nothing doubled, whenever a run is cut short; and the warehouse can be made again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion import ledger
from ingestion.contents import kept
from ingestion.errors import HomeError, LedgerError
from ingestion.home import Home
from ingestion.rebuild import rebuild
from ingestion.run import IngestRun
from tests.ingestion.conftest import Desk, lead, leads

# `open` and `verify` leave the home as it was before them; after `remember` the run is done.
STEPS = [s.__name__ for s in IngestRun(Home.at("unused")).steps if s.__name__ not in ("open", "verify", "remember")]
RAW = {
    "rows": "select * exclude (_dlt_load_id) from raw.canonical__leads order by _batch_id, _row_number",
    "ledger": "select * exclude (dlt_load_id, loaded_at, run_id) from raw.load_ledger order by arrival",
    "findings": "select * exclude (run_id) from raw.quarantine_findings order by all",
}


def fill(desk: Desk) -> None:
    desk.drop("leads/a.csv", leads(lead("L1"), lead("L2", store_id="")))
    desk.drop("leads/b.csv", leads(lead("L3")).replace("email", "e_mail"))
    desk.drop("leads/bad.csv", "")


def add(desk: Desk) -> None:
    desk.drop("leads/c.csv", leads(lead("L4"), lead("L5", inquiry_at="soon")))
    desk.drop("leads/a.csv", leads(lead("L6")))


def raw(desk: Desk) -> dict[str, list[Any]]:
    """All of raw, also what is not visible, without what tells one load from another."""
    found = {name: desk.query(sql) for name, sql in RAW.items()}
    loads = "select count(*) from raw.canonical__leads where _dlt_load_id not in (select dlt_load_id from raw.load_ledger)"
    assert desk.query(loads) == [(0,)]
    on_file = [b.batch_id for b in ledger.in_file(desk.home)]
    assert on_file == desk.column("select batch_id from raw.load_ledger order by arrival")
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Any]]]:
    """(a home after one ingest, with more to take in; what raw holds after the second one)."""
    desk = Desk(tmp_path_factory.mktemp("undisturbed") / "home")
    fill(desk)
    desk.ingest(run_id="first")
    add(desk)
    before = tmp_path_factory.mktemp("before") / "home"
    shutil.copytree(desk.home.root, before)
    desk.ingest(run_id="second")
    return before, raw(desk)


def test_a_run_killed_after_any_step_is_made_good_by_the_next(undisturbed: tuple[Path, dict[str, list[Any]]], tmp_path: Path) -> None:
    before, expected = undisturbed
    homes = {step: tmp_path / step for step in STEPS}
    for home in homes.values():
        shutil.copytree(before, home)
    script = Path(__file__).with_name("die_after_step.py")
    subprocess.run([sys.executable, str(script), *(f"{home}:{step}" for step, home in homes.items())], check=True)
    for step, home in homes.items():
        desk = Desk(home)
        desk.ingest(run_id="after")
        assert raw(desk) == expected, f"killed after {step}"
        assert desk.ingest(run_id="again").batches == []
        assert not list(desk.home.dlt.rglob("*.parquet")), "a second copy of people's data stayed behind"


def test_rebuild_gives_the_same_raw_also_when_landing_is_gone(undisturbed: tuple[Path, dict[str, list[Any]]], tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    shutil.copytree(undisturbed[0], desk.home.root)
    desk.ingest(run_id="second")
    whole = [
        *RAW.values(),
        "select * exclude (dlt_load_id) from raw.load_ledger order by arrival",
        "select * from raw.quarantine_findings order by all",
    ]
    before = [desk.query(sql) for sql in whole]
    shutil.rmtree(desk.home.landing)
    desk.home.ledger.unlink()  # what only the warehouse knows is saved before it goes
    assert rebuild(desk.home) == len(before[1])
    assert [desk.query(sql) for sql in whole] == before
    raw(desk)


def test_a_lost_warehouse_is_replayed_by_the_next_ingest(undisturbed: tuple[Path, dict[str, list[Any]]], tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    shutil.copytree(undisturbed[0], desk.home.root)
    desk.home.warehouse.unlink()
    report = desk.ingest(run_id="second")
    assert any("replayed" in note for note in report.notes)
    assert raw(desk) == undisturbed[1]


def test_a_ledger_line_that_breaks_off_does_not_count(desk: Desk) -> None:
    fill(desk)
    desk.ingest()
    whole = desk.home.ledger.read_bytes()
    desk.home.ledger.write_bytes(whole[:-25])
    assert len(ledger.in_file(desk.home)) == 2
    desk.ingest()
    assert desk.home.ledger.read_bytes() == whole
    lines = whole.splitlines(keepends=True)
    desk.home.ledger.write_bytes(lines[0] + b"{broken\n" + lines[2])
    with pytest.raises(LedgerError, match="line 2"):
        desk.ingest()


def test_a_kept_content_that_is_gone_or_damaged_is_named(desk: Desk) -> None:
    fill(desk)
    batch = desk.ingest().batches[0]
    copy = desk.home.contents / f"{batch.content_hash}.zst"
    assert kept(desk.home, batch.content_hash, batch.file).packed == (desk.home.landing / batch.file).read_bytes()
    other = next(p for p in desk.home.contents.iterdir() if p != copy)
    copy.write_bytes(other.read_bytes())
    with pytest.raises(LedgerError, match=r"canonical/leads/a\.csv .* is damaged"):
        kept(desk.home, batch.content_hash, batch.file)
    copy.unlink()
    desk.home.warehouse.unlink()
    with pytest.raises(LedgerError, match=r"canonical/leads/a\.csv"):
        desk.ingest()


def test_a_warehouse_that_is_open_elsewhere_or_damaged_is_said_plainly(desk: Desk) -> None:
    desk.ingest()
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, str(desk.home.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        with pytest.raises(HomeError, match=r"Another program has .* open"):
            desk.ingest()
        reader.communicate(b"")
    desk.home.warehouse.write_bytes(b"x" * 20_000)
    with pytest.raises(HomeError, match="rebuild"):
        desk.ingest()
    assert rebuild(desk.home) == 0


def test_the_database_is_left_closed_and_checkpointed(desk: Desk) -> None:
    fill(desk)
    desk.ingest()
    assert not desk.home.warehouse.with_name("warehouse.duckdb.wal").exists()
    with duckdb.connect(str(desk.home.warehouse)) as connection:  # dbt opens it next, in the same process
        assert connection.execute("select count(*) from raw.load_ledger").fetchone() == (3,)
    assert json.loads(desk.home.ledger.read_text().splitlines()[0])["file"] == "canonical/leads/a.csv"

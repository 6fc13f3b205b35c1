"""Settings, the writer lock, overrides of seeds, the quarantine report and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ingestion import config_seeds, quarantine, settings
from ingestion.__main__ import main
from ingestion.config_seeds import Seed
from ingestion.errors import LockedError, SettingsError
from ingestion.home import Home
from ingestion.locking import writer_lock
from tests.ingestion.conftest import Desk, lead, leads


def configure(home: Home, name: str, text: str) -> None:
    home.config.mkdir(parents=True, exist_ok=True)
    (home.config / name).write_text(text, encoding="utf-8")


def test_settings_come_from_the_home_and_the_environment_wins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.load(desk.home) == settings.Settings()
    configure(desk.home, "rooftop.yml", "keep_versions: 2\nlock_wait_seconds: 1.5\nsources: [canonical, adf]\n")
    assert settings.load(desk.home) == settings.Settings(lock_wait_seconds=1.5, keep_versions=2, sources=("canonical", "adf"))
    monkeypatch.setenv("ROOFTOP_KEEP_VERSIONS", "9")
    assert settings.load(desk.home).keep_versions == 9


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("keep_version: 2", "config/rooftop.yml: unknown key 'keep_version'. Did you mean 'keep_versions'?"),
        ("keep_versions: many", "keep_versions must be a whole number"),
        ("keep_versions: -1", "keep_versions must be a whole number"),
        ("lock_wait_seconds: yes", "lock_wait_seconds must be a number"),
        ("sources: [canonicle]", "Did you mean 'canonical'?"),
        ("sources: {a: 1}", "must be a list"),
        ("- a", "must be a list of `key: value` lines"),
        ("a: [", "config/rooftop.yml, line 1: not valid YAML"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_named(desk: Desk, text: str, says: str) -> None:
    configure(desk.home, "rooftop.yml", text)
    with pytest.raises(SettingsError) as error:
        settings.load(desk.home)
    assert says in str(error.value)


def test_a_second_writer_is_told_who_holds_the_home(desk: Desk) -> None:
    code = (
        "import sys; from ingestion.home import Home; from ingestion.locking import writer_lock\n"
        "with writer_lock(Home.at(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(desk.home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        said: list[str] = []
        with (
            pytest.raises(LockedError, match=rf"Another run \(process {holder.pid}, since 20.*\) holds this home") as error,
            writer_lock(desk.home),
        ):
            pass
        assert error.value.exit_code == 75
        with pytest.raises(LockedError, match=r"Waited 0\.2 s"), writer_lock(desk.home, 0.2, said.append):
            pass
        assert "Waiting up to 0.2 s" in said[0]
        assert main(["ingest", "--home", str(desk.home.root)]) == 75
        holder.communicate(b"")
    with writer_lock(desk.home), writer_lock(desk.home):  # a run's stages take it again
        assert desk.home.lock.with_suffix(".json").exists()
    assert not desk.home.lock.with_suffix(".json").exists()


def test_a_homes_rows_for_a_seed_come_to_raw_as_text(desk: Desk) -> None:
    configure(desk.home, "lead_source_map.csv", "\ufeffRaw_Value,store_id,source_code\nTrue Car, S1 ,other\n\n")
    report = desk.ingest()
    assert report.seeds_overridden == {"lead_source_map": 1}
    sql = "select store_id, raw_value, source_code, channel_group from raw.config__lead_source_map"
    assert desk.query(sql) == [("S1", "True Car", "other", None)]
    (desk.home.config / "lead_source_map.csv").unlink()
    desk.ingest()
    assert desk.query(sql) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("things", "a,b\n1,2\n", "config/things.csv: there is no seed 'things'"),
        (
            "lead_map",
            "raw_value,source_code\nx,y\n",
            "config/lead_map.csv: the column store_id is missing; it is part of the key (store_id, raw_value)",
        ),
        ("lead_map", "store_id,raw_value,source_cod\n", "has no column 'source_cod'. Did you mean 'source_code'?"),
        ("lead_map", "store_id,raw_value,store_id\n", "the column store_id is there twice"),
        ("lead_map", "store_id,raw_value\nS1,x\nS1,y,z\n", "line 3: 3 cells, but the header has 2"),
        ("lead_map", 'store_id,raw_value\nS1,"x\n', "cannot be read as CSV"),
    ],
)
def test_an_override_that_cannot_be_meant_names_its_file(desk: Desk, name: str, text: str, says: str) -> None:
    known = {"lead_map": Seed("lead_map", ("store_id", "raw_value", "source_code"), ("store_id", "raw_value"))}
    configure(desk.home, f"{name}.csv", text)
    connection = duckdb.connect()
    connection.execute("create schema raw")
    with pytest.raises(SettingsError) as error:
        config_seeds.load(connection, desk.home, known)
    assert says in str(error.value)


def test_seeds_and_their_keys_are_those_of_the_project() -> None:
    known = config_seeds.seeds()
    assert known["lead_source_map"].key == ("store_id", "raw_value")
    assert known["parameters"].key == ("parameter",)
    assert all(set(seed.key) <= set(seed.columns) and seed.key for seed in known.values())


def test_the_quarantine_report_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "r1" / "quarantine.csv"
    rows = [
        {
            "run_id": "r1",
            "entity": "leads",
            "file": "canonical/leads/a,b.csv",
            "line_number": 3.0,
            "is_row_loaded": False,
            "reason_code": "x",
            "batch_id": "b",
        },
        {"run_id": "r1", "line_number": float("nan"), "column_name": None, "is_row_loaded": True},
    ]
    assert quarantine.write_csv(path, rows) == 2
    assert path.read_text().splitlines() == [
        "run_id,entity,file,line_number,column_name,reason_code,is_row_loaded,value_shape,message",
        'r1,leads,"canonical/leads/a,b.csv",3,,x,false,,',
        "r1,,,,,,true,,",
    ]
    assert [p.name for p in path.parent.iterdir()] == ["quarantine.csv"]


def test_each_source_runs_alone_from_the_command_line(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.drop("leads/a.csv", leads(lead("L1"), lead("L2", store_id="")))
    home = ["--home", str(desk.home.root)]
    assert main(["pending", *home, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["canonical/leads/a.csv"]
    assert main(["ingest", "canonical", *home, "--json", "--as-of", "2026-03-31T22:00:00Z"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows_read"], said["rows_loaded"], said["rows_set_aside"], said["findings"]) == (2, 1, 1, {"missing_required_value": 1})
    assert main(["ingest", *home]) == 0
    assert "Nothing new: 1 files are known." in capsys.readouterr().out
    assert main(["rebuild", *home]) == 0
    assert "1 batches replayed" in capsys.readouterr().out
    assert main(["pending", *home]) == 0
    assert capsys.readouterr().out == "Nothing new.\n"
    assert main(["ingest", "nothing", *home]) == 2
    assert main(["ingest", *home, "--as-of", "tomorrow"]) == 2
    assert main(["ingest", "--home", "/proc/rooftop-home"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3

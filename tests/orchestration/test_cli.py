"""The command line over stand-ins: what it says, what it exits with, what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.home import Home
from ingestion.locking import writer_lock
from orchestration.cli import main, parser
from orchestration.commands import Commands
from tests.orchestration.standin import StandIns

NOW = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
AS_OF = "2026-03-31T18:00:00-04:00"


class Shell:
    """`rooftop` as one types it, on one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = Home.at(home)
        self.world = StandIns(NOW)
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--home", str(self.home.root)], Commands(self.world))
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = self(*arguments, "--json")
        assert len(out.splitlines()) == 1
        return code, json.loads(out)

    def drop(self, name: str) -> None:
        self.home.prepare()
        (self.home.landing / name).write_text("lead_id\n1\n", encoding="utf-8")

    def published(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.published), read_only=True) as con:
            return con.execute(sql).fetchall()


@pytest.fixture
def rooftop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "home", capsys)


def test_a_run_goes_the_whole_way_and_says_so(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop.drop("bad.csv")
    code, out, err = rooftop("run", "--as-of", AS_OF)
    assert code == 0
    assert rooftop.world.calls == ["ingest", "build", "audit", "remember"]
    assert "6 rows from 2 files" in out and "unparseable_value 1" in out and "1 models" in out and "10 passed, 1 warned" in out
    assert "A note of the ingest." in out
    assert "as of 2026-03-31 22:00 UTC" in out and "rooftop status" in out
    for stage in ("ingest", "build", "audit", "publish"):
        assert f"{stage}: done in" in err
    assert rooftop.published("select as_of, checks_passed from meta.publish") == [(datetime(2026, 3, 31, 22, 0), 10)]
    run_id = rooftop.published("select run_id from meta.publish")[0][0]
    listed = (rooftop.home.reports / run_id / "quarantine.csv").read_text(encoding="utf-8")
    assert listed.splitlines()[1] == f"{run_id},leads,bad.csv,4,inquiry_at,unparseable_value,false,99/aa,no time"
    assert json.loads((rooftop.home.reports / run_id / "summary.json").read_text(encoding="utf-8"))["outcome"] == "published"


def test_json_is_one_object_with_the_same(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    code, told = rooftop.json("run", "--as-of", AS_OF)
    assert code == 0
    assert told["outcome"] == "published" and told["as_of"] == "2026-03-31T22:00:00Z"
    assert told["loaded"] == [{"system": "canonical", "entity": "leads", "batches": 1, "rows_loaded": 3, "rows_set_aside": 1}]
    assert told["built"]["models"] == 1 and told["checked"]["passed"] == 10
    assert told["published"]["row_counts"]["marts.mart_funnel"] == 1


def test_options_may_stand_before_the_command(tmp_path: Path) -> None:
    before = parser().parse_args(["--home", "x", "--json", "run"])
    after = parser().parse_args(["run", "--home", "x", "--json"])
    assert vars(before) == vars(after)
    assert parser().parse_args(["run"]).home is None


def test_nothing_new_publishes_nothing(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    assert rooftop("run", "--as-of", AS_OF)[0] == 0
    before = rooftop.home.published.stat()
    code, told = rooftop.json("run", "--as-of", AS_OF)
    assert (code, told["outcome"]) == (0, "nothing_new")
    rooftop.world.time = NOW + timedelta(minutes=59)
    assert rooftop.json("run")[1]["outcome"] == "nothing_new"
    assert rooftop.home.published.stat() == before


@pytest.mark.parametrize(
    "change", ["file", "clock", "age", "config", "local midnight", "publish gone", "other as_of", "code", "ingest between", "asked"]
)
def test_what_makes_a_run_necessary(rooftop: Shell, change: str) -> None:
    if change == "local midnight":
        rooftop.world.time = datetime(2026, 4, 1, 3, 50, tzinfo=UTC)  # 23:50 in New York
    rooftop.drop("leads.csv")
    assert rooftop("run")[0] == 0
    arguments = ["run"]
    rooftop.world.time += timedelta(minutes=20)
    if change == "file":
        rooftop.drop("more.csv")
    elif change == "clock":
        rooftop.world.time -= timedelta(minutes=21)
    elif change == "age":
        rooftop.world.time += timedelta(minutes=41)
    elif change == "config":
        (rooftop.home.config / "parameters.csv").write_text("name,value\n", encoding="utf-8")
    elif change == "code":
        rooftop.world.code_is = "code of tomorrow"
    elif change == "publish gone":
        rooftop.home.published.unlink()
    elif change == "other as_of":
        arguments += ["--as-of", "2026-03-30T22:00:00Z"]
    elif change == "ingest between":
        assert rooftop("ingest")[0] == 0
    elif change == "asked":
        arguments += ["--full-refresh"]
    assert rooftop.json(*arguments)[1]["outcome"] == "published"


def test_everything_is_built_anew_only_when_adding_would_be_wrong(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop("run")
    rooftop.drop("more.csv")
    rooftop.world.time += timedelta(minutes=1)
    rooftop("run")
    (rooftop.home.config / "rooftop.yml").write_text("keep_versions: 3\n", encoding="utf-8")
    rooftop("run")
    rooftop("run", "--as-of", "2026-03-01T00:00:00Z")
    rooftop("run", "--full-refresh")
    rooftop.world.code_is = "code of tomorrow"
    rooftop("run")
    assert rooftop.world.full_refresh_reasons == [
        "first build",
        None,
        "settings changed",
        "the clock went back",
        "asked for",
        "models or seeds changed",
    ]


def test_a_build_that_dies_is_followed_by_a_whole_one(rooftop: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    class Dies(StandIns):
        def _build(self, *arguments: Any) -> Any:
            super()._build(*arguments)
            raise MemoryError("'pat@example.com'")

    rooftop.drop("leads.csv")
    rooftop("run")
    rooftop.drop("more.csv")
    code = main(["run", "--home", str(rooftop.home.root)], Commands(Dies(NOW)))
    out, err = capsys.readouterr()
    assert code == 1 and "Traceback" not in err and "pat@example.com" not in err + out and "--debug" in err
    assert rooftop.published("select leads from marts.mart_funnel") == [(1,)]
    assert rooftop.json("run")[1]["outcome"] == "published"  # no new file, but the last run never got there
    assert rooftop.world.full_refresh_reasons[-1] == "the last build did not end"
    assert rooftop.published("select leads from marts.mart_funnel") == [(2,)]


def test_the_audit_refuses_and_the_last_good_version_stays(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop("run")
    rooftop.drop("more.csv")
    (rooftop.home.config / "refuse").touch()
    code, out, _ = rooftop("run")
    assert code == 3
    assert "Leads of the funnel are the leads of the star." in out and "audit.html" in out
    assert list(rooftop.home.published.parent.glob(".next-*")) == []
    assert rooftop.published("select leads from marts.mart_funnel") == [(1,)]
    code, _, err = rooftop("publish")
    assert code == 1 and "refused" in err
    assert rooftop("run")[0] == 3  # nothing new arrived, and it is still not fit to publish
    (rooftop.home.config / "refuse").unlink()
    assert rooftop("run")[0] == 0
    assert rooftop.published("select leads from marts.mart_funnel") == [(2,)]


def test_one_stage_at_a_time(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    code, _, err = rooftop("build")
    assert code == 1 and "rooftop ingest" in err
    assert rooftop("ingest", "--as-of", AS_OF)[0] == 0
    assert rooftop("audit")[0] == 1
    assert rooftop("build")[0] == 0
    code, _, err = rooftop("publish")
    assert code == 1 and "not audited" in err
    assert rooftop("audit")[0] == 0
    code, told = rooftop.json("publish")
    assert (code, told["outcome"], told["as_of"]) == (0, "published", "2026-03-31T22:00:00Z")
    assert rooftop("publish")[0] == 0  # again, e.g. after the file was lost
    assert rooftop.json("run", "--as-of", AS_OF)[1]["outcome"] == "nothing_new"


def test_another_writer_is_exit_75_and_status_still_answers(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop("run")
    held = "import sys; from ingestion.home import Home; from ingestion.locking import writer_lock\n"
    held += "with writer_lock(Home.at(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", held, str(rooftop.home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    try:
        for command in ("run", "ingest", "build", "audit", "publish", "rebuild", "demo"):
            code, _, err = rooftop(command)
            assert code == 75, command
            assert str(other.pid) in err
        code, told = rooftop.json("status")
        assert code == 0 and str(other.pid) in told["writer"]
    finally:
        other.communicate("")
    assert rooftop.json("status")[1]["writer"] is None


def test_status_says_what_is_fresh_set_aside_and_published(rooftop: Shell) -> None:
    code, out, _ = rooftop("status")
    assert code == 0 and "nothing yet" in out
    rooftop.drop("bad.csv")
    rooftop("run", "--as-of", "2026-03-31T21:00:00Z")
    rooftop("run", "--as-of", "2026-03-31T22:00:00Z")
    code, told = rooftop.json("status")
    assert [row["as_of"] for row in told["publications"]] == ["2026-03-31T22:00:00Z", "2026-03-31T21:00:00Z"]
    assert told["freshness"][0]["status"] == "warn"
    assert told["quarantined"][0]["by_reason"] == {"unparseable_value": 1}
    out = rooftop("status")[1]
    assert "canonical / leads" in out and "unparseable_value 1" in out and "what readers see" in out


def test_status_names_a_published_file_that_cannot_be_read(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop("run")
    rooftop.home.published.write_bytes(b"not a database" * 1000)
    code, out, _ = rooftop("status")
    assert code == 0 and "cannot be read" in out


def test_the_demo_is_written_once(rooftop: Shell) -> None:
    assert rooftop("demo", "--size", "small", "--seed", "3")[0] == 0
    assert (rooftop.home.landing / "stores.csv").read_text(encoding="utf-8") == "small,3,2026-03-31T22:00:00+00:00"
    rooftop.world.time += timedelta(days=2)
    assert rooftop.json("demo", "--seed", "3")[1]["outcome"] == "nothing_new"
    assert rooftop.world.calls.count("demo") == 1
    code, _, err = rooftop("demo", "--seed", "4")
    assert code == 2 and "another home" in err


def test_the_demo_does_not_mix_with_a_groups_own_files(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    code, _, err = rooftop("demo")
    assert code == 2 and "already" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--as-of", "2026-03-31"], "date without a time"),
        (["run", "--as-of", "yesterday"], "not an ISO 8601 time"),
        (["run", "--as-of", "9999-12-31T23:00:00-05:00"], "outside the calendar"),
        (["build"], "There is no home"),
    ],
)
def test_what_is_not_understood_is_exit_2(rooftop: Shell, arguments: list[str], sentence: str) -> None:
    code, _, err = rooftop(*arguments)
    assert code == 2 and sentence in err and err.count("\n") == 1
    assert not rooftop.home.root.exists()


def test_a_time_without_offset_is_utc(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    assert rooftop.json("run", "--as-of", "2026-03-31T22:00:00")[1]["as_of"] == "2026-03-31T22:00:00Z"


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    assert main(["run", "--home", str(tmp_path / "home")], Commands(StandIns(NOW))) == 1
    assert "is a file, not a folder" in capsys.readouterr().err


def test_a_full_disk_is_one_sentence(rooftop: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(StandIns):
        def _ingest(self, *_: Any, **__: Any) -> None:
            raise OSError(28, os.strerror(28), "warehouse.duckdb")

    rooftop.drop("leads.csv")
    assert main(["run", "--home", str(rooftop.home.root), "--json"], Commands(Full(NOW))) == 1
    out, err = capsys.readouterr()
    assert "warehouse.duckdb: No space left on device; free some space" in err
    assert json.loads(out)["exit_code"] == 1


def test_the_writer_lock_is_free_after_a_run(rooftop: Shell) -> None:
    rooftop.drop("leads.csv")
    rooftop("run")
    with writer_lock(rooftop.home):
        pass


def test_help_is_light() -> None:
    """Nothing heavy may slip into the way to `--help` or to "nothing new"."""
    code = "import sys; from orchestration.cli import parser; parser(); print(sorted(sys.modules))"
    began = time.monotonic()
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert time.monotonic() - began < 2
    for heavy in ("duckdb", "dlt", "dbt", "dagster", "great_expectations", "pandas", "pyarrow"):
        assert f"'{heavy}'" not in loaded
    code = "import sys, orchestration.commands; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("dlt", "dbt", "dagster", "great_expectations", "pandas", "pyarrow"):
        assert f"'{heavy}'" not in loaded

"""dbt in this process, on a project of a handful of models: what it leaves, what it says when a model fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ingestion.home import Home
from orchestration import replay
from orchestration.dbt_runner import build_command, build_models, dbt_arguments, has_been_built, mask_values, run_dbt
from orchestration.errors import BuildError, LockedError
from orchestration.fingerprint import DBT_PROJECT_DIR

PROFILE = """
small:
  target: home
  outputs:
    home:
      type: duckdb
      path: "{{ env_var('ROOFTOP_HOME', 'home') }}/warehouse/warehouse.duckdb"
      schema: marts
      threads: 2
      keep_open: true
"""
PROJECT = """
name: small
version: "1.0.0"
config-version: 2
profile: small
models: {small: {+materialized: table}}
seeds: {small: {+schema: seeds}}
"""
SCHEMA = "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dbt")
    for name, text in {
        "dbt_project.yml": PROJECT,
        "profiles.yml": PROFILE,
        "macros/schema.sql": SCHEMA,
        "seeds/parameters.csv": "name,value\nwindow,30\n",
        "models/mart_a.sql": "select name, value from {{ ref('parameters') }}",
        "models/stg_words.sql": "{{ config(materialized='view') }} select word from raw.words",
        "models/mart_b.sql": "select cast(word as integer) as number from {{ ref('stg_words') }}",
        "models/mart_c.sql": "select number from {{ ref('mart_b') }}",
        "models/mart_d.sql": "{{ config(post_hook=['alter table {{ this }} add column twice integer', "
        "'update {{ this }} set twice = 2 * total', 'create or replace table {{ this }} as select total, twice from {{ this }}']) }} "
        "select sum(number) as total from {{ ref('mart_c') }}",
        "macros/table.sql": (DBT_PROJECT_DIR / "macros" / "dialect" / "materialization_table.sql").read_text(encoding="utf-8"),
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.at(tmp_path / "home")
    home.prepare()
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("create schema raw")
        con.execute("create table raw.words as select '7' as word")
        con.execute("create schema marts")
        con.execute("create table marts.mart_of_last_year as select 1 as one")
    return home


def test_a_whole_build_loads_seeds_drops_what_is_no_model_and_lets_go_of_the_file(home: Home, project: Path) -> None:
    before = set(project.rglob("*"))
    assert not has_been_built(home)
    result = run_dbt(home, "first build", "code", lambda _: None, project)
    assert (result.models, result.names) == (5, ["mart_a", "mart_b", "mart_c", "mart_d", "stg_words"])
    assert has_been_built(home)
    with duckdb.connect(str(home.warehouse)) as con:  # for writing: nobody holds it
        tables = con.execute("select table_name from information_schema.tables where table_schema = 'marts' order by 1").fetchall()
    assert tables == [("mart_a",), ("mart_b",), ("mart_c",), ("mart_d",), ("stg_words",)]
    assert not Path(f"{home.warehouse}.wal").exists()
    assert set(project.rglob("*")) == before, "dbt writes into the home only"
    assert (home.state / "dbt" / "target" / "manifest.json").exists()

    again = run_dbt(home, None, "code", lambda _: None, project)
    assert again.models == 5 and again.full_refresh_reason is None


def test_a_model_that_fails_is_named_with_its_reason_and_without_the_data(
    home: Home, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute("insert into raw.words values ('pat@example.com')")
    with pytest.raises(BuildError) as caught:
        run_dbt(home, "first build", "code", lambda _: None, project)
    text = str(caught.value)
    assert "mart_b: Conversion Error" in text and "2 more were skipped" in text and "stays as it was" in text
    sql = Path(text.split("(SQL: ")[1].rstrip(")"))
    assert "stg_words" in sql.read_text(encoding="utf-8")
    out, err = capfd.readouterr()
    assert "pat@example.com" not in text + out + err
    for file in (home.state / "dbt" / "logs").rglob("*"):
        assert "pat@example.com" not in file.read_text(encoding="utf-8")
    with duckdb.connect(str(home.warehouse)):
        pass


def test_a_warehouse_that_someone_else_has_open_is_a_lock_not_a_defect(home: Home, project: Path) -> None:
    code = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code, str(home.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdout.readline() == "open\n"
    try:
        with pytest.raises(LockedError, match="another process"):
            run_dbt(home, "first build", "code", lambda _: None, project)
    finally:
        other.communicate("")


def test_the_environment_is_as_it_was(home: Home, project: Path) -> None:
    before = dict(os.environ)
    run_dbt(home, "first build", "code", lambda _: None, project)
    assert dict(os.environ) == before


def test_arguments_name_folders_of_the_home_and_no_vars(home: Home) -> None:
    arguments = dbt_arguments(home, build_command(full_refresh=False))
    assert "run" in arguments and "--vars" not in arguments
    assert arguments[arguments.index("--target-path") + 1] == str(home.state / "dbt" / "target")
    assert "--full-refresh" in build_command(full_refresh=True) and "seed" in build_command(full_refresh=True)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "Conversion Error: Could not convert string 'pat@example.com' to INT32",
            "Conversion Error: Could not convert string '…' to INT32",
        ),
        ("Constraint Error: NOT NULL constraint failed", "Constraint Error: NOT NULL constraint failed"),
        ('Binder Error: column "vin" not found\n  > in macro x (y.sql)', 'Binder Error: column "vin" not found'),
    ],
)
def test_messages_lose_values_and_trails_of_macros_and_keep_names(message: str, shown: str) -> None:
    assert mask_values(message) == shown


def tables(home: Home) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        names = con.execute("select table_name from information_schema.tables where table_schema = 'marts' order by 1").fetchall()
        return {name: con.execute(f"select * from marts.{name} order by all").fetchall() for (name,) in names}


def add_word(home: Home, word: str) -> None:
    with duckdb.connect(str(home.warehouse)) as con:
        con.execute(f"insert into raw.words values ('{word}')")


def test_the_plan_of_a_run_gives_what_dbt_gives(home: Home, project: Path) -> None:
    assert not build_models(home, "first build", "code", lambda _: None, project).is_replayed
    add_word(home, "35")
    by_plan = build_models(home, None, "code", lambda _: None, project)
    assert by_plan.is_replayed and by_plan.models == 5
    made_by_plan = tables(home)
    assert made_by_plan["mart_d"] == [(42, 84)]
    assert not run_dbt(home, None, "code", lambda _: None, project).is_replayed
    assert tables(home) == made_by_plan


@pytest.mark.parametrize("change", ["code", "column", "asked", "no plan"])
def test_whatever_could_change_a_statement_sends_the_build_to_dbt(home: Home, project: Path, change: str) -> None:
    build_models(home, "first build", "code", lambda _: None, project)
    if change == "column":
        with duckdb.connect(str(home.warehouse)) as con:
            con.execute("alter table raw.words add column language varchar")
    elif change == "no plan":
        (home.state / replay.PLAN).write_text("{ half a", encoding="utf-8")
    assert replay.plan_for(home, "other code" if change == "code" else "code") is None or change == "asked"
    reason = "asked for" if change == "asked" else None
    if change == "asked":
        assert not build_models(home, reason, "code", lambda _: None, project).is_replayed


def test_a_model_that_fails_by_plan_is_named_without_the_data_and_the_plan_is_forgotten(home: Home, project: Path) -> None:
    build_models(home, "first build", "code", lambda _: None, project)
    add_word(home, "pat@example.com")
    with pytest.raises(BuildError, match=r"mart_b could not be built: Conversion Error: .*stays as it was") as caught:
        build_models(home, None, "code", lambda _: None, project)
    assert "pat@example.com" not in str(caught.value)
    assert replay.plan_for(home, "code") is None
    with duckdb.connect(str(home.warehouse)):
        pass


class Told:
    """A result of dbt, as far as a plan looks at it."""

    def __init__(self, name: str, materialized: str = "table", reads: tuple[str, ...] = (), kind: str = "model") -> None:
        self.node = self
        self.unique_id, self.resource_type = f"{kind}.small.{name}", kind
        self.materialized, self.nodes = materialized, list(reads)
        self.config = self.depends_on = self


@pytest.mark.parametrize(
    "odd",
    [
        Told("b", materialized="incremental"),
        Told("b", materialized="view", reads=("model.small.ephemeral",)),
        Told("hook", kind="operation"),
    ],
)
def test_a_run_that_does_more_than_make_tables_has_no_plan(odd: Told) -> None:
    recorder = replay.Recorder()
    assert recorder.plan([Told("a", materialized="view")]) is not None
    assert recorder.plan([Told("a", materialized="view"), odd]) is None


def test_other_code_is_parsed_from_scratch_and_the_same_is_not(home: Home, project: Path) -> None:
    kept = home.state / "dbt" / "target" / "partial_parse.msgpack"
    run_dbt(home, "first build", "code", lambda _: None, project)
    kept.write_bytes(b"what dbt could not read")
    run_dbt(home, "models or seeds changed", "other code", lambda _: None, project)
    first = kept.stat().st_ino, kept.read_bytes()[:4]
    assert first[1] != b"what"
    run_dbt(home, None, "other code", lambda _: None, project)
    assert kept.exists()

"""Every check of the audit holds in a sound warehouse and is tripped by the defect that it is there for."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from small_house import AS_OF, RUN_ID, build, defects

from expectations.checks import Check
from expectations.engine import run_suite
from expectations.suites import SUITES, volume
from expectations.warehouse import Warehouse


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("house") / "warehouse.duckdb"
    build(path)
    return path


def all_checks(path: Path) -> list[tuple[str, Check]]:
    with Warehouse(path, RUN_ID, AS_OF) as house:
        return [(suite, check) for suite, checks in SUITES.items() for check in checks(house)]


def test_nothing_is_wrong_in_a_sound_warehouse(sound: Path) -> None:
    with Warehouse(sound, RUN_ID, AS_OF) as house:
        outcomes = [o for name, checks in SUITES.items() for o in run_suite(house, name, checks(house))]
    assert [(o.check.name, o.status, o.observed) for o in outcomes if o.status != "passed"] == []
    assert len(outcomes) > 220


class Opened(Warehouse):
    """A warehouse on a connection that may write: a defect is made and rolled back, without a copy of the file for each."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.run_id, self.as_of, self._connection, self.previous_counts = RUN_ID, AS_OF, connection, {}
        self.tables = self._catalogue()


def test_each_check_is_tripped_by_its_defect(sound: Path, tmp_path: Path) -> None:
    """One loop, not 250 tests: what they share (the file, Great Expectations) takes longer than they do."""
    checks = all_checks(sound)
    shutil.copy(sound, tmp_path / "broken.duckdb")
    with duckdb.connect(str(tmp_path / "broken.duckdb")) as con:
        con.execute("set timezone = 'UTC'")
        for suite, check in checks:
            for defect in defects(check.name, check.table):
                con.execute("begin")
                con.execute(defect)
                outcome = run_suite(Opened(con), suite, [check])[0]
                con.execute("rollback")
                wanted = "failed" if check.severity == "critical" else "warned"
                assert outcome.status == wanted, f"{check.name} did not see: {defect} ({outcome.observed})"


def test_names_are_unique_and_words_are_for_readers(sound: Path) -> None:
    names = [check.name for _, check in all_checks(sound)]
    assert len(set(names)) == len(names)
    for _, check in all_checks(sound):
        assert check.title and check.consequence.endswith("."), check.name
        assert check.because or check.arguments.get("max_value") in (0, 0.005, None), f"{check.name}: a limit without a reason"


def test_a_table_that_lost_most_of_its_rows_is_a_warning(sound: Path, tmp_path: Path) -> None:
    published = tmp_path / "rooftop.duckdb"
    shutil.copy(sound, published)
    with duckdb.connect(str(published)) as con:
        con.execute("insert into facts.fct_quotes select 'Q' || i from range(99) as t (i)")
    with Warehouse(sound, RUN_ID, AS_OF, previous=published) as house:
        outcomes = run_suite(house, "volume", volume.checks(house))
    assert [(o.check.name, o.status) for o in outcomes] == [("fct_quotes.keeps_its_rows", "warned")]


def test_before_the_first_publication_there_is_no_volume_to_compare(sound: Path, tmp_path: Path) -> None:
    with Warehouse(sound, RUN_ID, AS_OF, previous=tmp_path / "none.duckdb") as house:
        assert volume.checks(house) == []


def test_a_question_that_cannot_be_answered_is_a_failure_not_a_crash(sound: Path) -> None:
    check = Check(
        "x.y",
        "t",
        "c.",
        "critical",
        "select no_such_column from raw.load_ledger",
        "ExpectColumnSumToBeBetween",
        {},
        "",
        ["raw.load_ledger"],
    )
    with Warehouse(sound, RUN_ID, AS_OF) as house:
        outcome = run_suite(house, "broken", [check])[0]
    assert outcome.status == "failed"
    assert "could not be answered" in outcome.observed

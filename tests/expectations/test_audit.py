"""The audit through its front door: the verdict, both reports, and what is kept of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from small_house import AS_OF, RUN_ID, build

import expectations
from expectations.suites import privacy
from ingestion.home import PROJECT_DIR


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("house") / "warehouse.duckdb"
    build(path)
    return path


def broken(sound: Path, folder: Path, *statements: str) -> Path:
    path = folder / "warehouse.duckdb"
    shutil.copy(sound, path)
    with duckdb.connect(str(path)) as con:
        for statement in statements:
            con.execute(statement)
    return path


def test_a_sound_warehouse_may_be_published(sound: Path, tmp_path: Path) -> None:
    result = expectations.audit(sound, tmp_path / "reports", run_id=RUN_ID, as_of=AS_OF)
    assert result.critical_failures == [] and result.checks_failed == 0
    report = json.loads(result.json_path.read_text())
    assert report["run_id"] == RUN_ID and report["verdict"] == "passed" and report["as_of"] == "2026-03-31T22:00:00Z"
    assert [c["check"] for c in report["checks"] if c["status"] != "passed"] == []
    assert report["checks_passed"] == result.checks_passed == len(report["checks"])
    assert "Good to publish" in result.html_path.read_text()


def test_a_critical_failure_refuses_and_stands_first_in_the_report(sound: Path, tmp_path: Path) -> None:
    path = broken(
        sound, tmp_path, "update marts.mart_funnel set leads = 5, lead_records = 6", "update marts.mart_data_freshness set status = 'stale'"
    )
    result = expectations.audit(path, tmp_path / "reports", run_id=RUN_ID, as_of=AS_OF)
    assert any("funnel counts every opportunity once" in f for f in result.critical_failures)
    assert result.checks_warned == 1
    page = result.html_path.read_text()
    assert "Not published" in page
    order = [page.index(t) for t in ("Not published", "The funnel counts every opportunity once", "Every source has sent", "What held")]
    assert order == sorted(order)
    assert "leads in the funnel 5, opportunities 1" in page


def test_the_report_stands_alone_and_shows_no_values_of_people(sound: Path, tmp_path: Path) -> None:
    path = broken(sound, tmp_path, "update marts.mart_funnel set daypart = 'ada@example.com'")
    result = expectations.audit(path, tmp_path / "reports", run_id=RUN_ID, as_of=AS_OF)
    for text in (result.html_path.read_text(), result.json_path.read_text()):
        assert "ada@" not in text
    assert "aaa@aaaaaaa.aaa" in result.html_path.read_text()
    assert not re.search(r"(src|href)=", result.html_path.read_text())


def test_a_warehouse_without_marts_is_not_good_to_publish(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    result = expectations.audit(path, tmp_path / "reports", run_id=RUN_ID, as_of=AS_OF)
    assert result.checks_failed > 0


def test_results_are_remembered_once_per_run(sound: Path, tmp_path: Path) -> None:
    path = broken(sound, tmp_path, "delete from facts.fct_opportunities")
    result = expectations.audit(path, tmp_path / "reports", run_id=RUN_ID, as_of=AS_OF)
    written = expectations.remember(path, result.json_path)
    assert expectations.remember(path, result.json_path) == written
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(
            "select count(*), count(distinct check_name), max(as_of_at), count(case when status = 'failed' then 1 end) "
            "from raw.quality_results"
        )
        count, names, as_of, failed = rows.fetchone()
    assert count == names == written
    assert as_of == AS_OF.replace(tzinfo=None)
    assert failed == result.checks_failed > 0


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, expectations; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT_DIR).returncode == 0


def test_models_mask_what_the_audit_refuses() -> None:
    macro = (PROJECT_DIR / "dbt_project/macros/dialect/without_contacts.sql").read_text()
    assert privacy.EMAIL in macro
    assert privacy.PHONE in macro


@pytest.mark.parametrize(
    ("text", "is_contact"),
    [
        ("ask ada.sample+x@mail.example.com today", True),
        ("(312) 555-0142", True),
        ("312-555-0142", True),
        ("1 312.555.0142", True),
        ("+13125550142", True),
        ("1FTFW1E50NFA00017", False),
        ("campaign 20391827364", False),
        ("2026-03-31", False),
        ("cars.com @ home", False),
        ("https://example.com/inventory?x=1", False),
    ],
)
def test_what_counts_as_a_contact(text: str, is_contact: bool) -> None:
    found = duckdb.execute("select regexp_matches(?, ?) or regexp_matches(?, ?)", [text, privacy.EMAIL, text, privacy.PHONE]).fetchone()
    assert found == (is_contact,)

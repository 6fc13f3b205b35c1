"""From the landing folder to raw, through the front door."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion import contents, intake, seen
from ingestion.errors import ConservationError, HomeError, UsageError
from ingestion.home import Home
from ingestion.run import ingest
from ingestion.sources import registry
from tests.ingestion.conftest import AS_OF, LEADS_HEADER, Desk, lead, leads

STORES = "store_id,store_name,timezone\nS1,Ann Arbor Ford,America/Detroit\n"


def test_every_table_of_raw_is_there_before_any_file(desk: Desk) -> None:
    report = desk.ingest(run_id="r1")
    assert not report.has_new_files
    tables = set(desk.column("select table_name from duckdb_tables() where schema_name = 'raw'"))
    declared = {t.name for s in registry.all_sources() for t in s.tables(desk.home)}
    assert {"canonical__leads", "canonical__targets", "adf__leads", "feeds__inventory_snapshots"} <= declared <= tables
    assert {"load_ledger", "quarantine_findings", "run_clock", "config__lead_source_map", "config__parameters"} <= tables
    assert desk.query("select run_id, as_of_at from raw.run_clock") == [("r1", AS_OF.replace(tzinfo=None))]


def test_bad_input_is_set_aside_with_its_place_and_everything_else_loads(desk: Desk, tmp_path: Path) -> None:
    desk.drop("stores/stores.csv", "\ufeff" + STORES + "S2,Nowhere Auto,Mars/Phobos\n")
    desk.drop("leads/1_good.csv", leads(lead("L1"), lead("L2", store_id=""), lead("", inquiry_at="31/31/2026 25:00"), lead("L3")))
    desk.drop("leads/2_lines.csv", LEADS_HEADER + ",comments\n" + lead("L4") + ',"two\nlines"\n' + lead("L5", inquiry_at="soon") + ",\n")
    desk.drop("leads/3_long_row.csv", leads(lead("L6"), lead("L7") + ",more"))
    desk.drop("leads/4_quote.csv", leads(lead("L8"), 'L9,"S1', lead("L10")))
    desk.drop("leads/5_no_column.csv", "lead_id,store_id\nL11,S1\nL12,S1\n")
    desk.drop("leads/6_units_here.csv", "stock_number,vin\nN1,V\n")
    desk.drop("leads/7_case.csv", leads(lead("L13")).replace(LEADS_HEADER, " Lead_ID ,STORE_ID,Inquiry_At,EMAIL,Updated_at"))
    desk.drop("leads/8_cut.csv.gz", gzip.compress(leads(lead("L14")).encode())[:-8])
    desk.drop(
        "leads/9_whole.jsonl.gz",
        gzip.compress(json.dumps(dict(zip(LEADS_HEADER.split(","), lead("L15").split(","), strict=True))).encode()),
    )
    desk.drop("leads/nul.csv", leads(lead("L\0")))
    desk.drop("leads/utf16.csv", leads(lead("L16")).encode("utf-16"))
    desk.drop("leads/zero.csv", "")
    desk.drop("leads/not.parquet", leads(lead("L17")))
    desk.drop("leads/notes.docx", "x")
    desk.drop("leads/.hidden.csv", "x")
    desk.drop("leads/coming.csv.part", "x")
    desk.drop("warranty_claims/claims.csv", "a,b\n1,2\n")
    desk.drop("loose.csv", "a,b\n1,2\n")
    desk.drop("appointments/header_only.csv", "appointment_id,store_id,set_at,scheduled_at,status,updated_at\n")
    pq.write_table(
        pa.table({c: [v] for c, v in zip(LEADS_HEADER.split(","), lead("L18").split(","), strict=True)}), desk.drop("leads/z.parquet", "")
    )

    report = desk.ingest()

    assert desk.visible("canonical__leads", "lead_id") == ["L1", "L3", "L4", "L6", "L13", "L15", "L18"]
    assert desk.visible("canonical__stores", "store_id") == ["S1"]
    assert desk.findings() == sorted(
        [
            ("stores.csv", 3, "timezone", "unparseable_value", False),
            ("1_good.csv", 3, "store_id", "missing_required_value", False),
            ("1_good.csv", 4, "lead_id", "missing_required_value", False),
            ("1_good.csv", 4, "inquiry_at", "unparseable_value", False),
            ("2_lines.csv", 4, "inquiry_at", "unparseable_value", False),
            ("3_long_row.csv", 3, None, "malformed_row", False),
            ("4_quote.csv", None, None, "unreadable_file", False),
            ("5_no_column.csv", None, "inquiry_at", "missing_required_column", False),
            ("5_no_column.csv", None, "updated_at", "missing_required_column", False),
            *(("6_units_here.csv", None, c, "missing_required_column", False) for c in ("lead_id", "store_id", "inquiry_at", "updated_at")),
            *(
                (f, None, None, "unreadable_file", False)
                for f in ("8_cut.csv.gz", "nul.csv", "utf16.csv", "zero.csv", "not.parquet", "notes.docx")
            ),
            ("claims.csv", None, None, "unknown_entity", False),
            ("loose.csv", None, None, "unknown_entity", False),
        ],
        key=str,
    )
    assert desk.query("select comments from raw.canonical__leads where lead_id = 'L4'") == [("two\nlines",)]
    assert report.rows_read == report.rows_loaded + report.rows_set_aside
    ledger = dict(desk.query("select file, (rows_read, rows_loaded, rows_set_aside, status) from raw.load_ledger"))
    assert ledger["canonical/leads/1_good.csv"] == (4, 2, 2, "loaded")
    assert ledger["canonical/leads/5_no_column.csv"] == (2, 0, 2, "set_aside")
    assert ledger["canonical/appointments/header_only.csv"] == (0, 0, 0, "loaded")
    messages = " ".join(desk.column("select message from raw.quarantine_findings"))
    assert "example.com" not in messages and "L9" not in messages


def test_a_content_is_loaded_once_and_a_changed_file_is_a_new_batch(desk: Desk) -> None:
    path = desk.drop("leads/a.csv", leads(lead("L1")))
    desk.drop("leads/b.csv", leads(lead("L2")))
    desk.ingest(run_id="r1")
    assert desk.ingest(run_id="r2").files_known == 2
    path.write_text(leads(lead("L1"), lead("L3")))
    desk.drop("leads/a2.csv", leads(lead("L1")))  # the same content under another name is another batch
    assert [b.file for b in desk.ingest(run_id="r3").batches] == ["canonical/leads/a.csv", "canonical/leads/a2.csv"]
    path.write_text(leads(lead("L1")))  # as it was at first: known
    assert desk.ingest(run_id="r4").batches == []
    assert desk.query("select file, run_id, run_number, arrival from raw.load_ledger order by arrival") == [
        ("canonical/leads/a.csv", "r1", 1, 1),
        ("canonical/leads/b.csv", "r1", 1, 2),
        ("canonical/leads/a.csv", "r3", 2, 3),
        ("canonical/leads/a2.csv", "r3", 2, 4),
    ]
    assert desk.visible("canonical__leads", "lead_id") == ["L1", "L2", "L1", "L3", "L1"]


def test_a_set_aside_file_is_tried_again_when_the_rules_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop("leads/a.csv", "lead_id,store_id\nL1,S1\n")
    desk.ingest()
    assert desk.ingest().batches == []
    from ingestion import contract

    old = contract.entities()["leads"]
    milder = contract.Entity("leads", old.key, ("store_id",), (), old.columns)
    monkeypatch.setattr("ingestion.sources.files.entities", lambda: {**contract.entities(), "leads": milder})
    assert [b.status for b in desk.ingest().batches] == ["loaded"]
    assert desk.visible("canonical__leads", "lead_id") == ["L1"]
    assert desk.ingest().batches == []


def test_odd_names_of_columns_survive_the_way_to_raw(desk: Desk) -> None:
    header = LEADS_HEADER + ",2nd Phone,_batch_id,Order,a--b,Prénom,"
    desk.drop("leads/a.csv", header + "\n" + lead("L1") + ",1,2,3,4,5,6\n")
    desk.drop("leads/b.csv", leads(lead("L2")))
    desk.ingest()
    sql = 'select "2nd_phone", batch_id, "order", a_b, prenom, column_11 from raw.canonical__leads order by lead_id'
    assert desk.query(sql) == [("1", "2", "3", "4", "5", "6"), (None,) * 6]


def test_same_time_stamp_other_content_is_noticed(desk: Desk) -> None:
    path = desk.drop("leads/a.csv", leads(lead("L1")))
    stamp = path.stat().st_mtime_ns
    desk.ingest()
    assert not seen.pending(desk.home)
    path.write_text(leads(lead("L2")))
    os.utime(path, ns=(stamp, stamp))
    assert seen.pending(desk.home).files == ("canonical/leads/a.csv",)
    desk.ingest()
    assert desk.visible("canonical__leads", "lead_id") == ["L1", "L2"]
    assert not seen.pending(desk.home)


def test_pending_names_new_files_and_changed_configuration_and_forgets_a_touch(desk: Desk) -> None:
    assert seen.pending(desk.home)
    path = desk.drop("leads/a.csv", leads(lead("L1")))
    desk.drop("../nobody/x.csv", "x")
    report = desk.ingest()
    assert any("landing/nobody: 1 files are nobody's" in note for note in report.notes)
    assert not seen.pending(desk.home)
    os.utime(path)
    assert not seen.pending(desk.home)
    desk.drop("leads/b.csv", leads(lead("L2")))
    (desk.home.config / "rooftop.yml").write_text("keep_versions: 3\n")
    new = seen.pending(desk.home)
    assert (new.files, new.is_config_changed) == (("canonical/leads/b.csv",), True)
    assert "canonical/leads/b.csv" in seen.pending(desk.home).files
    desk.ingest(only=["adf"])
    assert seen.pending(desk.home).files == ("canonical/leads/b.csv",)
    (desk.home.config / "rooftop.yml").write_text("sources: [adf]\n")
    assert seen.pending(desk.home).files == ()  # a source that is switched off has nothing new


def test_pending_answers_without_the_heavy_libraries(desk: Desk) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from ingestion import seen; from ingestion.home import Home; seen.pending(Home.at(sys.argv[1]));"
        " print([m for m in ('dlt', 'pyarrow', 'duckdb', 'pandas', 'yaml') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code, str(desk.home.root)], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.drop("leads/a.csv", leads(lead("L1")))
    desk.drop("leads/b.csv", leads(lead("L2")))
    real = os.fstat

    def write_meanwhile(descriptor: int) -> os.stat_result:
        stat = real(descriptor)
        if stat.st_ino == path.stat().st_ino and "L3" not in path.read_text():
            with path.open("a") as f:
                f.write(lead("L3") + "\n")
        return stat

    monkeypatch.setattr(contents.os, "fstat", write_meanwhile)
    report = desk.ingest()
    monkeypatch.undo()
    assert any("a.csv was written to while it was read" in note for note in report.notes)
    assert desk.visible("canonical__leads", "lead_id") == ["L2"]
    assert seen.pending(desk.home).files == ("canonical/leads/a.csv",)
    desk.ingest()
    assert desk.visible("canonical__leads", "lead_id") == ["L2", "L1", "L3"]


def test_a_lost_row_stops_the_run_and_nothing_of_it_is_visible(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop("leads/a.csv", leads(lead("L1"), lead("L2")))
    real = intake.Intake._flush
    monkeypatch.setattr(intake.Intake, "_flush", lambda self, table: ((name, rows.slice(1)) for name, rows in real(self, table)))
    with pytest.raises(ConservationError, match="2 rows read, 0 set aside, 1 in raw"):
        desk.ingest()
    monkeypatch.undo()
    assert desk.visible("canonical__leads", "lead_id") == []
    report = desk.ingest()
    assert desk.visible("canonical__leads", "lead_id") == ["L1", "L2"]
    assert any("1 rows" in note and "removed" in note for note in report.notes)
    assert desk.query("select count(*) from raw.canonical__leads") == [(2,)]


def test_a_defect_in_a_source_costs_its_file_and_not_the_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop("leads/a.csv", leads(lead("L1")))
    desk.drop("leads/b.jsonl", "{}")
    monkeypatch.setattr("ingestion.sources.files._jsonl", lambda *a: 1 / 0)
    desk.ingest()
    assert desk.findings() == [("b.jsonl", None, None, "unreadable_file", False)]
    assert desk.visible("canonical__leads", "lead_id") == ["L1"]


def test_one_source_alone_and_no_such_source(desk: Desk) -> None:
    desk.drop("leads/a.csv", leads(lead("L1")))
    assert desk.ingest(only=["adf"]).batches == []
    assert len(desk.ingest(only=["canonical"]).batches) == 1
    with pytest.raises(UsageError, match="Did you mean canonical"):
        desk.ingest(only=["cannonical"])


@pytest.mark.parametrize("root", ["/proc/rooftop-home", "/dev/null/home"])
def test_a_home_that_cannot_be_written_is_said_in_one_line(root: str) -> None:
    with pytest.raises(HomeError, match="cannot be written") as error:
        ingest(Home.at(root))
    assert "\n" not in str(error.value)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(HomeError, match="is a file"):
        ingest(Home.at(tmp_path / "home"))


def test_file_names_that_are_no_text_and_links_without_end(desk: Desk) -> None:
    folder = desk.drop("leads/a.csv", leads(lead("L1"))).parent
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.csv")).write_text(leads(lead("L2")))
    (folder / "loop").symlink_to(folder)
    desk.ingest()
    assert desk.column("select file from raw.load_ledger order by arrival") == ["canonical/leads/a.csv", "canonical/leads/caf\\xe9.csv"]
    assert not seen.pending(desk.home)
    assert desk.ingest().batches == []


def test_a_disk_that_is_full_is_said_in_one_line_and_the_next_run_does_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop("leads/a.csv", leads(lead("L1")))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents, "keep", full)
    with pytest.raises(HomeError, match="No space left on device"):
        desk.ingest()
    monkeypatch.undo()
    desk.ingest()
    assert desk.visible("canonical__leads", "lead_id") == ["L1"]


def test_another_separator_is_guessed_in_the_message(desk: Desk) -> None:
    desk.drop("leads/a.csv", leads(lead("L1")).replace(",", ";"))
    desk.ingest()
    assert all("separated by something else" in m for m in desk.column("select message from raw.quarantine_findings"))


def test_a_run_in_which_every_file_is_bad_is_a_run(desk: Desk) -> None:
    desk.drop("leads/zero.csv", "")
    desk.drop("leads/all_rows_bad.csv", leads(lead("L1", store_id="")))
    report = desk.ingest()
    assert (report.files_set_aside, report.rows_loaded, report.rows_set_aside) == (1, 0, 1)
    assert desk.visible("canonical__leads", "lead_id") == []
    assert desk.ingest().batches == []


def test_text_that_only_json_and_parquet_can_hold(desk: Desk) -> None:
    columns = LEADS_HEADER.split(",")
    desk.drop("leads/a.jsonl", json.dumps(dict(zip(columns, lead("L1").split(","), strict=True)) | {"x": "a\0b\ud83d\ude97\n"}))
    table = pa.table(
        {**{c: [v] for c, v in zip(columns, lead("L2").split(","), strict=True)}, "is_test": [1.0], "phone": [7345550100.0], "x": ["a\0b"]}
    )
    pq.write_table(table, desk.drop("leads/b.parquet", ""))
    desk.ingest()
    assert desk.findings() == []
    assert desk.query("select x, is_test, phone from raw.canonical__leads order by lead_id") == [
        ("a\0b🚗\n", None, None),
        ("a\0b", "1", "7345550100"),
    ]

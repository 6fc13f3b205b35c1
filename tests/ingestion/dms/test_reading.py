"""A DMS's file to raw, in process: headers that drift, columns that vanish, tabs without quotes, rows without a key."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingestion.sources.files.csv_exact import read_exact
from ingestion.sources.files.csv_fast import read_fast
from tests.ingestion.conftest import Desk
from tests.ingestion.dms.records import opentrack_deal, sale, sl, sv


def lay(desk: Desk, relative: str, text: str | bytes) -> None:
    path = desk.home.landing / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("name", ["DVD1_20260307_0530_{}.txt", "DVD1_{}.csv.gz", "{}/1234/a.txt", "backfill/DVD1_20240101_0000_{}.TXT"])
def test_a_file_finds_its_table(desk: Desk, name: str) -> None:
    import gzip

    for kind, folder, text in (("SL", "sales", sl(sale("1", "F"))), ("SV", "repair_orders", sv({"RO Number": "7"}))):
        path = f"dealervault/{name.format(folder if '/1234/' in name else kind)}"
        lay(desk, path, gzip.compress(text.encode()) if path.endswith(".gz") else text)
    report = desk.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (2, 0)
    assert desk.visible("dealervault__sales", "deal_number") == ["1"]
    assert desk.visible("dealervault__repair_orders", "ro_number") == ["7"]


def test_headers_are_matched_by_name_and_alias(desk: Desk) -> None:
    lay(desk, "dealervault/DVD1_20260307_0530_SV.txt", sv({"RO Number": "1", "Closed RO Date": "3/5/2026"}))
    lay(desk, "dealervault/DVD1_20260308_0530_SV.txt", sv({"RO Number": "2", "Closed RO Date": "3/6/2026"}).replace("Closed RO", "close"))
    desk.ingest()
    assert desk.visible("dealervault__repair_orders", "close_date") == ["3/5/2026", "3/6/2026"]
    assert "closed_ro_date" not in desk.column(
        "select column_name from information_schema.columns where table_name = 'dealervault__repair_orders'"
    )


def test_a_vanished_column_fails_its_file_alone_by_name(desk: Desk) -> None:
    lay(desk, "dealervault/DVD1_20260307_0530_SL.txt", sl(sale("1", "F")).replace("Front Gross", "Frontal"))
    lay(desk, "dealervault/DVD1_20260308_0530_SL.txt", sl(sale("2", "F")))
    desk.ingest()
    assert desk.visible("dealervault__sales", "deal_number") == ["2"]
    assert desk.findings() == [("DVD1_20260307_0530_SL.txt", None, "front_gross", "missing_required_column", False)]


def test_a_home_names_a_header_of_its_own(desk: Desk) -> None:
    lay(desk, "dealervault/DVD1_20260307_0530_SL.txt", sl(sale("1", "F")).replace("Front Gross", "Frontal"))
    own = desk.home.config / "exports" / "dealervault.yml"
    own.parent.mkdir(parents=True)
    own.write_text("tables: {sales: {aliases: {Front Gross: [Frontal]}}}\n")
    desk.ingest()
    assert desk.visible("dealervault__sales", "front_gross") == ["(1,250.50)"]


def test_tabs_have_no_quotes(desk: Desk) -> None:
    """An inch sign, a stray quote, an id with leading zeros, cp1252: all as sent; a row with a cell too many costs itself."""
    text = sl(
        sale("0001", "F", Full_Name='O"NEIL, ANNÉ'), sale("0002", "F", Full_Name='"quoted"') | {"Sale Comments": "x\ty"}, sale("0003", "F")
    )
    lay(desk, "dealervault/DVD1_20260307_0530_SL.txt", text.encode("cp1252"))
    report = desk.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (2, 1)
    assert desk.visible("dealervault__sales", "full_name") == ['O"NEIL, ANNÉ', None]
    assert desk.visible("dealervault__sales", "_line_number") == [2, 4]
    assert [f[1:4] for f in desk.findings()] == [(3, None, "malformed_row")]


def test_an_empty_column_that_nobody_reads_is_not_carried(desk: Desk) -> None:
    def columns() -> list[str]:
        return [str(c) for c in desk.column("select column_name from information_schema.columns where table_name = 'dealervault__sales'")]

    lay(desk, "dealervault/DVD1_20260307_0530_SL.txt", sl(sale("1", "F")))
    first = desk.ingest()
    assert "sale_comments" not in columns() and "individual_business_flag" in columns()
    lay(desk, "dealervault/DVD1_20260308_0530_SL.txt", sl(sale("2", "F", Sale_Comments="kept")))
    second = desk.ingest()
    assert desk.visible("dealervault__sales", "sale_comments") == [None, "kept"]
    assert not [note for note in first.notes + second.notes if "column" in note]  # it was in the header all along


def test_a_row_without_its_key_costs_itself(desk: Desk) -> None:
    lay(desk, "opentrack/E_1/deals_a.xml", f"<answer>{opentrack_deal('1')}<Result><VIN>X</VIN></Result></answer>")
    report = desk.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (1, 1)
    assert [f[2:4] for f in desk.findings()] == [("dealnumber", "missing_required_value")]


@pytest.mark.parametrize("seed", range(60))
def test_tabs_come_out_the_same_by_both_readers(tmp_path: Path, seed: int) -> None:
    """Arrow's parser and the exact one: the same rows, numbers and lines, with quotes as signs and as quotes, blank lines and CR LF."""
    rng = random.Random(seed)
    has_quotes, end = rng.random() < 0.5, rng.choice(["\n", "\r\n"])
    words = ["", "x", " y ", "1,250.00", "é", "a|b"] + (['"q\tq"', '"two""', '""'] if has_quotes else ['15"', '"', '"a" b'])
    lines = ["a\tb\tc", *("\t".join(rng.choice(words) for _ in range(3)) for _ in range(rng.randint(1, 30)))]
    lines = [line for line in lines for line in ([line, ""] if rng.random() < 0.1 else [line])]
    data = end.join([*lines, ""] if rng.random() < 0.8 else lines).encode()
    fast = read_fast(data, "\t", has_quotes)
    if fast is None:
        return
    spool, count, findings, names = read_exact(data, "t", tmp_path, "\t", has_quotes)
    exact = [row for piece in spool.pieces() for row in piece.rows.to_pylist()]
    assert (fast.to_pylist(), fast.num_rows, findings) == (exact, count, [])
    assert fast.column_names[:3] == names


def test_most_tabbed_files_go_the_fast_way() -> None:
    for text in (
        sl(sale("1", "F", Full_Name='O"NEIL')),
        sl(sale("1", "F")).replace("\n", "\r\n"),
        sl(*(sale(str(n), "B") for n in range(40))),
    ):
        assert read_fast(text.encode(), "\t", has_quotes=False) is not None

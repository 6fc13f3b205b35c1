"""Leads through the engine: every file of landing/adf, into raw, once."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from ingestion.home import PROJECT_DIR
from tests.ingestion.adf.test_documents import CAR, DATE, ID, SHOPPER, document, mail, prospect
from tests.ingestion.conftest import Desk

SAMPLES = PROJECT_DIR.parent / "shared" / "data" / "adf_samples"


def lay(desk: Desk, name: str, content: str | bytes) -> Path:
    path = desk.home.landing / "adf" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_every_kind_of_file_and_what_is_none(desk: Desk) -> None:
    second = prospect(ID.replace("1001", "1002"), CAR, SHOPPER)
    lay(desk, "a.xml", document(prospect(), "\n" + second))
    lay(desk, "deep/er/b.adf", document())
    lay(desk, "c.eml", mail(document()))
    lay(desk, "d.txt", document())
    lay(desk, "e.xml.gz", gzip.compress(document().encode()))
    lay(desk, "f.xml.part", document())
    lay(desk, "g.xml", "no lead")
    lay(desk, "h.xml", b"")
    report = desk.ingest()
    assert len(desk.visible("adf__leads", "lead_key")) == 6
    assert len(set(desk.visible("adf__leads", "lead_key"))) == 2, "the same document is the same lead, whatever its file is called"
    assert desk.findings() == [
        ("a.xml", 2, "requestdate", "missing_required_value", True),
        ("g.xml", None, None, "unreadable_file", False),
        ("h.xml", None, None, "unreadable_file", False),
    ]
    assert desk.column("select _line_number from raw.adf__leads order by _line_number nulls first") == [None, 1, 1, 1, 1, 2]
    assert report.as_dict()
    desk.ingest()
    assert len(desk.visible("adf__leads", "lead_key")) == 6, "a file is loaded once"


def test_values_stay_out_of_findings(desk: Desk) -> None:
    lay(desk, "a.xml", document(prospect(ID, "<requestdate>call ana@example.com</requestdate>", CAR, SHOPPER)))
    desk.ingest()
    assert desk.query("select value_shape, column_name from raw.quarantine_findings") == [("aaaa aaa@aaaaaaa.aaa", "requestdate")]
    assert "ana@" not in "".join(p.read_text(errors="replace") for p in desk.home.reports.rglob("*") if p.is_file())


def test_an_empty_prospect_is_conserved(desk: Desk) -> None:
    lay(desk, "a.xml", document(prospect(ID, DATE, CAR), "<prospect> </prospect>"))
    desk.ingest()
    assert desk.query("select rows_read, rows_loaded, rows_set_aside from raw.load_ledger") == [(2, 1, 1)]


if SAMPLES.is_dir():

    @pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.xml")), ids=lambda p: p.stem)
    def test_published_samples(desk: Desk, file: Path) -> None:
        shutil.copy(file, lay(desk, file.name, b"x"))
        desk.ingest()
        (row,) = desk.query("select vendor_name, model, inquiry_at_basis from raw.adf__leads")
        assert (
            row
            == {
                "01": ("ABC Motors", "XC90", "requestdate"),
                "02": ("Acura of Bellevue", "Blazer", "requestdate"),
                "04": ("Acura of Bellevue", "Blazer", "requestdate"),
                "05": ("Springfield Honda", "Accord", "file_time"),
            }[file.stem[:2]]
        )

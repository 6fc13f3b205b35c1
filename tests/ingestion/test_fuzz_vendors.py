"""Vendors' files of every specification and form, reports and stock lists, damaged at random: no crash, every record a row or a finding."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from ingestion import contents
from ingestion.contents import FileContent
from ingestion.home import Home
from ingestion.run import ingest
from ingestion.sources.base import FileRead, FileSetAsideError, LandingFile, RawTable
from ingestion.sources.exports.reading import read_export
from ingestion.sources.feeds.profile_reader import built_in_names
from ingestion.sources.feeds.source import FeedSource
from ingestion.sources.registry import all_sources
from ingestion.sources.reports.profile_reader import BUILT_IN
from ingestion.sources.reports.source import ReportSource
from tests.ingestion import specimens
from tests.ingestion.conftest import AS_OF, Desk
from tests.ingestion.reports.test_profiles import SAMPLES
from tests.ingestion.test_fuzz import FILES, damaged

MODIFIED_AT = datetime(2026, 3, 31, 10, tzinfo=UTC)
LIST = "Store,Stock,VIN,Type,Year,Make,Model,Price,Status\n" + "".join(
    f"S1,P{n},1HGCM82633A004352,Used,2003,Honda,Accord,\"$8,9{n:02d}\",In Stock\n" for n in range(30)
)  # fmt: skip


def account_for(reads: Iterator[Callable[[], FileRead]]) -> tuple[int, int]:
    """(files read, files refused); each read one's records are rows or findings, and each refused one says why."""
    read, refused = 0, 0
    for attempt in reads:
        try:
            result = attempt()
        except FileSetAsideError as e:
            assert e.findings and all(f.message for f in e.findings)
            refused += 1
            continue
        pieces = list(result.pieces)
        assert result.rows_read == sum(p.rows.num_rows for p in pieces) + result.rows_set_aside
        assert result.rows_set_aside == sum(not f.is_row_loaded for f in result.findings)
        for piece in pieces:
            numbers = piece.rows["_row_number"].to_pylist()
            assert len(set(numbers)) == len(numbers) and None not in numbers
            assert all(str(t) in ("string", "int64") for t in piece.rows.schema.types), piece.rows.schema
        read += 1
    return read, refused


@pytest.mark.parametrize("form", specimens.FORMS)
def test_a_whole_file_of_every_vendors_table_is_read_whole(form: str, tmp_path: Path) -> None:
    found = specimens.tables(form)
    assert found
    for spec, table in found:
        content = FileContent(specimens.specimen(spec, table, form), False, tmp_path)
        result = read_export(spec, table, specimens.file_name(spec, table, form), content)
        rows = {p.table: p.rows.num_rows for p in result.pieces}
        where = (spec.system, table.name, form)
        assert (rows[spec.raw_name(table.name)], result.rows_set_aside, result.findings) == (specimens.ROWS, 0, []), where
        assert {rows[spec.raw_name(c)] for c in table.children.values()} <= {2 * specimens.ROWS}, where


@pytest.mark.parametrize("form", specimens.FORMS)
def test_damaged_vendors_files_cost_no_more_than_themselves(form: str, tmp_path: Path) -> None:
    chance = random.Random(form)
    originals = [(spec, table, specimens.specimen(spec, table, form)) for spec, table in specimens.tables(form)]

    def attempts() -> Iterator[Callable[[], FileRead]]:
        for number in range(FILES):
            spec, table, original = originals[number % len(originals)]
            content = FileContent(damaged(original, chance), False, tmp_path)
            yield partial(read_export, spec, table, specimens.file_name(spec, table, form), content)

    read, refused = account_for(attempts())
    assert read + refused == FILES and refused > 5
    assert read > 5 or form in ("json", "xml", "parquet")


@pytest.mark.parametrize("kind", ["reports", "feeds"])
def test_damaged_reports_and_lists_cost_no_more_than_themselves(kind: str, tmp_path: Path) -> None:
    chance = random.Random(kind)
    home = Home.at(tmp_path)
    source = ReportSource() if kind == "reports" else FeedSource()
    originals = {f"{r}/S1/{f.rsplit('/', 1)[-1]}": f"{h}\n" + f"{line}\n" * 30 for r, (f, h, line, _) in SAMPLES.items()}
    if kind == "feeds":
        originals = {f"{name}/S1/20260331_0600.csv": LIST for name in built_in_names()}
    assert kind == "feeds" or {n.split("/")[0] for n in originals} == set(built_in_names(BUILT_IN))

    def attempts() -> Iterator[Callable[[], FileRead]]:
        names = sorted(originals)
        for number in range(FILES):
            relative = f"{kind}/{names[number % len(names)]}"
            file = LandingFile(source.name, "", relative, home.landing / relative, modified_at=MODIFIED_AT)
            content = FileContent(damaged(originals[names[number % len(names)]].encode(), chance), False, tmp_path)
            yield partial(source.read, file, content)

    read, refused = account_for(attempts())
    assert read + refused == FILES and read > 5 and refused > 5


def test_damaged_files_through_the_door_are_kept_and_accounted_for(desk: Desk) -> None:
    """Some of each form, every second one damaged, in one run: what came in is kept, and what is in raw is what was counted."""
    chance = random.Random("door")
    laid: dict[str, bytes] = {}
    for form in specimens.FORMS:
        for number, (spec, table) in enumerate(chance.sample(specimens.tables(form), 2)):
            data = specimens.specimen(spec, table, form)
            relative = specimens.file_name(spec, table, form).replace("specimen", f"{form}_{number}")
            laid[relative] = damaged(data, chance) if number % 2 else data
    for report, (file, header, line, _) in SAMPLES.items():
        laid[f"reports/{report}/{file}"] = damaged(f"{header}\n{line}\n".encode(), chance)
    for relative, data in laid.items():
        path = desk.home.landing / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    report_of_run = ingest(desk.home, as_of=AS_OF)
    assert report_of_run.rows_read == report_of_run.rows_loaded + report_of_run.rows_set_aside
    ledger = dict(desk.query("select file, content_hash from raw.load_ledger"))
    assert set(ledger) == set(laid)
    for relative, data in laid.items():
        assert ledger[relative] == hashlib.sha256(data).hexdigest()
        assert contents.kept(desk.home, ledger[relative], relative).data == data
    assert _visible(desk, [t for s in all_sources() for t in s.tables(desk.home)]) == report_of_run.rows_loaded
    set_aside = "select file from raw.load_ledger where rows_set_aside > 0 or status = 'set_aside'"
    assert set(desk.column(set_aside)) <= set(desk.column("select file from raw.quarantine_findings"))


def _visible(desk: Desk, tables: list[RawTable]) -> int:
    names = sorted({t.name for t in tables})
    counts = " union all ".join(
        f"select count(*) as n from raw.{t} where _batch_id in (select batch_id from raw.load_ledger)" for t in names
    )
    return int(desk.column(f"select sum(n) from ({counts})")[0])

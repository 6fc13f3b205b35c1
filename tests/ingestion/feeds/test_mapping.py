"""Store, time, cells: each way that a profile has of saying where they come from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingestion.sources.base import FileSetAsideError
from tests.ingestion.feeds.reading import Feeds

VIN = "1HGCM82633A004352"
COLUMNS = {"vin": ["VIN"], "mileage": ["Miles"], "acquired_on": ["Date"], "is_on_hold": ["Hold"], "asking_price": ["Price"]}
BASE: dict[str, Any] = {"store": {"constant": "S1"}, "snapshot_at": {"column": ["At"]}, "columns": COLUMNS}


def one(feeds: Feeds, change: dict[str, Any], header: str, row: str, path: str = "f/a.csv") -> dict[str, Any]:
    feeds.profile("f", {**BASE, **change})
    (found,) = feeds.read(path, f"{header}\n{row}\n")
    return found


@pytest.mark.parametrize(
    ("store", "path", "expected"),
    [
        ({"constant": "S7"}, "f/a.csv", "S7"),
        ({"column": ["Dealer"]}, "f/a.csv", "MP 1"),
        ({"column": ["Dealer"], "codes": {"mp 1": "S1"}}, "f/a.csv", "S1"),
        ({"path": "^feeds/f/([^/]+)/", "codes": {"north": "S2"}}, "f/North/a.csv", "S2"),
        ({"file_name": r"^([A-Z]+\d+)_"}, "f/MP22_20260331.csv", "MP22"),
        ({"file_name": r"^([A-Z]+\d+)_", "codes": {"MP22": "S3"}}, "f/deep/er/MP22_20260331.csv.gz", "S3"),
        ([{"column": ["Nothing"]}, {"path": "^feeds/f/([^/]+)/"}, {"constant": "S9"}], "f/a.csv", "S9"),
    ],
)
def test_store(feeds: Feeds, store: Any, path: str, expected: str) -> None:
    assert one(feeds, {"store": store}, "VIN,Dealer,At", f"{VIN}, MP  1 ,2026-03-31", path)["store_id"] == expected


@pytest.mark.parametrize(
    ("time", "at", "path", "expected"),
    [
        ({"column": ["At"]}, "2026-03-31T06:00:00-04:00", "f/a.csv", "2026-03-31T06:00:00-04:00"),
        ({"column": ["At"], "time_of_day": "06:00"}, "2026-03-31", "f/a.csv", "2026-03-31T06:00:00"),
        ({"column": ["At"], "time_of_day": "06:00"}, "2026-03-31 07:15", "f/a.csv", "2026-03-31T07:15:00"),
        ({"column": ["At"], "time_of_day": "06:00"}, "2026-03-31 00:00", "f/a.csv", "2026-03-31T00:00:00"),
        ({"column": ["At"], "formats": ["%d.%m.%Y"], "timezone": "America/Detroit"}, "31.03.2026", "f/a.csv", "2026-03-31T00:00:00-04:00"),
        ({"column": ["At"], "formats": ["unix"]}, "1774951200", "f/a.csv", "2026-03-31T10:00:00+00:00"),
        ({"file_name": r"_(\d{8})_(\d{4})", "formats": ["%Y%m%d%H%M"]}, "", "f/x_20260331_0515.csv.gz", "2026-03-31T05:15:00"),
        ({"file_name": r"(\d{4}-\d\d-\d\d)", "time_of_day": "06:00"}, "", "f/2026-03-31.csv", "2026-03-31T06:00:00"),
        ({"path": r"f/(\d{4})/(\d\d/\d\d)/", "formats": ["%Y%m/%d"]}, "", "f/2026/03/31/a.csv", "2026-03-31T00:00:00"),
        ({"file_time": True}, "", "f/a.csv", "2026-03-31T10:30:00+00:00"),
        ([{"file_name": r"(\d{8})", "formats": ["%Y%m%d"]}, {"file_time": True}], "", "f/99999999.csv", "2026-03-31T10:30:00+00:00"),
    ],
)
def test_snapshot_time(feeds: Feeds, time: Any, at: str, path: str, expected: str) -> None:
    assert one(feeds, {"snapshot_at": time}, "VIN,At", f"{VIN},{at}", path)["snapshot_at"] == expected


def test_snapshot_time_of_a_line_before_the_header(feeds: Feeds) -> None:
    time = {"first_line": r"as of (\S+ \S+ \S+)", "formats": ["%m/%d/%Y %I:%M %p"]}
    feeds.profile("f", {**BASE, "skip_lines": 2, "snapshot_at": time})
    (row,) = feeds.read("f/a.csv", f"Stock list\nas of 03/31/2026 05:15 AM\nVIN,Miles\n{VIN},5\n")
    assert (row["snapshot_at"], row["_line_number"]) == ("2026-03-31T05:15:00", 4)


def test_snapshot_time_in_a_json_document(feeds: Feeds) -> None:
    feeds.profile("f", {**BASE, "records": "data.units", "snapshot_at": {"json": "meta.generated"}})
    unit = {"VIN": VIN, "miles": 5, "pics": ["a", "b"], "p": {"q": 1.25}}
    document = {"meta": {"generated": "2026-03-31T05:15:00Z"}, "data": {"units": [unit]}}
    (row,) = feeds.read("f/a.json", json.dumps(document))
    expected = {"snapshot_at": "2026-03-31T05:15:00+00:00", "mileage": "5", "pics": "a|b", "p_q": "1.25", "vin": VIN}
    assert {k: row[k] for k in expected} == expected


@pytest.mark.parametrize(
    ("column", "sent", "expected"),
    [
        ("asking_price", "$24,995.00", "24995.00"), ("asking_price", "24995 USD", "24995"), ("asking_price", "(500.00)", "-500.00"),
        ("asking_price", "-$500", "-500"), ("asking_price", "Call us", "Call us"), ("asking_price", "2,4995", "2,4995"),
        ("asking_price", "0", "0"), ("mileage", "64,000 miles", "64000"), ("mileage", "64000 km", "64000 km"),
        ("mileage", " 12 mi. ", "12"), ("is_on_hold", "Y", "true"), ("is_on_hold", "No", "false"), ("is_on_hold", "maybe", "maybe"),
        ("acquired_on", "03/05/2026", "2026-03-05"), ("acquired_on", "2026-03-05T10:00:00", "2026-03-05"),
        ("acquired_on", "5 Mar 2026", "2026-03-05"), ("acquired_on", "soon", "soon"), ("acquired_on", "", None), ("mileage", "  ", None),
    ],
)  # fmt: skip
def test_cells(feeds: Feeds, column: str, sent: str, expected: str | None) -> None:
    header = {"asking_price": "Price", "mileage": "Miles", "is_on_hold": "Hold", "acquired_on": "Date"}[column]
    assert one(feeds, {}, f"VIN,At,{header}", f'{VIN},2026-03-31,"{sent}"').get(column) == expected


@pytest.mark.parametrize(
    ("spec", "sent", "expected"),
    [
        ({"from": ["S"], "values": {"In Stock": "in_stock"}}, " IN STOCK ", "in_stock"),
        ({"from": ["S"], "values": {"In Stock": "in_stock"}}, "Strange", "Strange"),
        ({"from": ["S"], "values": {"junk": ""}}, "junk", None),
        ({"from": ["S"], "empty": "unmapped"}, "", "unmapped"),
        ({"from": ["S"], "empty": "unmapped"}, "N/A", "unmapped"),
        ({"from": ["T"], "absent": "in_stock"}, "x", "in_stock"),
        ({"constant": "in_stock"}, "x", "in_stock"),
        ({"from": ["S"], "pattern": r"^(\w+) -"}, "Sold - gone", "Sold"),
        ({"from": ["S"], "pattern": r"^(\w+) -"}, "Sold", "Sold"),
        ({"from": ["S"], "values": {True: "in_stock"}}, "Yes", "in_stock"),
        ({"from": ["S"], "overrides": [{"column": ["Age"], "is": ["5"], "set": "recon"}]}, "in_stock", "recon"),
        ({"from": ["S"], "overrides": [{"column": ["Age"], "is": ["5"], "set": "recon", "except": ["hold"]}]}, "HOLD", "HOLD"),
        ({"from": ["S"], "overrides": [{"column": ["Age"], "is": ["6"], "set": "recon"}]}, "in_stock", "in_stock"),
    ],
)
def test_value_maps(feeds: Feeds, spec: dict, sent: str, expected: str | None) -> None:
    change = {"columns": {**COLUMNS, "status": spec}, "empty_values": ["n/a"]}
    assert one(feeds, change, "VIN,At,S,Age", f"{VIN},2026-03-31,{sent},5").get("status") == expected


def test_zero_and_the_second_header(feeds: Feeds) -> None:
    price = {"from": ["Internet", "Selling"], "zero_is_empty": True}
    change = {"columns": {**COLUMNS, "asking_price": price}}
    feeds.profile("f", {**BASE, **change})
    rows = feeds.read("f/a.csv", f"VIN,At,Selling,Internet\n{VIN},2026-03-31,100,90\n{VIN},2026-03-31,100,0.00\n{VIN},2026-03-31,$0,\n")
    assert [r.get("asking_price") for r in rows] == ["90", "100", None]


def test_several_date_formats(feeds: Feeds) -> None:
    date = {"from": ["Date"], "pattern": r"(\d+/\d+/\d+)\s*$", "formats": ["%m/%d/%y", "%m/%d/%Y"]}
    change = {"columns": {**COLUMNS, "acquired_on": date}}
    for sent, expected in {"02/07/26 - 02/20/26": "2026-02-20", "2/16/2026": "2026-02-16", "02/15/26-02/18/26": "2026-02-18"}.items():
        assert one(feeds, change, "VIN,At,Date", f"{VIN},2026-03-31,{sent}")["acquired_on"] == expected


def test_what_is_not_mapped_is_kept(feeds: Feeds) -> None:
    row = one(feeds, {}, "VIN,At,Miles,Photo Count,Status,Feed Name", f"{VIN},2026-03-31,5,20,S,x")
    assert (row["photo_count"], row["vendor_status"], row["vendor_feed_name"], row["feed_name"]) == ("20", "S", "x", "f")
    assert "miles" not in row


@pytest.mark.parametrize(
    ("change", "header", "column", "says"),
    [
        ({"columns": {"vin": {"from": ["VIN", "VIN No"], "required": True}, "stock_number": ["Stock"]}}, "Stock,At", "vin", "VIN, VIN No"),
        ({}, "Miles,At", "stock_number", "VIN"),
        ({"store": {"column": ["Dealer"]}}, "VIN,At", "store_id", "a store; looked for Dealer"),
        ({}, "VIN", "snapshot_at", "the time of the list; looked for At"),
        ({"snapshot_at": {"file_name": r"(\d{8})"}}, "VIN,At", "snapshot_at", "the time of the list"),
    ],
)
def test_a_vanished_column_fails_the_file_with_its_name(feeds: Feeds, change: dict, header: str, column: str, says: str) -> None:
    feeds.profile("f", {**BASE, **change})
    with pytest.raises(FileSetAsideError) as error:
        feeds.read("f/a.csv", f"{header}\n{','.join('x' * len(header.split(',')))}\n")
    found = [f for f in error.value.findings if f.column_name == column]
    assert [f.reason_code for f in found] == ["missing_required_column"] and says in found[0].message
    assert error.value.rows_read == 1


def test_several_lists_in_one_file(feeds: Feeds) -> None:
    feeds.profile("f", {**BASE, "store": {"column": ["Dealer"]}})
    rows = [f"{VIN},S{s},2026-03-{d}" for s in (1, 2) for d in (30, 31)]
    _, read = feeds.read_all("f/a.csv", "VIN,Dealer,At\n" + "\n".join(rows) + "\n")
    assert read.facts == {"lists": 4}

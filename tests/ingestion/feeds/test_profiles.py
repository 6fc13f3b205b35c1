"""Profiles as data: what each built-in one makes of a list in its vendor's form, and what a wrong one says."""

from __future__ import annotations

import pytest

from ingestion.errors import SettingsError
from ingestion.sources.base import FileSetAsideError
from ingestion.sources.feeds.profile_reader import built_in_names, load_profile
from tests.ingestion.feeds.reading import Feeds

VIN = "1HGCM82633A004352"
UNIT = {"vin": VIN, "model_year": "2003", "make": "Honda", "model": "Accord", "trim": "EX", "mileage": "61200", "asking_price": "8995"}

# One list per built-in profile: (path below landing/feeds, content, what its row says beside UNIT).
SAMPLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "homenet_iol": (
        "homenet_iol/example_20260331_0600.csv",
        "Type,Stock,VIN,Year,Make,Model,Body,Trim,ExteriorColor,InteriorColor,Miles,SellingPrice,MSRP,Certified,DateInStock,Dealer_Name,"
        "Internet_Price,ImageList\n"
        f'Used,P1234,{VIN},2003,Honda,Accord,4dr Car,EX,Blue,Gray,61200,9500,0,Yes,02/10/2025,Example Motors,8995,"https://a/1.jpg|https://a/2.jpg"\n',
        {"stock_number": "P1234", "vehicle_class": "certified", "store_id": "Example Motors", "acquired_on": "2025-02-10",
         "snapshot_at": "2026-03-31T06:00:00", "imagelist": "https://a/1.jpg|https://a/2.jpg", "status": "in_stock"},
    ),
    "vauto": (
        "vauto/2026-03-31.csv",
        "Stock #,VIN,New/Used,Year,Make,Model,Series,Odometer,Price,MSRP,Colour,Certified,Inventory Date,Age,Dealer Name\n"
        f'P1234,{VIN},U,2003,Honda,Accord,EX,"61,200","$8,995",,Blue,,2/10/2025,50,Example Motors\n',
        {"stock_number": "P1234", "vehicle_class": "used", "exterior_color": "Blue", "acquired_on": "2025-02-10",
         "snapshot_at": "2026-03-31T06:00:00", "age": "50"},
    ),
    "dealervault_inv": (
        "dealervault_inv/DVD00001_20260331_0515_INV.txt",
        "File Type\tDV Dealer ID\tVendor Dealer ID\tDMS Type\tVehicle Status\tVehicle Type\tVIN\tStock Number\tYear\t"
        "Make\tModel\tTrim\tDescription\tOdometer\tCost\tList Price\tMSRP\tInventory Date\n"
        f'INV\tDVD00001\t0042\tPBS\tA\tU\t{VIN}\t0001234\t2003\tHonda\tAccord\tEX\t17" wheels\t61200\t7,000.00\t8,995.00\t\t2/10/2025\n',
        {"stock_number": "0001234", "store_id": "DVD00001", "status": "in_stock", "vehicle_class": "used", "cost": "7000.00",
         "asking_price": "8995.00", "snapshot_at": "2026-03-31T05:15:00", "description": '17" wheels', "dealer_code_system": "dealervault"},
    ),
    "google_vla": (
        "google_vla/feed.tsv",
        "id\tvin\tstore_code\tbrand\tmodel\tyear\tcondition\tmileage\tcolor\tprice\ttrim\tcertified_pre_owned\n"
        f"u-1\t{VIN}\tS1\tHonda\tAccord\t2003\tUsed\t61200 miles\tBlue\t8995 USD\tEX\tfalse\n",
        {"store_id": "S1", "vehicle_class": "Used", "snapshot_at": "2026-03-31T10:30:00+00:00", "id": "u-1"},
    ),
    "google_vehicle_listings": (
        "google_vehicle_listings/listings-20260331.csv",
        "vin,store_code,dealership_name,price,condition,make,model,year,mileage,trim,date_in_stock\n"
        f"{VIN},S1,Example Motors,8995 USD,used,Honda,Accord,2003,61200,EX,2025-02-10\n",
        {"store_id": "S1", "acquired_on": "2025-02-10", "status": "in_stock", "snapshot_at": "2026-03-31T06:00:00"},
    ),
    "meta_catalog": (
        "meta_catalog/S1/catalog.csv",
        "vehicle_id,make,model,year,mileage.value,mileage.unit,vin,state_of_vehicle,price,trim,availability,stock_number,date_first_on_lot\n"
        f"1,Honda,Accord,2003,61200,MI,{VIN},CPO,8995 USD,EX,available,P1234,2025-02-10\n",
        {"store_id": "S1", "vehicle_class": "certified", "status": "in_stock", "mileage_unit": "MI", "acquired_on": "2025-02-10"},
    ),
    "max_digital": (
        "max_digital/Example Motors/export.csv",
        "Year,Make,Model,Trim,Certified,Stock Number,VIN,Risk Light,Photo Count,Mileage,Internet Price\n"
        f"2003,Honda,Accord,EX,No,P1234,{VIN},Green,20,61200,8995\n",
        {"store_id": "Example Motors", "vehicle_class": "used", "risk_light": "Green", "photo_count": "20"},
    ),
    "generic": (
        "generic/list.csv",
        "Store;Stock No;VIN;Condition;Yr;Make;Model;Trim;Miles;Price;Snapshot Date;In Stock Date\n"
        f"S1;P1234;{VIN};Pre-Owned;2003;Honda;Accord;EX;61200;8995;2026-03-31;N/A\n",
        {"store_id": "S1", "vehicle_class": "used", "snapshot_at": "2026-03-31T00:00:00", "status": "in_stock"},
    ),
}  # fmt: skip


def test_every_built_in_profile_has_a_sample() -> None:
    assert set(SAMPLES) == set(built_in_names())


@pytest.mark.parametrize("name", SAMPLES)
def test_built_in_profile(feeds: Feeds, name: str) -> None:
    path, content, expected = SAMPLES[name]
    (row,) = feeds.read(path, content)
    expected = {**UNIT, **expected}
    assert {k: row.get(k) for k in expected} == expected
    assert row["feed_name"] == name and row["_line_number"] == 2


def test_header_dialects_are_one(feeds: Feeds) -> None:
    path, content, _ = SAMPLES["homenet_iol"]
    header, rows = content.split("\n", 1)
    spaced = header.replace("_", " ").replace("DateInStock", "Date In Stock").upper()
    assert feeds.read(path, content)[0]["acquired_on"] == feeds.read(path, f"{spaced}\n{rows}")[0]["acquired_on"] == "2025-02-10"


def test_a_home_extends_and_corrects(feeds: Feeds) -> None:
    feeds.profile("main_street", "extends: homenet_iol\nstore: {constant: S1}\ncolumns:\n  asking_price: [Our Price]\n  status: [State]\n")
    feeds.profile("side_street", "extends: main_street\nstore: {constant: S2}\n")
    for feed, store in (("main_street", "S1"), ("side_street", "S2")):
        (row,) = feeds.read(f"{feed}/a.csv", f"VIN,Our Price,Miles,State\n{VIN},9000,5,sold\n")
        assert (row["store_id"], row["asking_price"], row["mileage"], row["status"]) == (store, "9000", "5", "sold")


def test_a_home_may_replace_a_built_in_under_its_own_name(feeds: Feeds) -> None:
    feeds.profile("vauto", "extends: vauto\nstore: {constant: S9}\n")
    path, content, _ = SAMPLES["vauto"]
    assert feeds.read(path, content)[0]["store_id"] == "S9"


GOOD = {"store": {"constant": "S1"}, "snapshot_at": {"file_time": True}, "columns": {"vin": ["VIN"]}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colums": {}}, "unknown key 'colums'. Did you mean 'columns'?"),
        ({"columns": {"asking_prices": ["Price"]}}, "asking_prices is no column of inventory_snapshots. Did you mean 'asking_price'?"),
        ({"columns": {"vin": {"from": ["VIN"], "value": {}}}}, "unknown key 'columns.vin.value'. Did you mean 'values'?"),
        ({"columns": {"make": ["Make"]}}, "columns must map stock_number or vin"),
        ({"columns": {}}, "columns must name at least one column"),
        ({"columns": {"vin": {}}}, "columns.vin must have either headers (`from`) or a `constant`"),
        ({"columns": {"vin": ["VIN"], "store_id": ["Store"]}}, "columns.store_id has a section of its own: store"),
        ({"columns": {"vin": {"from": ["VIN"], "pattern": "("}}}, "columns.vin.pattern is no regular expression"),
        ({"columns": {"vin": {"from": ["VIN"], "pattern": "x"}}}, "columns.vin.pattern needs a group"),
        ({"store": None}, "store is missing"),
        ({"store": {"colum": ["x"]}}, "unknown key 'store.colum'. Did you mean 'column'?"),
        ({"store": {"column": ["x"], "constant": "S1"}}, "store must say exactly one of"),
        ({"snapshot_at": None}, "snapshot_at is missing"),
        ({"snapshot_at": {"file_time": True, "timezone": "Amerika/Detroit"}}, "snapshot_at.timezone is no IANA time zone"),
        ({"snapshot_at": {"column": ["d"], "time_of_day": "6 am"}}, "snapshot_at.time_of_day must be HH:MM"),
        ({"format": "tvs"}, "format cannot be 'tvs'. Did you mean 'tsv'?"),
        ({"encoding": "utf-9"}, "encoding is none that is known"),
        ({"skip_lines": -1}, "skip_lines must be a whole number"),
        ({"extends": "homenet"}, "extends 'homenet', which is no profile. Did you mean 'homenet_iol'?"),
        ({"extends": "mine"}, "extends 'mine', which is no profile"),
    ],
)  # fmt: skip
def test_a_wrong_profile_says_file_key_and_near_match(feeds: Feeds, change: dict, says: str) -> None:
    feeds.profile("mine", {k: v for k, v in {**GOOD, **change}.items() if v is not None})
    with pytest.raises(SettingsError) as error:
        load_profile("mine", feeds.home.config / "feeds")
    assert str(error.value).startswith("config/feeds/mine.yml: ") and says in str(error.value)


def test_a_profile_that_is_no_yaml_sets_its_own_files_aside(feeds: Feeds) -> None:
    feeds.profile("mine", "columns: [\n")
    with pytest.raises(FileSetAsideError, match=r"config/feeds/mine\.yml, line 2: not valid YAML"):
        feeds.read("mine/a.csv", f"VIN\n{VIN}\n")


@pytest.mark.parametrize(("path", "says"), [("nobody/a.csv", "config/feeds/nobody.yml is missing"), ("a.csv", "lies directly in feeds/")])
def test_files_without_a_profile(feeds: Feeds, path: str, says: str) -> None:
    with pytest.raises(FileSetAsideError, match=says):
        feeds.read(path, f"VIN\n{VIN}\n")

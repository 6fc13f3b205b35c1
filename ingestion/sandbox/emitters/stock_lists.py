"""Stock lists as syndicators export them: HomeNet IOL and vAuto, one CSV per store and week (vendors.md §4.1, §4.2; headers as seen in
public clients, not checked against a live feed). Where they go: `<folder>/<feed>/<dealer code>/<feed>_YYYYMMDD.csv`, the path of a feed."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

_ON_LIST = frozenset({"in_stock", "recon", "hold", "pending_sale"})
HOMENET = [
    "Type", "Stock", "VIN", "Year", "Make", "Model", "Body", "Trim", "ModelNumber", "Doors", "ExteriorColor", "InteriorColor",
    "EngineCylinders", "EngineDisplacement", "Transmission", "Miles", "SellingPrice", "MSRP", "BookValue", "Invoice", "Certified",
    "DateInStock", "Description", "Options", "Dealer_Name", "Dealer_ID", "Internet_Price", "ImageList",
]  # fmt: skip
VAUTO = [
    "Stock #", "VIN", "New/Used", "Year", "Make", "Model", "Series", "Body", "Odometer", "Price", "MSRP", "Colour", "Interior Color",
    "Description", "Photos", "Photo Count", "Certified", "Inventory Date", "Age", "Dealer Name",
]  # fmt: skip


def write(diary: Diary, folder: Path, every_days: int = 7) -> int:
    """Write both feeds for every store; returns the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        clock, day = diary.clocks[store_id], diary.world.first_day + timedelta(days=1)
        entity = "inventory_snapshots" if diary.places[store_id].has_snapshot_feed else "inventory_units"
        state: dict[tuple[Any, ...], Row] = {}
        lines = list(diary.rows(entity, store_id))
        read = 0
        while clock.at(day, 6) <= diary.world.as_of:
            while read < len(lines) and lines[read][0] <= clock.at(day, 6):
                state[(lines[read][1]["stock_number"],)] = lines[read][1]
                read += 1
            units = [u for u in state.values() if _is_listed(diary, u, clock.at(day, 6))]
            for feed, header, line in (("homenet_iol", HOMENET, _homenet), ("vauto", VAUTO, _vauto)):
                code = codes["homenet" if feed == "homenet_iol" else "vauto"]
                path = folder / feed / code / f"{feed}_{day:%Y%m%d}.csv"
                path.parent.mkdir(parents=True, exist_ok=True)
                out = io.StringIO()
                writer = csv.DictWriter(out, header, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
                writer.writeheader()
                writer.writerows(line(diary, code, unit, (day - (unit["acquired_on"] or day)).days) for unit in units)
                path.write_bytes(out.getvalue().encode())
                files += 1
            day += timedelta(days=every_days)
    return files


def _is_listed(diary: Diary, unit: Row, at: int) -> bool:
    """In stock; a unit known from lists alone is there only while the list of that morning holds it."""
    return unit["status"] in _ON_LIST and ("snapshot_at" not in unit or unit["snapshot_at"] == at)


def _homenet(diary: Diary, code: str, unit: Row, age: int) -> dict[str, Any]:
    price = round(unit["asking_price"] or 0)
    return {
        "Type": "New" if unit["vehicle_class"] == "new" else "Used", "Stock": unit["stock_number"], "VIN": unit["vin"],
        "Year": unit["model_year"], "Make": unit["make"], "Model": unit["model"], "Body": unit["body_style"], "Trim": unit["trim"],
        "ExteriorColor": unit["exterior_color"], "InteriorColor": unit["interior_color"], "Miles": unit["mileage"], "SellingPrice": price,
        "Internet_Price": price, "MSRP": round(unit["msrp"] or 0), "Certified": str(unit["vehicle_class"] == "certified"),
        "DateInStock": f"{unit['acquired_on']:%m/%d/%Y}" if unit["acquired_on"] else None, "Description": "One owner, \"local\" car",
        "Options": "Heated seats,Backup camera", "Dealer_Name": diary.places[unit["store_id"]].name, "Dealer_ID": code,
        "ImageList": "|".join(f"https://photos.example.com/{unit['vin']}/{n}.jpg" for n in range(1, 4)),
    }  # fmt: skip


def _vauto(diary: Diary, code: str, unit: Row, age: int) -> dict[str, Any]:
    return {
        "Stock #": unit["stock_number"], "VIN": unit["vin"], "New/Used": "N" if unit["vehicle_class"] == "new" else "U",
        "Year": unit["model_year"], "Make": unit["make"], "Model": unit["model"], "Series": unit["trim"], "Body": unit["body_style"],
        "Odometer": unit["mileage"], "Price": round(unit["asking_price"]) if unit["asking_price"] else None,
        "MSRP": round(unit["msrp"]) if unit["msrp"] else None, "Colour": unit["exterior_color"], "Interior Color": unit["interior_color"],
        "Photo Count": 24, "Certified": "Yes" if unit["vehicle_class"] == "certified" else None,
        "Inventory Date": f"{unit['acquired_on']:%m/%d/%Y}" if unit["acquired_on"] else None, "Age": age,
        "Dealer Name": diary.places[unit["store_id"]].name,
    }  # fmt: skip

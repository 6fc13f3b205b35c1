"""DealerVault (Authenticom) files of a DMS: SL deals, SV repair orders, SV_APPT service appointments, PTINV parts, INV stock.

Tab-separated, unquoted, one header row, dates M/D/YYYY, money with thousands commas (vendors.md §2.1; headers as seen in several public
clients, never checked against a live feed). Names: `DVD<id>_YYYYMMDD_HHMM_<TYPE>.txt`, the time being the store's: the morning after the
month, or the end of the world. INV lies beside, under feeds/dealervault_inv, where stock lists are read.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.dealervault_headers import FIRST, INV, PTINV, SL, SV, SV_APPT
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

_STATUS = {"pending": "P", "sold": "B", "delivered": "F", "unwound": "U", "cancelled": "X"}
_SALE_TYPE = {"retail": "Retail", "lease": "Lease", "wholesale": "Wholesale", "dealer_trade": "Dealer Trade", "fleet": "Fleet"}


def write(diary: Diary, folder: Path, has_stock_lists: bool = True) -> int:
    """Write each store's files under `folder`, one per month and type; returns the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        code = codes["dealervault"]
        units = diary.newest("inventory_units", "store_id", "stock_number", store_id=store_id)
        units |= diary.newest("inventory_snapshots", "store_id", "stock_number", store_id=store_id)
        people = {row["agent_id"]: row for row in diary.newest("agents", "agent_id", store_id=store_id).values()}
        for month, deals in diary.by_month("deals", "store_id", "deal_number", store_id=store_id):
            lines = [_sale(diary, deal, units.get((store_id, deal["stock_number"]), {}), people) for deal in deals]
            files += _put(folder, code, _stamp(diary, store_id, month), "SL", SL, lines)
        for month, visits in diary.by_month("recon_stage_visits", "visit_id", store_id=store_id):
            orders = [_repair_order(diary, visit, units) for visit in visits if visit["cost"]]
            files += _put(folder, code, _stamp(diary, store_id, month), "SV", SV, orders)
        for month, leads in diary.by_month("leads", "lead_id", store_id=store_id):
            booked = [_service_appointment(diary, lead) for lead in leads if lead["department"] == "service"]
            files += _put(folder, code, _stamp(diary, store_id, month), "SV_APPT", SV_APPT, booked)
        last = _stamp(diary, store_id)
        files += _put(folder, code, last, "PTINV", PTINV, [_part(n) for n in range(1, 41)])
        stock = [_unit(diary, unit) for unit in units.values() if unit["status"] in ("in_stock", "recon", "hold", "pending_sale")]
        files += _put(folder.parent / "feeds" / "dealervault_inv", code, last, "INV", INV, stock) if has_stock_lists else 0
    return files


def _stamp(diary: Diary, store_id: str, month: str | None = None) -> str:
    """`20261101_0530`: when the file of a month was written, never after the end of the world, which is when the last one is."""
    clock = diary.clocks[store_id]
    end = clock.local(diary.world.as_of)
    if month is not None:
        year, number = divmod(int(month[:4]) * 12 + int(month[5:]), 12)
        end = min(end, clock.local(clock.at(date(year, number + 1, 1), 5, 30)))
    return f"{end:%Y%m%d_%H%M}"


def _put(folder: Path, code: str, stamp: str, kind: str, header: tuple[str, ...], lines: Iterable[dict[str, Any]]) -> int:
    rows = list(lines)
    if not rows:
        return 0
    path = folder / f"{code}_{stamp}_{kind}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    own = dict(zip(FIRST, (kind, code, code, "PBS"), strict=True))
    known = {*FIRST, *header}
    text = ["\t".join((*FIRST, *header))]
    for row in rows:
        strangers = row.keys() - known
        assert not strangers, f"{kind} has no column {strangers}"
        text.append("\t".join(_cell((own | row).get(column)) for column in (*FIRST, *header)))
    path.write_bytes(("\n".join(text) + "\n").encode())
    return 1


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _sale(diary: Diary, deal: Row, unit: Row, people: dict[str, Row]) -> dict[str, Any]:
    store = deal["store_id"]
    seller = people.get(deal["salesperson_agent_id"], {})
    name = f"{deal['last_name']}, {deal['first_name']}" if deal["last_name"] else None
    changed = diary.clocks[store].day(deal["updated_at"])
    is_new = (deal["vehicle_class"] or unit.get("vehicle_class")) == "new"
    delivered = diary.clocks[store].day(deal["delivered_at"]) if deal["delivered_at"] else None
    return {
        "Deal Number": deal["deal_number"], "Customer Number": (deal["customer_id"] or "")[-5:] or None, "Full Name": name,
        "First Name": deal["first_name"], "Last Name": deal["last_name"], "Cell Phone": deal["phone"], "Email 1": deal["email"],
        "VIN": deal["vin"], "Year": unit.get("model_year"), "Make": unit.get("make"), "Model": unit.get("model"),
        "Trim": unit.get("trim"), "Mileage": unit.get("mileage"), "New/Used": "N" if is_new else "U", "Stock Number": deal["stock_number"],
        "Exterior Color": unit.get("exterior_color"), "Delivery Date": delivered, "Inventory Date": unit.get("acquired_on"),
        "Trade 1 VIN": deal["trade_vin"], "Trade 1 Actual Cash Value": _money(deal["trade_acv"]), "Trade 1 Payoff": deal["trade_payoff"],
        "Salesman 1 Number": deal["salesperson_agent_id"], "Salesman 1 Name": seller.get("agent_name"), "MSRP": unit.get("msrp"),
        "List Price": unit.get("asking_price"), "Sales Price": deal["sale_price"], "Cost": _money(deal["vehicle_cost"]),
        "Adjustments": _money(deal["recon_cost"]), "Pack Amount": deal["pack"], "Front Gross": _money(deal["front_gross"]),
        "Back Gross": deal["back_gross"], "Holdback Amount": _money(deal["holdback"]), "Deal Status": _STATUS[deal["status"]],
        "Contract Date": deal["contract_date"], "Booked Date": deal["booked_date"], "Accounting Date": deal["accounting_date"],
        "Status Change Date": deal["unwound_on"] or changed, "Deal Type": "Lease" if deal["sale_type"] == "lease" else "Finance",
        "Sale Type": _SALE_TYPE[deal["sale_type"]],
    }  # fmt: skip


def _money(value: Any) -> float | None:
    return None if value is None else float(value)


def _repair_order(diary: Diary, visit: Row, units: dict[tuple[Any, ...], Row]) -> dict[str, Any]:
    """An internal repair order: what reconditioning cost."""
    clock = diary.clocks[visit["store_id"]]
    unit = units.get((visit["store_id"], visit["stock_number"]), {})
    stage = "SUBLET" if visit["stage"] == "sublet" else "RECON"
    return {
        "RO Number": f"{visit['ro_number']}-{visit['visit_id'][-3:]}", "Open Date": clock.day(visit["entered_at"]),
        "Close Date": clock.day(visit["exited_at"]) if visit["exited_at"] else None, "RO Department": "Internal",
        "RO Status": "Closed" if visit["exited_at"] else "Open",
        "Payment Method": "Internal", "Internal Total Cost": _money(visit["cost"]), "Internal Total Sale": _money(visit["cost"]),
        "Internal Sublet Cost": _money(visit["cost"]) if stage == "SUBLET" else None, "Operation Codes": f"{stage}|INSPECT",
        "Operation Code Descriptions": f"{stage.title()} work|Safety inspection", "VIN": unit.get("vin"),
        "Stock Number": visit["stock_number"], "Year": unit.get("model_year"), "Make": unit.get("make"), "Model": unit.get("model"),
    }  # fmt: skip


def _service_appointment(diary: Diary, lead: Row) -> dict[str, Any]:
    day = diary.clocks[lead["store_id"]].day(lead["inquiry_at"])
    return {
        "Appointment Number": lead["lead_id"][2:], "Appointment Date": day, "Appointment Time": "09:30", "Appointment Create Date": day,
        "Complaint": "Oil change", "Operation Code": "LOF", "Waiting Flag": "Y", "First Name": lead["first_name"],
        "Last Name": lead["last_name"], "Email 1": lead["email"], "Cell Phone": lead["phone"],
    }  # fmt: skip


def _part(n: int) -> dict[str, Any]:
    return {"Part Number": f"90915-{n:05d}", "Description": "Oil filter" if n % 2 else "Wiper blade", "Quantity On Hand": n % 7,
    "Cost": 4.25 + n,
            "List Price": 9.5 + 2 * n, "Bin Location": f"A{n:02d}"}  # fmt: skip


def _unit(diary: Diary, unit: Row) -> dict[str, Any]:
    return {
        "Location": diary.places[unit["store_id"]].name, "Vehicle Status": "A",
        "Vehicle Type": "N" if unit["vehicle_class"] == "new" else "U",
        "VIN": unit["vin"], "Stock Number": unit["stock_number"], "Year": unit["model_year"], "Make": unit["make"], "Model": unit["model"],
        "Trim": unit["trim"], "Vehicle Style": unit["body_style"], "Odometer": unit["mileage"], "Cost": _money(unit["cost"]),
        "List Price": unit["asking_price"], "Internet Price": unit["asking_price"], "MSRP": unit["msrp"],
        "Exterior Color": unit["exterior_color"], "Interior Color": unit["interior_color"], "Inventory Date": unit["acquired_on"],
    }  # fmt: skip

"""Tekion APC: the same deals as DealerVault's, as the answers of /openapi/v4.0.0/deals with what is asked for each deal beside it.

One answer per store and month, `deals_<when>.json` under the dealer's id, the time in UTC. Not checked against a live dealer.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

_STATUS = {"pending": "PENDING", "sold": "BOOKED", "delivered": "DELIVERED", "unwound": "UNWOUND", "cancelled": "CANCELLED"}


def write(diary: Diary, folder: Path) -> int:
    """Write each store's answers under `folder`; returns the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        units = diary.newest("inventory_units", "store_id", "stock_number", store_id=store_id)
        units |= diary.newest("inventory_snapshots", "store_id", "stock_number", store_id=store_id)
        for _, deals in diary.by_month("deals", "store_id", "deal_number", store_id=store_id):
            answered = max(deal["updated_at"] for deal in deals)
            data = [_deal(diary, deal, units.get((store_id, deal["stock_number"]), {})) for deal in deals]
            answer = {"meta": {"status": "success", "currentPage": 1, "pages": 1}, "data": data}
            path = folder / codes["tekion"] / f"deals_{datetime.fromtimestamp(answered, UTC):%Y%m%dT%H%M%SZ}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
            files += 1
    return files


def _deal(diary: Diary, deal: Row, unit: Row) -> dict[str, Any]:
    vehicle_class = deal["vehicle_class"] or unit.get("vehicle_class")
    delivered = diary.clocks[deal["store_id"]].day(deal["delivered_at"]) if deal["delivered_at"] else None
    return {
        "id": f"{deal['store_id']}-{deal['deal_number']}", "dealNumber": deal["deal_number"], "status": _STATUS[deal["status"]],
        "type": deal["sale_type"].upper() if deal["sale_type"] != "lease" else "RETAIL", "contractDate": _day(deal["contract_date"]),
        "bookedDate": _day(deal["booked_date"]), "accountingDate": _day(deal["accounting_date"]), "deliveryDate": _day(delivered),
        "modifiedTime": deal["updated_at"] * 1000,
        "payment": {"paymentType": "LEASE" if deal["sale_type"] == "lease" else "FINANCE"},
        "vehicles": [{
            "vin": deal["vin"], "stockId": deal["stock_number"], "stockType": "NEW" if vehicle_class == "new" else "USED",
            "odometerReading": {"value": unit.get("mileage"), "unit": "MI"},
            "pricingDetails": {
                "price": [{"type": "RETAIL_PRICE", "amount": unit.get("asking_price")}, {"type": "MSRP", "amount": unit.get("msrp")},
                          {"type": "SELLING_PRICE", "amount": deal["sale_price"]}],
                "costs": [{"type": "INVOICE_PRICE", "amount": deal["vehicle_cost"]}],
            },
            "costAdjustments": [] if deal["recon_cost"] is None else [{"costAdjustment": deal["recon_cost"]}],
            "vehicleSpecification": {"year": unit.get("model_year"), "make": unit.get("make"), "model": unit.get("model"),
                                     "trimDetails": {"trim": unit.get("trim")}},
        }],
        "tradeIns": [{"actualCashValue": deal["trade_acv"], "tradePayOff": deal["trade_payoff"], "vehicle": {"vin": deal["trade_vin"]}}]
        if deal["trade_vin"] else [],
        "grossDetails": {name: {"amount": deal[column]} for name, column in (
            ("frontGross", "front_gross"), ("backGross", "back_gross"), ("packAmount", "pack"), ("holdBackAmount", "holdback"))},
        "customers": _buyer(deal),
        "assignees": [{"primary": True, "employeeDetails": {"id": deal["salesperson_agent_id"]}}] if deal["salesperson_agent_id"] else [],
    }  # fmt: skip


def _buyer(deal: Row) -> list[dict[str, Any]]:
    if not deal["last_name"] and not deal["email"] and not deal["phone"]:
        return []
    details = {
        "name": {"firstName": deal["first_name"], "lastName": deal["last_name"]},
        "emailCommunications": [{"email": deal["email"]}] if deal["email"] else [],
        "phoneCommunications": [{"phoneType": "MOBILE", "phone": {"completeNumber": deal["phone"]}}] if deal["phone"] else [],
    }
    return [{"id": deal["customer_id"], "type": "BUYER", "customerType": "INDIVIDUAL", "customerDetails": details}]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

"""Two CRMs tell the same leads: Elead (Fortellis) opportunities with their activities, and the VinSolutions data export.

JSON as their APIs answer it (vendors.md §3.1 A, §3.2), one file per store, entity and month. Not checked against a live vendor.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary, iso_utc_naive, iso_z
from ingestion.sandbox.log import Row

# Lead id → its interactions.
Touches = dict[str, list[Row]]
_SUB_STATUS = {
    "new": "New", "contacted": "Contacted", "qualified": "Qualified", "appointment_set": "Appointment Set",
    "appointment_confirmed": "Appointment Confirmed", "shown": "Showroom Visit", "test_drive": "Test Drive", "quoted": "Pencil Presented",
    "finance_applied": "Finance Pending", "sold": "Sold", "delivered": "Delivered", "lost": "Not In Market", "duplicate": "Duplicate",
}  # fmt: skip
_UP_TYPE = {"phone_call": "Phone", "walk_in": "Showroom"}
_KIND = {"phone": 14, "sms": 22, "email": 3, "chat": 23, "walk_in": 30}


def _put(path: Path, answer: object) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str) + "\n").encode())
    return 1


def write_elead(diary: Diary, folder: Path) -> int:
    """`opportunities_<month>.json` (a searchDelta answer), `activities_<month>.json`, `customers.json`, `employees.json` per store."""
    files = 0
    for store_id, codes in diary.codes.items():
        root = folder / codes["elead"]
        leads_of_store = diary.newest("leads", "lead_id", store_id=store_id)
        for month, leads in diary.by_month("leads", "lead_id", store_id=store_id):
            items = [_opportunity(lead) for lead in leads]
            files += _put(root / f"opportunities_{month}.json", _page(items) | {"searchDate": iso_z(max(r["updated_at"] for r in leads))})
        for month, touches in diary.by_month("lead_interactions", "interaction_id", store_id=store_id):
            files += _put(root / f"activities_{month}.json", _page([_activity(t) for t in touches if (t["lead_id"],) in leads_of_store]))
        people = diary.newest("customers", "customer_id", store_id=store_id).values()
        files += _put(root / "customers.json", _page([_elead_customer(c) for c in people]))
        staff = diary.newest("agents", "agent_id", store_id=store_id).values()
        employees = [{"id": a["agent_id"], "firstName": a["agent_name"].split()[0], "lastName": a["agent_name"].split()[1],
                      "positionName": a["role"], "isActive": a["active_to"] is None} for a in staff]  # fmt: skip
        files += _put(root / "employees.json", _page(employees))
    return files


def _page(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"totalItems": len(items), "totalPages": 1, "pageNumber": 1, "pageSize": max(len(items), 1), "items": items}


def _opportunity(lead: Row) -> dict[str, Any]:
    sought = {"isNew": None, "yearFrom": lead["model_year"], "yearTo": lead["model_year"], "make": lead["make"], "model": lead["model"],
              "trim": lead["trim"], "vin": lead["vin"], "stockNumber": lead["stock_number"], "isPrimary": True}  # fmt: skip
    team = [{"id": lead["owner_agent_id"], "isPrimary": True, "isPositionPrimary": True}] if lead["owner_agent_id"] else []
    return {
        "id": lead["lead_id"], "customer": {"id": lead["customer_id"]}, "dateIn": iso_z(lead["inquiry_at"]), "source": lead["source_code"],
        "subSource": lead["lead_origin"], "status": "Inactive" if lead["stage"] in ("lost", "duplicate", "sold", "delivered") else "Active",
        "subStatus": _SUB_STATUS[lead["stage"]], "upType": _UP_TYPE.get(lead["lead_origin"], "Internet"),
        "soughtVehicles": [sought] if lead["make"] else [], "tradeIns": [{"vin": lead["trade_in_vin"]}] if lead["trade_in_vin"] else [],
        "salesTeam": team, "dateLastUpdated": iso_z(lead["updated_at"]),
    }  # fmt: skip


def _activity(touch: Row) -> dict[str, Any]:
    return {
        "id": touch["interaction_id"], "opportunityId": touch["lead_id"], "category": touch["channel"],
        "activityType": _KIND.get(touch["channel"], 37),
        "direction": touch["direction"], "outcome": touch["outcome"] or "completed", "completedDate": iso_z(touch["occurred_at"]),
        "completedBy": touch["agent_id"] or "system", "isAutomated": touch["kind"] in ("automated_response", "bot"),
        "isTemplate": touch["kind"] == "human_template", "isContact": touch["is_two_way"],
    }  # fmt: skip


def _elead_customer(c: Row) -> dict[str, Any]:
    emails = (
        [{"address": c["email"], "emailType": "Home", "doNotEmail": c["consent_email"] == "denied", "isPreferred": True}]
        if c["email"]
        else []
    )
    phones = [{"number": c["phone"], "phoneType": "Cellular"}] if c["phone"] else []
    return {"id": c["customer_id"], "firstName": c["first_name"], "lastName": c["last_name"], "emails": emails, "phones": phones,
            "address": {"zip": c["postal_code"]}}  # fmt: skip


def write_vinsolutions(diary: Diary, folder: Path) -> int:
    """`<Entity>_<month>.json` per store: Lead, Appointment, ShowroomVisit, Task, CRMSoldTransaction; Customer and User whole."""
    files = 0
    for store_id, codes in diary.codes.items():
        dealer, root = int(codes["vinsolutions"]), folder / codes["vinsolutions"]
        touches: Touches = {}
        for _, touch in diary.rows("lead_interactions", store_id):
            touches.setdefault(touch["lead_id"], []).append(touch)
        for entity, (source, key, shape) in _VIN_ENTITIES.items():
            for month, rows in diary.by_month(source, *key, store_id=store_id):
                files += _put(root / f"{entity}_{month}.json", [shape(dealer, row, touches) for row in rows])
        people = diary.newest("customers", "customer_id", store_id=store_id).values()
        files += _put(root / "Customer.json", [
            {"DealerID": dealer, "CustomerID": c["customer_id"], "FirstName": c["first_name"], "LastName": c["last_name"],
            "Email": c["email"],
             "CellPhone": c["phone"], "CanText": c["consent_sms"] == "granted", "DoNotEmail": c["consent_email"] == "denied",
             "DoNotCall": c["consent_call"] == "denied", "LastUpdatedUTCDate": iso_utc_naive(c["updated_at"])} for c in people
        ])  # fmt: skip
        staff = diary.newest("agents", "agent_id", store_id=store_id).values()
        files += _put(
            root / "User.json",
            [{"UserID": a["agent_id"], "DealerID": dealer, "Name": a["agent_name"], "UserType": a["role"]} for a in staff],
        )
    return files


def _vin_lead(dealer: int, lead: Row, by_lead: Touches) -> dict[str, Any]:
    touches = by_lead.get(lead["lead_id"], [])
    tries = [t for t in touches if t["direction"] == "outbound" and t["kind"] in ("human_personalised", "human_template")]
    replies = [t for t in touches if t["is_two_way"]]
    first = tries[0]["occurred_at"] if tries else None
    return {
        "DealerID": dealer, "LeadID": lead["lead_id"], "CustomerID": lead["customer_id"], "SalesRepUserID": lead["owner_agent_id"],
        "LeadSourceID": lead["source_code"], "LeadTypeID": lead["lead_type"], "LeadStatusID": _SUB_STATUS[lead["stage"]],
        "LeadStatusTypeID": 2 if lead["stage"] in ("sold", "delivered") else 3 if lead["stage"] in ("lost", "duplicate") else 1,
        "ADFXML": lead["intake_method"] == "adf_email", "FirstAttemptedContactUTCDate": iso_utc_naive(first),
        "LastCustomerContactUTCDate": iso_utc_naive(replies[-1]["occurred_at"] if replies else None), "HasBeenContacted": bool(replies),
        "HasVehicleOfInterest": lead["vin"] is not None,
        "ActualResponseTimeInMinutes": str((first - lead["inquiry_at"]) // 60) if first else None,
        "OriginationUTCDate": iso_utc_naive(lead["inquiry_at"]), "LastUpdatedUTCDate": iso_utc_naive(lead["updated_at"]),
    }  # fmt: skip


def _vin_appointment(dealer: int, a: Row, _: Touches) -> dict[str, Any]:
    return {
        "DealerID": dealer, "AppointmentID": a["appointment_id"], "CustomerID": a["customer_id"], "LeadID": a["lead_id"],
        "IsShow": a["status"] == "shown", "IsNoShow": a["status"] == "no_show", "AppointmentStatus": a["status"],
        "AssignedToUserID": a["agent_id"], "AppointmentStartUTCDate": iso_utc_naive(a["scheduled_at"]),
        "ScheduledUTCDate": iso_utc_naive(a["set_at"]), "ConfirmedUTCDate": iso_utc_naive(a["confirmed_at"]),
        "RescheduledUTCDate": iso_utc_naive(a["updated_at"]) if a["status"] == "rescheduled" else None,
        "CompletedUTCDate": iso_utc_naive(a["shown_at"]), "LastUpdatedUTCDate": iso_utc_naive(a["updated_at"]),
    }  # fmt: skip


def _vin_visit(dealer: int, v: Row, _: Touches) -> dict[str, Any]:
    return {"VisitID": v["visit_id"], "LeadID": v["lead_id"], "CreatedByUserID": v["agent_id"],
    "StartUTCDate": iso_utc_naive(v["started_at"]),
            "EndUTCDate": iso_utc_naive(v["ended_at"]), "ResultDescription": v["result"], "DemoTestDrive": v["had_test_drive"],
            "WriteUp": v["had_write_up"], "DeletedFlag": False}  # fmt: skip


def _vin_task(dealer: int, t: Row, _: Touches) -> dict[str, Any]:
    return {"TaskID": t["task_id"], "LeadID": t["lead_id"], "TaskCreatedUTCDate": iso_utc_naive(t["created_at"]), "TaskStatus": t["status"],
            "DueUTCDate": iso_utc_naive(t["due_at"]), "CompletedUTCDate": iso_utc_naive(t["completed_at"]),
            "TaskTypeDescription": t["task_type"], "AssignedToUserID": t["agent_id"]}  # fmt: skip


def _vin_sale(dealer: int, d: Row, _: Touches) -> dict[str, Any]:
    return {
        "DealerID": dealer, "CustomerID": d["customer_id"], "LeadID": d["lead_id"], "DealNumber": d["deal_number"],
        "SalesRepUserID": d["salesperson_agent_id"], "InventoryType": d["vehicle_class"], "StockNumber": d["stock_number"], "VIN": d["vin"],
        "SalePrice": d["sale_price"], "FrontGross": d["front_gross"], "BackGross": d["back_gross"],
        "TotalGross": d["front_gross"] + d["back_gross"], "RecordStatusCode": "D" if d["status"] in ("unwound", "cancelled") else "A",
        "SoldUTCDate": d["contract_date"].isoformat() if d["contract_date"] else None, "LastUpdatedUTCDate": iso_utc_naive(d["updated_at"]),
    }  # fmt: skip


# VinSolutions entity → where it comes from, its key, its shape.
_VIN_ENTITIES: dict[str, tuple[str, tuple[str, ...], Callable[[int, Row, Touches], dict[str, Any]]]] = {
    "Lead": ("leads", ("lead_id",), _vin_lead),
    "Appointment": ("appointments", ("appointment_id",), _vin_appointment),
    "ShowroomVisit": ("showroom_visits", ("visit_id",), _vin_visit),
    "Task": ("tasks", ("task_id",), _vin_task),
    "CRMSoldTransaction": ("deals", ("store_id", "deal_number"), _vin_sale),
}

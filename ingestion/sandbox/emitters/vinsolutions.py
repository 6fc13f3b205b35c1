"""The VinSolutions dealer data export (vendors.md §3.1 A): records per entity, in the fields of the one public client of it.

Of touches the export has a few times on the lead: the first and the last try, the last by e-mail and by phone, the customer's last contact.
A lead is in an answer each time it changed, and a touch changes it. Ids are numbers there.
"""

from typing import Any

from ingestion.sandbox.emitters.crm_leads import HUMAN, Story, Told, stories, versions
from ingestion.sandbox.emitters.ledger import Diary, iso_utc_naive
from ingestion.sandbox.log import Row

# (id, name, type id) of the lead statuses. The types are the vendor's: Active, Sold, Lost, Bad.
_TYPES = {1: "Active", 2: "Sold", 3: "Lost", 4: "Bad"}
_STATUSES = {
    "new": (1, "New", 1), "contacted": (2, "Contacted", 1), "qualified": (3, "Qualified", 1), "appointment_set": (4, "Appointment Set", 1),
    "appointment_confirmed": (5, "Appointment Confirmed", 1), "shown": (6, "Showroom Visit", 1), "test_drive": (7, "Test Drive", 1),
    "quoted": (8, "Quoted", 1), "finance_applied": (9, "Finance Applied", 1), "sold": (10, "Sold", 2), "delivered": (11, "Delivered", 2),
    "duplicate": (12, "Duplicate", 4), "test": (13, "Test Lead", 4), "spam": (14, "Spam", 4), "lost_other": (20, "Lost", 3),
    "bought_elsewhere": (21, "Purchased Elsewhere", 3), "not_interested": (22, "Not In Market", 3), "timing_later": (23, "Timing Later", 3),
    "bad_contact_info": (24, "Bad Contact Info", 3), "needs_pricing": (25, "Needs Pricing", 3),
}  # fmt: skip
_SOURCE_TYPES = {"phone_call": "Phone", "walk_in": "Walk-in", "chat": "Chat"}
_ROLE_FLAGS = {
    "sales_consultant": "SalesPersonInd", "internet_sales_manager": "InternetSalesPersonInd", "sales_manager": "SalesManagerInd",
    "bdc_agent": "BDAgentInd", "service_advisor": "ServiceAgentInd",
}  # fmt: skip
_SALE_TYPES = {"retail": "Retail", "lease": "Lease", "wholesale": "Wholesale", "dealer_trade": "Dealer Trade", "fleet": "Fleet"}
_CLASSES = {"new": "New", "used": "Used", "certified": "Certified", "demo": "Demo"}
_GONE = ("delivered", "wholesaled", "traded_out")


def number(key: str | None) -> int | None:
    """The number that stands for one of the world's ids: `L-000123` is 123, `S02-A07` 207. One for one within an entity."""
    return int("".join(c for c in key if c.isdigit())) if key else None


def records(diary: Diary, store_id: str) -> dict[str, list[Told]]:
    """Table of ingestion/sources/crm/vinsolutions.yml → its records in order of time, one for each time that something changed."""
    dealer = {"DealerID": int(diary.codes[store_id]["vinsolutions"])}
    leads = stories(diary, store_id)
    sources = _sources(leads)
    opened = diary.world.stores[0].clock.at(diary.world.first_day, 5)
    found: dict[str, list[Told]] = {
        "leads": [(at, _lead(story, at, sources)) for story in leads.values() for at in story.moments(with_touches=True)],
        "vehicles_of_interest": [(s.versions[0][0], v) for s in leads.values() if (v := _interest(s.versions[0][1]))],
        "trade_ins": [(s.versions[0][0], v) for s in leads.values() if (v := _trade(s.versions[0][1]))],
        "appointments": [(at, _appointment(row)) for at, row in versions(diary, "appointments", store_id, leads)],
        "showroom_visits": [(at, _visit(row)) for at, row in versions(diary, "showroom_visits", store_id, leads)],
        "tasks": [(at, _task(row)) for at, row in versions(diary, "tasks", store_id, leads)],
        "customers": [(at, _customer(row)) for at, row in diary.rows("customers", store_id)],
        "user_access": [(at, _access(row)) for at, row in diary.rows("agents", store_id)],
        "users": [(at, _user(row)) for at, row in diary.rows("agents", store_id)],
        "lead_sources": [
            (opened, {"LeadSourceID": str(n), "LeadSourceName": name, "LeadSourceTypeName": kind}) for (name, kind), n in sources.items()
        ],
        "lead_statuses": [
            (opened, {"LeadStatusID": str(n), "LeadStatusName": name, "LeadStatusTypeID": kind, "LeadStatusTypeName": _TYPES[kind]})
            for n, name, kind in _STATUSES.values()
        ],
        "crm_sold": [],
        "dms_sold": [],
        "inventory": [(at, unit) for at, row in diary.rows("inventory_units", store_id) if (unit := _unit(diary, row))],
    }
    for at, row in diary.rows("deals", store_id):
        if row["status"] in ("sold", "delivered", "unwound"):
            found["dms_sold"].append((at, _dms_sale(row)))
            if row["lead_id"] in leads:
                found["crm_sold"].append((at, _crm_sale(row)))
    shared = ("users", "lead_statuses")
    return {
        table: [
            (at, ({} if table in shared else dealer) | record | {"LastUpdatedUTCDate": iso_utc_naive(at)})
            for at, record in sorted(told, key=lambda t: t[0])
        ]
        for table, told in found.items()
    }


def _sources(leads: dict[str, Story]) -> dict[tuple[str, str], int]:
    """(name, type) of a lead source → its id."""
    named = {(row["source_code"], _source_type(row)) for story in leads.values() for _, row in story.versions if row["source_code"]}
    return {key: n for n, key in enumerate(sorted(named), 1)}


def _source_type(lead: Row) -> str:
    return _SOURCE_TYPES.get(lead["lead_origin"], "Internet")


def _lead(story: Story, at: int, sources: dict[tuple[str, str], int]) -> dict[str, Any]:
    lead = story.at(at)
    touches = [t for t in story.touches if t["occurred_at"] <= at]
    tries = [t for t in touches if t["direction"] == "outbound" and t["kind"] in HUMAN]
    replies = [t["occurred_at"] for t in touches if t["is_two_way"]]
    last = {channel: [t["occurred_at"] for t in tries if t["channel"] == channel][-1:] for channel in ("email", "phone")}
    first = tries[0]["occurred_at"] if tries else None
    word = "test" if lead["is_test"] else "spam" if lead["is_spam"] else lead["disposition"] if lead["stage"] == "lost" else lead["stage"]
    status, _, status_type = _STATUSES[word]
    return {
        "LeadID": number(lead["lead_id"]), "CustomerID": number(lead["customer_id"]), "SalesRepUserID": _user_id(lead["owner_agent_id"]),
        "LeadSourceID": str(sources[lead["source_code"], _source_type(lead)]) if lead["source_code"] else None,
        "LeadStatusID": str(status), "LeadStatusTypeID": status_type, "ADFXML": lead["intake_method"] == "adf_email",
        "FirstAttemptedContactUTCDate": iso_utc_naive(first),
        "LastAttemptedContactUTCDate": iso_utc_naive(tries[-1]["occurred_at"] if tries else None),
        "LastAttemptedEmailContactUTCDate": iso_utc_naive(*last["email"] or [None]),
        "LastAttemptedPhoneContactUTCDate": iso_utc_naive(*last["phone"] or [None]),
        "LastCustomerContactUTCDate": iso_utc_naive(replies[-1] if replies else None), "HasBeenContacted": bool(replies),
        "HasVehicleOfInterest": bool(lead["make"]),
        "ActualResponseTimeInMinutes": str((first - lead["inquiry_at"]) // 60) if first else None,
        "OriginationUTCDate": iso_utc_naive(lead["inquiry_at"]),
    }  # fmt: skip


def _user_id(agent_id: str | None) -> str | None:
    return None if agent_id is None else str(number(agent_id))


def _interest(lead: Row) -> dict[str, Any] | None:
    if not lead["make"]:
        return None
    return {"VehicleOfInterestID": number(lead["lead_id"]), "LeadID": number(lead["lead_id"]), "StockNumber": lead["stock_number"],
            "VIN": lead["vin"], "Year": str(lead["model_year"]) if lead["model_year"] else None, "Make": lead["make"],
            "Model": lead["model"], "Trim": lead["trim"], "IsPrimary": True, "RecordStatusCode": "A"}  # fmt: skip


def _trade(lead: Row) -> dict[str, Any] | None:
    if not lead["trade_in_vin"]:
        return None
    return {"TradeInID": number(lead["lead_id"]), "LeadID": number(lead["lead_id"]), "CustomerID": number(lead["customer_id"]),
            "VIN": lead["trade_in_vin"], "RecordStatusCode": "A"}  # fmt: skip


def _appointment(a: Row) -> dict[str, Any]:
    words = {"set": "Scheduled", "confirmed": "Confirmed", "rescheduled": "Rescheduled", "cancelled": "Cancelled", "shown": "Completed",
             "no_show": "Missed"}  # fmt: skip
    return {
        "AppointmentID": number(a["appointment_id"]), "CustomerID": number(a["customer_id"]), "LeadID": _user_id(a["lead_id"]),
        "IsShow": a["status"] == "shown", "IsNoShow": a["status"] == "no_show", "AppointmentType": "Sales",
        "AssignedToUserID": _user_id(a["agent_id"]), "AppointmentStartUTCDate": iso_utc_naive(a["scheduled_at"]),
        "ScheduledUTCDate": iso_utc_naive(a["set_at"]), "ConfirmedUTCDate": iso_utc_naive(a["confirmed_at"]),
        "RescheduledUTCDate": iso_utc_naive(a["updated_at"]) if a["status"] == "rescheduled" else None,
        "CompletedUTCDate": iso_utc_naive(a["shown_at"]), "AppointmentStatus": words[a["status"]],
    }  # fmt: skip


def _visit(v: Row) -> dict[str, Any]:
    return {
        "VisitID": number(v["visit_id"]), "LeadID": number(v["lead_id"]), "CreatedByUserID": _user_id(v["agent_id"]),
        "StartUTCDate": iso_utc_naive(v["started_at"]), "EndUTCDate": iso_utc_naive(v["ended_at"]), "ResultDescription": v["result"],
        "DemoTestDrive": v["had_test_drive"], "WriteUp": v["had_write_up"], "DeletedFlag": False,
    }  # fmt: skip


def _task(t: Row) -> dict[str, Any]:
    return {
        "TaskID": number(t["task_id"]), "LeadID": _user_id(t["lead_id"]), "TaskCreatedUTCDate": iso_utc_naive(t["created_at"]),
        "TaskStatus": {"open": "Open", "completed": "Completed", "cancelled": "Dismissed"}[t["status"]],
        "DueUTCDate": iso_utc_naive(t["due_at"]), "TaskTypeDescription": t["task_type"], "AssignedToUserID": _user_id(t["agent_id"]),
    }  # fmt: skip


def _customer(c: Row) -> dict[str, Any]:
    may_text = {"granted": "true", "denied": "false", "opted_out": "false"}
    refuses = {"denied": "true", "opted_out": "true"}
    return {
        "CustomerID": number(c["customer_id"]), "CustomerFirstName": c["first_name"], "CustomerLastName": c["last_name"],
        "PostalCode": c["postal_code"], "Email": c["email"], "CellPhone": c["phone"], "CanText": may_text.get(c["consent_sms"]),
        "DoNotEmail": refuses.get(c["consent_email"], "false"), "DoNotCall": refuses.get(c["consent_call"], "false"),
        "ExpressConsent": "true" if c["consent_call"] == "granted" else None, "CreatedUTCDate": iso_utc_naive(c["created_at"]),
    }  # fmt: skip


def _user(a: Row) -> dict[str, Any]:
    first, _, last = a["agent_name"].partition(" ")
    return {"UserID": _user_id(a["agent_id"]), "FirstName": first, "LastName": last, "RecordStatusCode": "I" if a["active_to"] else "A"}


def _access(a: Row) -> dict[str, Any]:
    flags = dict.fromkeys(_ROLE_FLAGS.values(), "false")
    if a["role"] in _ROLE_FLAGS:
        flags[_ROLE_FLAGS[a["role"]]] = "true"
    return _user(a) | {"UserGroupName": a["role"]} | flags


def _crm_sale(d: Row) -> dict[str, Any]:
    return {
        "CustomerID": number(d["customer_id"]), "LeadID": number(d["lead_id"]), "DealNumber": d["deal_number"],
        "SalesRepUserID": _user_id(d["salesperson_agent_id"]), "InventoryType": _CLASSES.get(d["vehicle_class"]),
        "StockNumber": d["stock_number"], "VIN": d["vin"], "SalePrice": d["sale_price"], "FrontGross": d["front_gross"],
        "BackGross": d["back_gross"], "TotalGross": d["front_gross"] + d["back_gross"], "CRMDMSMatchInd": "true",
        "RecordStatusCode": "D" if d["status"] == "unwound" else "A",
        "SoldUTCDate": f"{d['contract_date'].isoformat()}T00:00:00" if d["contract_date"] else None,
    }  # fmt: skip


def _dms_sale(d: Row) -> dict[str, Any]:
    """A deal of the DMS behind the CRM. Its days are the store's, its moments unknown."""

    def day(value: Any) -> str | None:
        return f"{value.isoformat()}T00:00:00" if value else None

    return {
        "DealNumber": d["deal_number"], "CustomerID": _user_id(d["customer_id"]), "DMSSaleID": d["deal_number"],
        "SaleType": _SALE_TYPES[d["sale_type"]], "Wholesale": "Y" if d["sale_type"] == "wholesale" else "N",
        "ContractDate": day(d["contract_date"]), "DeliveryDate": iso_utc_naive(d["delivered_at"] and d["delivered_at"] // 86400 * 86400),
        "ReversalDate": day(d["unwound_on"]), "DealStatus": d["status"], "InventoryType": _CLASSES.get(d["vehicle_class"]),
        "StockNumber": d["stock_number"], "VIN": d["vin"], "SalePrice": d["sale_price"], "HoldBackAmount": d["holdback"],
        "PackAmount": d["pack"], "Cost": d["vehicle_cost"], "ReconditioningCost": d["recon_cost"], "FrontGross": d["front_gross"],
        "BackGross": d["back_gross"], "BuyerFirstName": d["first_name"], "BuyerLastName": d["last_name"],
        "BuyerCellPhoneNumber": d["phone"], "BuyerEmailAddress": d["email"], "Trade1VIN": d["trade_vin"],
        "Trade1ActualCashValue": d["trade_acv"], "Trade1Payoff": d["trade_payoff"], "RecordStatusCode": "A",
    }  # fmt: skip


def _unit(diary: Diary, u: Row) -> dict[str, Any] | None:
    if u["status"] == "in_transit":
        return None
    came = diary.clocks[u["store_id"]].at(u["acquired_on"], 0) if u["acquired_on"] else u["arrived_at"] or u["updated_at"]
    return {
        "VehicleID": number(u["stock_number"]), "VIN": u["vin"], "StockNumber": u["stock_number"],
        "InventoryType": _CLASSES[u["vehicle_class"]], "Year": str(u["model_year"]), "Make": u["make"], "Model": u["model"],
        "Trim": u["trim"], "Odometer": str(u["mileage"]), "Price": u["msrp"], "InternetPrice": u["asking_price"], "Cost": u["cost"],
        "RecordStatusCode": "A", "InventoryUTCDate": iso_utc_naive(came),
        "RemovalUTCDate": iso_utc_naive(u["updated_at"]) if u["status"] in _GONE else None,
    }  # fmt: skip

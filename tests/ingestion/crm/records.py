"""Records of one store, as the vendors send them: pages, arrays and lines, unknown statuses, numbers for types, corrections, deletions."""

STORE = """store_id,store_name,timezone,dealer_codes,updated_at
SX,Crossroads Kia,America/Denver,elead:sub-x|vinsolutions:77|drivecentric:dc-x|dealersocket:ds-x,2026-01-01T00:00:00Z
"""
_E1 = {"id": "e-1", "firstName": "Ann", "lastName": "Ray", "positionName": "BDC"}
_E2 = {"id": "e-2", "firstName": "Bo", "lastName": "Lee", "positionName": "Sales"}
_SOUGHT = [
    {"isNew": True, "yearFrom": 2026, "yearTo": 2026, "make": "Kia", "model": "Sorento", "isPrimary": False},
    {"isNew": False, "yearFrom": 2003, "yearTo": 2003, "make": "Honda", "model": "Accord", "vin": "1hgcm82633a004352",
     "stockNumber": "P1", "isPrimary": True},
]  # fmt: skip


def _opportunity(key: str, date_in: str, status: str, sub_status: str, owner: dict[str, str], **more: object) -> dict[str, object]:
    team = [dict(e, isPrimary=e["id"] == owner["id"]) for e in (_E1, _E2)]
    return {"id": key, "customer": {"id": "c-1", "links": []}, "dateIn": date_in, "source": "Cars.com", "status": status,
            "subStatus": sub_status, "upType": "Phone", "soughtVehicles": _SOUGHT, "tradeIns": [], "salesTeam": team, **more}  # fmt: skip


def _answer(search_date: str, *items: dict[str, object]) -> dict[str, object]:
    return {"totalItems": len(items), "totalPages": 1, "pageNumber": 1, "pageSize": 100, "searchDate": search_date, "items": list(items)}


def _activity(key: str, kind: object, seen: str, **more: object) -> dict[str, object]:
    return {"id": key, "opportunityId": "O-1", "activityType": kind, "category": "Completed", "searchDate": seen, **more}


_BOOKED = {"category": "Scheduled", "outcome": "Open", "assignedToUserId": "e-1"}
_LEAD = {"CustomerID": 900001, "OriginationUTCDate": "2026-03-20T12:00:00", "LastUpdatedUTCDate": "2026-03-20T12:05:00"}
_VISIT = {"LeadID": 900001, "StartUTCDate": "2026-03-21T18:00:00", "DemoTestDrive": True, "WriteUp": False}
_BUYER = {"firstName": "Dana", "lastName": "Fox", "phones": [{"type": "Cell", "value": "555-0101"}],
          "emails": [{"type": "Home", "value": "dana@example.com"}]}  # fmt: skip

RECORDS: dict[str, object] = {
    "elead/opportunities/sub-x/first.json": _answer(
        "2026-03-20T12:00:00Z",
        _opportunity("O-1", "2026-03-20T11:50:00Z", "Active", "Working It", _E2),
        _opportunity("O-2", "2026-01-05T10:00:00Z", "Inactive", "Not In Market", _E1, soughtVehicles=[], tradeIns=[{"vin": "X"}]),
    ),
    "elead/opportunities/sub-x/then.json": _answer(
        "2026-03-20T13:00:00Z", _opportunity("O-1", "2026-03-20T11:50:00Z", "Active", "Appointment Set", _E1)
    ),
    "elead/activities/sub-x/all.jsonl": [
        _activity("A-1", 2, "2026-03-20T13:00:00Z", completedDate="2026-03-20T12:30:00Z", outcome="Contacted", completedByUserId="e-1"),
        _activity("A-2", 37, "2026-03-20T13:00:00Z", completedDate="2026-03-20T12:31:00Z", name="Note"),
        _activity("A-3", "Auto Response", "2026-03-20T13:00:00Z", completedDate="2026-03-20T11:51:00Z"),
        _activity("A-4", "Text Message", "2026-03-20T13:00:00Z", completedDate="2026-03-20T12:40:00Z"),
        _activity("A-5", "Phone Call", "2026-03-20T13:00:00Z", dueDate="2026-03-21T12:40:00Z", name="Call back", **_BOOKED),
        _activity("B-1", 7, "2026-03-20T13:00:00Z", dueDate="2026-03-22T15:00:00Z", **_BOOKED),
        _activity("B-1", 7, "2026-03-21T13:00:00Z", dueDate="2026-03-23T15:00:00Z", **_BOOKED),
        _activity("C-1", "Confirm Appointment", "2026-03-22T13:00:00Z", completedDate="2026-03-22T12:00:00Z", outcome="Completed"),
        _activity("B-1", 7, "2026-03-23T20:00:00Z", dueDate="2026-03-23T15:00:00Z", closedDate="2026-03-23T19:00:00Z", outcome="No Show"),
        _activity("B-2", 7, "2026-03-28T13:00:00Z", dueDate="2026-03-25T15:00:00Z", outcome="Moved On", closedDate="2026-03-25T16:00:00Z"),
    ],
    "elead/customers/sub-x/all.jsonl": [
        {"id": "c-1", "firstName": "Dana", "lastName": "Fox", "address": {"zip": "80201"}, "searchDate": "2026-03-20T12:00:00Z",
         "phones": [{"number": "555-0101", "phoneType": "Cellular"}],
         "emails": [{"address": "old@example.com", "doNotEmail": False, "isPreferred": False},
                    {"address": "dana@example.com", "doNotEmail": True, "isPreferred": True}]}
    ],
    "elead/employees/sub-x/all.jsonl": [dict(e, searchDate="2026-03-20T12:00:00Z") for e in (_E1, _E2)],
    "vinsolutions/leads/77/window.json": [
        {**_LEAD, "LeadID": 900001, "LeadStatusID": "1", "LeadStatusCustomID": "5", "HasBeenContacted": False, "ADFXML": True},
        {**_LEAD, "LeadID": 900002, "LeadStatusID": "777", "LeadSourceID": "9"},
        {**_LEAD, "LeadStatusID": "1"},
    ],
    "vinsolutions/LeadStatusCustom_77.json": [
        {"DealerID": 77, "LeadStatusCustomID": 5, "LeadStatusName": "Waiting on trade", "LeadStatusTypeName": "ACTIVE"}
    ],
    "vinsolutions/lead_sources/77/all.json": [
        {"LeadSourceID": 9, "LeadSourceName": "Cars.com", "LeadSourceTypeName": "Kiosk", "LastUpdatedUTCDate": "2026-03-01T00:00:00"}
    ],
    "vinsolutions/vehicles_of_interest/77/all.json": [
        {"VehicleOfInterestID": 1, "LeadID": 900001, "Make": "Kia", "Model": "Rio", "IsPrimary": True, "RecordStatusCode": "D"},
        {"VehicleOfInterestID": 2, "LeadID": 900001, "Make": "Honda", "Model": "Accord", "VIN": "1hgcm82633a004352", "Year": "2003",
         "IsPrimary": False, "RecordStatusCode": "A"},
    ],
    "vinsolutions/showroom_visits/77/a.jsonl": [
        {**_VISIT, "VisitID": 900001, "DeletedFlag": False, "LastUpdatedUTCDate": "2026-03-21T19:00:00"},
        {**_VISIT, "VisitID": 900001, "DeletedFlag": True, "LastUpdatedUTCDate": "2026-03-22T19:00:00"},
        {**_VISIT, "VisitID": 900002, "DeletedFlag": False, "LastUpdatedUTCDate": "2026-03-21T19:00:00"},
    ],
    "vinsolutions/dms_sold/77/a.json": [
        {"DealNumber": "D-1", "SaleType": "R", "DealStatus": "Finalized", "ContractDate": "2026-03-21T00:00:00", "CustomerID": "0",
         "DeliveryDate": "0001-01-01T00:00:00", "ReversalDate": "2026-03-25T00:00:00", "LastUpdatedUTCDate": "2026-03-25T12:00:00",
         "FrontGross": "1,250.50", "InventoryType": "N"},
        {"DealNumber": "D-2", "ContractDate": "2026-03-21T00:00:00", "DeliveryDate": "0001-01-01T00:00:00", "Wholesale": "N",
         "ReversalDate": None, "LastUpdatedUTCDate": "2026-03-21T12:00:00"},
    ],
    "vinsolutions/inventory/77/a.json": [
        {"StockNumber": "K1", "InventoryType": "N", "InternetPrice": "0", "Price": "31,500", "InventoryUTCDate": "2026-03-02T05:30:00",
         "RemovalUTCDate": None, "LastUpdatedUTCDate": "2026-03-02T06:00:00"},
    ],
    "drivecentric/deals/dc-x/deals_20260321T100000.json": {"meta": {"total": 1}, "data": [
        {"identifiers": [{"type": "CrmId", "value": "D77"}, {"type": "PartnerId", "value": "P1"}], "stage": "Negotiation",
         "source": {"type": "Internet", "description": "Cars.com"}, "customers": [
             {"isPrimaryBuyer": False, "firstName": "Co"}, {"isPrimaryBuyer": True, "type": "Individual", **_BUYER}],
         "vehicleInterests": [{"vehicle": {"year": 2003, "make": "Honda", "model": "Accord", "vin": "1HGCM82633A004352"}}],
         "tradeIns": [], "appointments": [{"Type": "Sales", "AppointmentDate": "2026-03-24T10:00:00", "Notes": "call me"}]}]},
    "dealersocket/events/ds-x/events_20260321T100000.json": {"events": [
        {"eventId": 41, "insertDate": "2026-03-20T09:00:00", "status": 223, "vin": "1HGCM82633A004352", "make": "Honda",
         "model": "Accord", "year": 2003, "primaryAssigned": "Bo Lee"},
        {"eventId": 42, "insertDate": "2026-03-20T09:30:00", "status": 999, "primaryAssigned": 17}]},
}  # fmt: skip

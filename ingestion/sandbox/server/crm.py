"""Elead through Fortellis, the VinSolutions export, DriveCentric and DealerSocket, as their APIs answer (vendors.md §3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.server.app import SECRET, USER, Answer, Asked, Handler, basic

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


# Entity of the VinSolutions export -> table that its records are for.
ENTITIES = {
    "Lead": "leads", "Appointment": "appointments", "ShowroomVisit": "showroom_visits", "CRMSoldTransaction": "crm_sold",
    "DMSSoldTransaction": "dms_sold", "Task": "tasks", "Inventory": "inventory", "Customer": "customers", "LeadSource": "lead_sources",
    "LeadStatus": "lead_statuses", "LeadStatusCustom": "lead_status_customs", "LeadVehicleOfInterest": "vehicles_of_interest",
    "LeadTradeInVehicle": "trade_ins", "User": "users", "UserAccess": "user_access", "Dealer": "dealers", "ServiceVisit": "service_visits",
}  # fmt: skip


def fortellis_token(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check(asked.headers.get("authorization") == basic() and asked.body.get("grant_type") == "client_credentials")
    return {"token_type": "Bearer", "expires_in": sandbox.token_seconds, "access_token": sandbox.token(), "scope": "anonymous"}


def _subscription(sandbox: Sandbox, asked: Asked) -> str:
    sandbox.check_token(asked)
    if not asked.headers.get("request-id"):
        raise Answer(400, {"message": "Request-Id is missing"})
    return asked.headers.get("subscription-id", "")


def _fortellis_page(sandbox: Sandbox, asked: Asked, records: list[Any]) -> dict[str, Any]:
    """404 where there is nothing, as it answers."""
    if not records:
        raise Answer(404, {"message": "No records found"})
    size = min(int(asked.query.get("pageSize", 100)), sandbox.page)
    number = int(asked.query.get("page", 1))
    items = sandbox.paged(records, number - 1, size)
    return {"items": items, "totalItems": len(records), "totalPages": -(-len(records) // size), "pageNumber": number, "pageSize": size}


def search_delta(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    account = _subscription(sandbox, asked)
    start = asked.moment("dateFrom")
    records = [record for at, record in sandbox.rows("elead", account, "opportunities") if at >= start]
    return _fortellis_page(sandbox, asked, records) | {"searchDate": f"{sandbox.now():%Y-%m-%dT%H:%M:%SZ}"}


def search(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    account = _subscription(sandbox, asked)
    start, end = (f"{asked.moment(name):%Y-%m-%dT%H:%M:%SZ}" for name in ("dateFrom", "dateTo"))
    records = [record for _, record in sandbox.rows("elead", account, "opportunities") if start <= record["dateIn"] <= end]
    return _fortellis_page(sandbox, asked, records)


def history(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    rows = sandbox.rows("elead", _subscription(sandbox, asked), "activities")
    items = [{k: v for k, v in r.items() if k != "opportunityId"} for _, r in rows if r["opportunityId"] == match[1]]
    if not items:
        raise Answer(404, {"message": "No records found"})
    return {"items": items}


def customer(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    rows = sandbox.rows("elead", _subscription(sandbox, asked), "customers")
    found = [record for _, record in rows if record["id"] == match[1]]
    if not found:
        raise Answer(404, {"message": "No records found"})
    return found[0]


def employees(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    return {"items": [record for _, record in sandbox.rows("elead", _subscription(sandbox, asked), "employees")]}


def export(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    """VinSolutions: a bare array of what changed in the window; there are no pages."""
    sandbox.check(asked.query.get("api_key") == SECRET)
    start, end = asked.moment("LastUpdatedStartUTC"), asked.moment("LastUpdatedEndUTC")
    return [record for at, record in sandbox.rows("vinsolutions", match[1], ENTITIES[match[2]]) if start <= at <= end]


def drivecentric_token(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check((asked.body.get("clientId"), asked.body.get("clientSecret")) == (USER, SECRET))
    return {"idToken": sandbox.token()}


def by_range(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    start, end = asked.query["start"], asked.query["end"]
    rows = [record for at, record in sandbox.rows("drivecentric", match[1], "deals") if start <= f"{at:%Y-%m-%d}" <= end]
    offset = int(asked.query.get("offset", 0))
    return {"meta": {"count": len(rows)}, "data": rows[offset : offset + min(50, sandbox.page)]}


ROUTES: dict[str, Handler] = {
    r"/elead/oauth2/\w+/v1/token": fortellis_token,
    r"/elead/sales/v2/elead/opportunities/searchDelta": search_delta,
    r"/elead/sales/v2/elead/opportunities/search": search,
    r"/elead/sales/v1/elead/activities/history/byOpportunityId/([^/]+)": history,
    r"/elead/sales/v2/elead/customers/([^/]+)": customer,
    r"/elead/sales/v1/elead/reference/employees": employees,
    r"/vinsolutions/(\w+)/(\w+)/1\.0": export,
    r"/drivecentric/api/authentication/token": drivecentric_token,
    r"/drivecentric/api/stores/([^/]+)/deal/byrange": by_range,
}

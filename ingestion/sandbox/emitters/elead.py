"""Elead through Fortellis (vendors.md §3.2): the records of its answers, in the fields that public clients of it read.

What the history of an opportunity does not say is not here: when an appointment was made, whether an e-mail was a template, which call of
the tracking provider a call was, showroom visits, test drives. `searchDate` is the answer's own: a poll at the moment something changed.
"""

from typing import Any

from ingestion.sandbox.emitters.crm_leads import Story, Told, stories, versions
from ingestion.sandbox.emitters.ledger import Diary, iso_z
from ingestion.sandbox.log import Row

_SUB_STATUS = {
    "new": "New", "contacted": "Contacted", "qualified": "Qualified", "appointment_set": "Appointment Set",
    "appointment_confirmed": "Appointment Confirmed", "shown": "Showroom Visit", "test_drive": "Test Drive", "quoted": "Quoted",
    "finance_applied": "Finance Applied", "sold": "Sold", "delivered": "Delivered", "duplicate": "Duplicate",
}  # fmt: skip
_WHY_LOST = {
    "bought_elsewhere": "Purchased Elsewhere", "not_interested": "Not In Market", "timing_later": "Timing Later",
    "bad_contact_info": "Bad Contact Info", "needs_pricing": "Needs Pricing",
}  # fmt: skip
_UP_TYPE = {"phone_call": "Phone", "walk_in": "Showroom"}
_SUB_SOURCE = {"form": "Web Form", "chat": "Chat", "test_drive_request": "Test Drive Request", "appointment_request": "Appointment Request"}
_OUTCOME = {"shown": "Showed", "no_show": "No Show", "cancelled": "Cancelled", "rescheduled": "Rescheduled"}
_TASK_OUTCOME = {"open": "Open", "completed": "Completed", "cancelled": "Cancelled"}


def records(diary: Diary, store_id: str) -> dict[str, list[Told]]:
    """Table of ingestion/sources/crm/elead.yml → its records in order of time, one for each time that something changed."""
    leads = stories(diary, store_id)
    staff = {row["agent_id"]: row for _, row in diary.rows("agents", store_id)}
    opportunities = [(at, _opportunity(story.at(at), staff)) for story in leads.values() for at in story.moments(with_touches=False)]
    activities = [
        (touch["occurred_at"], shape) for story in leads.values() for touch in story.touches if (shape := _touch(touch, story, staff))
    ]
    for at, row in versions(diary, "appointments", store_id, leads):
        activities += [(at, record) for record in _appointment(row, staff)]
    activities += [(at, _task(row, staff)) for at, row in versions(diary, "tasks", store_id, leads)]
    found = {
        "opportunities": opportunities,
        "activities": activities,
        "customers": [(at, _customer(row)) for at, row in diary.rows("customers", store_id)],
        "employees": [(at, _employee(row)) for at, row in diary.rows("agents", store_id)],
    }
    return {table: [(at, r | {"searchDate": iso_z(at)}) for at, r in sorted(told, key=lambda t: t[0])] for table, told in found.items()}


def _status(lead: Row) -> tuple[str, str]:
    """(status, subStatus)"""
    if lead["is_test"] or lead["is_spam"]:
        return "Inactive", "Test Lead" if lead["is_test"] else "Spam"
    if lead["stage"] == "lost":
        return "Inactive", _WHY_LOST.get(lead["disposition"], "Lost")
    status = {"sold": "Sold", "delivered": "Sold", "duplicate": "Inactive"}.get(lead["stage"], "Active")
    return status, _SUB_STATUS[lead["stage"]]


def _opportunity(lead: Row, staff: dict[str, Row]) -> dict[str, Any]:
    status, sub_status = _status(lead)
    sought = {"yearFrom": lead["model_year"], "yearTo": lead["model_year"], "make": lead["make"], "model": lead["model"],
              "trim": lead["trim"], "vin": lead["vin"], "stockNumber": lead["stock_number"], "isPrimary": True}  # fmt: skip
    owner = lead["owner_agent_id"]
    team = {"id": owner, **_name(staff.get(owner)), "isPrimary": True, "isPositionPrimary": True} if owner else None
    return {
        "id": lead["lead_id"], "customer": {"id": lead["customer_id"]}, "dateIn": iso_z(lead["inquiry_at"]), "source": lead["source_code"],
        "subSource": _SUB_SOURCE.get(lead["lead_origin"]), "status": status, "subStatus": sub_status,
        "upType": _UP_TYPE.get(lead["lead_origin"], "Internet"), "soughtVehicles": [sought] if lead["make"] else [],
        "tradeIns": [{"vin": lead["trade_in_vin"]}] if lead["trade_in_vin"] else [], "salesTeam": [team] if team else [],
    }  # fmt: skip


def _activity(key: str, opportunity: str | None, kind: str, user: str | None, staff: dict[str, Row], **more: Any) -> dict[str, Any]:
    """A record of the history. A name stands beside each user's id."""
    full = staff[user]["agent_name"] if user in staff else None
    record = {
        "id": key, "opportunityId": opportunity, "activityType": kind, "name": kind, "category": "Completed", "dueDate": None,
        "completedDate": None, "closedDate": None, "outcome": None, "createdByUserId": user, "assignedToUserId": user,
        "completedByUserId": user, "createdBy": full, "assignedTo": full, "completedBy": full,
    }  # fmt: skip
    record |= more
    if record["category"] == "Scheduled":
        record |= {"completedByUserId": None, "completedBy": None}
    return record


def _touch(touch: Row, story: Story, staff: dict[str, Row]) -> dict[str, Any] | None:
    """A touch as a completed activity, None where Elead keeps none (a bot's words)."""
    channel, is_out, kind = touch["channel"], touch["direction"] == "outbound", touch["kind"]
    if kind in ("bot", "system"):
        return None
    kinds = {"phone": ("Phone Call", "Inbound Call"), "email": ("Send Email", "Read Email"), "sms": ("Text Message", "Text Message"),
             "chat": ("Other", "Other"), "walk_in": ("Attend Meeting", "Attend Meeting")}  # fmt: skip
    word = "Auto Response" if kind == "automated_response" else kinds[channel][0 if is_out else 1]
    outcome = "Contacted" if touch["is_two_way"] else "Left Message" if channel == "phone" else "Completed"
    user = touch["agent_id"] if is_out or channel == "phone" else None  # what the shopper writes, nobody in the store completes
    at = iso_z(touch["occurred_at"])
    more = {"name": "Chat"} if channel == "chat" else {}
    return _activity(touch["interaction_id"], touch["lead_id"], word, user, staff, dueDate=at, completedDate=at, outcome=outcome, **more)


def _appointment(row: Row, staff: dict[str, Row]) -> list[dict[str, Any]]:
    """The appointment, and where it was just confirmed, the activity that says so."""
    is_open = row["status"] in ("set", "confirmed")
    ended = None if is_open else iso_z(row["shown_at"] or row["updated_at"])
    key, lead, user = row["appointment_id"], row["lead_id"], row["agent_id"]
    due = iso_z(row["scheduled_at"])
    told = [
        _activity(key, lead, "Appointment", user, staff, category="Scheduled" if is_open else "Completed", dueDate=due,
                  outcome=_OUTCOME.get(row["status"], "Open"), completedDate=ended if row["status"] == "shown" else None, closedDate=ended)
    ]  # fmt: skip
    if row["status"] == "confirmed":
        at = iso_z(row["confirmed_at"])
        told.append(_activity(f"{key}-C", lead, "Confirm Appointment", user, staff, dueDate=at, completedDate=at, outcome="Completed"))
    return told


def _task(row: Row, staff: dict[str, Row]) -> dict[str, Any]:
    """A planned step. Its type is no call's or e-mail's: what was done stands in the history as itself."""
    words = {"call": "Call Customer", "follow_up": "Follow Up"}
    return _activity(row["task_id"], row["lead_id"], "Other", row["agent_id"], staff, name=words.get(row["task_type"], row["task_type"]),
                     category="Scheduled" if row["status"] == "open" else "Completed", dueDate=iso_z(row["due_at"]),
                     completedDate=iso_z(row["completed_at"]), closedDate=iso_z(row["updated_at"]) if row["status"] != "open" else None,
                     outcome=_TASK_OUTCOME[row["status"]])  # fmt: skip


def _customer(row: Row) -> dict[str, Any]:
    no_mail = row["consent_email"] in ("denied", "opted_out")
    emails = [{"address": row["email"], "emailType": "Personal", "doNotEmail": no_mail, "isPreferred": True}] if row["email"] else []
    phones = [{"number": row["phone"], "phoneType": "Cellular"}] if row["phone"] else []
    return {"id": row["customer_id"], "firstName": row["first_name"], "lastName": row["last_name"], "emails": emails, "phones": phones,
            "address": {"zip": row["postal_code"]}}  # fmt: skip


def _employee(row: Row) -> dict[str, Any]:
    return {"id": row["agent_id"], **_name(row), "positionName": row["role"]}


def _name(agent: Row | None) -> dict[str, str | None]:
    first, _, last = (agent["agent_name"] if agent else "").partition(" ")
    return {"firstName": first or None, "lastName": last or None}

"""The built-in profiles on a report of each kind, and what is said of a profile that cannot be followed."""

from __future__ import annotations

from typing import Any

import pytest

from ingestion.contract import entities
from ingestion.errors import SettingsError
from ingestion.sources.feeds.profile_reader import built_in_names
from ingestion.sources.reports.profile_reader import BUILT_IN, load_report_profile
from tests.ingestion.reports.reading import Reports

VIN = "1HGCM82633A004352"
# report -> (file, header, line, what must come of it)
SAMPLES: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "rapid_recon": (
        "S1/recon_20260331_0600.csv",
        "VIN,New/Used,Stock,Step,DIS,DIR,Priority,Recall,Note",
        f"{VIN},Used,P1234,Detail Bay 2,3,8,High,No,waits for mats",
        {
            "store_id": "S1", "stock_number": "P1234", "stage": "Detail Bay 2", "entered_at": "2026-03-28T00:00:00", "days_before": "3",
            "updated_at": "2026-03-31T06:00:00", "report_at": "2026-03-31T06:00:00", "report_name": "rapid_recon", "vin": VIN,
        },
    ),
    "crm_leads": (
        "leads_20260331_0600.csv",
        "Dealership,Lead #,Date Created,Up Type,Lead Source,First Name,E-mail Address,Cell Phone,Year,Make,Model,Lead Status,Trade",
        "Example Motors,88,03/30/2026 4:15 PM,Internet,Cars.com,Ann,ann@example.com,555-0101,2024,Honda,Accord,Working,Yes",
        {
            "store_id": "Example Motors", "lead_id": "crm:88", "inquiry_at": "2026-03-30T16:15:00", "lead_origin": "form",
            "department": "sales", "source_code": "Cars.com", "email": "ann@example.com", "stage": "Working", "has_trade_in": "true",
            "updated_at": "2026-03-31T06:00:00",
        },
    ),
    "crm_activities": (
        "a.csv",
        "Activity ID,Lead Number,Completed By,Activity Type,Completed Date,Result,Customer Contacted",
        "9,88,Pat,Outbound Call,3/30/2026 4:20 PM,Left message,No",
        {
            "interaction_id": "crm:9", "lead_id": "crm:88", "agent_id": "crm:68d753f055b1a15b3949", "channel": "phone",
            "direction": "outbound",
            "occurred_at": "2026-03-30T16:20:00", "outcome": "Left message", "is_two_way": "false",
        },
    ),
    "crm_appointments": (
        "2026-03-31.csv",
        "Store,Appt ID,Opportunity ID,Date Set,Appointment Date,Appointment Status",
        "MP1,5,88,3/30/2026 4:25 PM,4/1/2026 10:00 AM,No Show",
        {"appointment_id": "crm:5", "lead_id": "crm:88", "set_at": "2026-03-30T16:25:00", "scheduled_at": "2026-04-01T10:00:00",
         "status": "no_show", "updated_at": "2026-03-31T06:00:00"},
    ),
    "dms_deals": (
        "2026-03-31.csv",
        "Branch,Deal No,Stock #,VIN,N/U,Finance Type,Deal Status,Contract Date,Selling Price,Front Gross,F&I Gross,Last Modified",
        f'02,4711,P1234,{VIN},U,Lease,Finalized,03/29/26,"$8,995.00",($120.50),"1,050",3/30/2026 18:00',
        {"store_id": "02", "deal_number": "4711", "vehicle_class": "used", "sale_type": "Lease", "status": "sold",
         "contract_date": "2026-03-29", "sale_price": "8995.00",
         "front_gross": "-120.50", "back_gross": "1050", "updated_at": "2026-03-30T18:00:00"},
    ),
    "call_log": (
        "S1/a.csv",
        "Call ID,Call Date,Tracking Number,Caller Number,Talk Time,Ring Time,Call Status,Ad Source",
        "c9,3/30/2026 9:01 AM,555-0100,555-0199,93,4,Connected,Google Ads",
        {"provider": "call_log", "call_id": "c9", "store_id": "S1", "started_at": "2026-03-30T09:01:00", "talk_seconds": "93",
         "ring_seconds": "4", "outcome": "answered", "direction": "inbound", "source_code": "Google Ads"},
    ),
}  # fmt: skip


def test_every_built_in_profile_has_a_sample() -> None:
    assert set(built_in_names(BUILT_IN)) == set(SAMPLES)


@pytest.mark.parametrize("report", SAMPLES)
def test_a_built_in_profile_reads_its_report(reports: Reports, report: str) -> None:
    file, header, line, wanted = SAMPLES[report]
    row = reports.read(f"{report}/{file}", f"{header}\n{line}\n")[0]
    assert {k: row.get(k) for k in wanted} == wanted
    profile = load_report_profile(report, reports.home.config / "reports")
    lacking = [c for c in entities()[profile.entity].must_have if c not in row]
    assert not lacking


VISIT = {c: {"constant": "2026-03-30"} for c in ("visit_id", "stock_number", "stage", "entered_at")}
GOOD: dict[str, Any] = {"entity": "tasks", "columns": {"task_id": ["Task"], "created_at": ["Created"]}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"entity": "task"}, "entity must be one of the input contract's. Did you mean 'tasks'?"),
        ({"entity": None}, "entity must be one of the input contract's."),
        ({"colums": {}}, "unknown key 'colums'. Did you mean 'columns'?"),
        ({"system": "canonical"}, "system must be lower-case letters, digits and _, and not `canonical`"),
        ({"timezone": "Detroit"}, "timezone is no IANA time zone: 'Detroit'"),
        ({"store": {"constant": "S1"}}, "store is nothing that tasks have"),
        ({"full_list": True}, "full_list is for recon_stage_visits alone; stock lists are feeds"),
        ({"columns": {"task_id": ["Task"]}}, "columns must map created_at: tasks cannot be without"),
        ({"columns": {"task_id": ["Task"], "created_at": ["C"], "dead_at": ["D"]}}, "columns.dead_at is no column of tasks."),
        ({"columns": {"task_id": {"from": "Task", "join": ["A"]}, "created_at": ["C"]}}, "columns.task_id must have one of"),
        ({"columns": {"task_id": {"required": True}, "created_at": ["C"]}}, "columns.task_id must have one of"),
        ({"columns": {"task_id": {"days_before": ["D"]}, "created_at": ["C"]}}, "columns.task_id is no time"),
        ({"entity": "offers", "columns": {"offer_id": ["O"], "valid_from": ["F"]}, "store": {"column": "A"}}, "store is nothing that"),
        ({"entity": "recon_stage_visits", "columns": VISIT}, "store is missing: say where it comes from"),
        ({"extends": "crm_lead"}, "extends 'crm_lead', which is no profile. Did you mean 'crm_leads'?"),
    ],
)
def test_a_profile_that_cannot_be_followed_says_where_and_why(reports: Reports, change: dict[str, Any], says: str) -> None:
    reports.profile("mine", {**GOOD, **change})
    with pytest.raises(SettingsError) as failure:
        load_report_profile("mine", reports.home.config / "reports")
    assert str(failure.value).startswith("config/reports/mine.yml: ") and says in str(failure.value)


def test_a_home_extends_a_built_in_profile(reports: Reports) -> None:
    reports.profile("main_street", "extends: crm_leads\nsystem: drivecentric\nstore: {constant: S1}\ncolumns: {source_code: [Came by]}\n")
    row = reports.read("main_street/a.csv", "Lead #,Created Date,Came by,Source\n3,2026-03-30,Radio,Web\n")[0]
    assert (row["lead_id"], row["source_code"], row["store_id"], row["source"]) == ("drivecentric:3", "Radio", "S1", "Web")

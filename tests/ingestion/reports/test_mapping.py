"""What a profile makes of a report: each of its words on a few rows."""

from __future__ import annotations

from typing import Any

import pytest

from ingestion.sources.base import MISSING_REQUIRED_COLUMN, FileSetAsideError
from tests.ingestion.reports.reading import Reports

TASKS = {
    "entity": "tasks",
    "system": "crm",
    "columns": {"task_id": ["Task"], "lead_id": ["Lead"], "created_at": ["Created"], "task_type": ["Type"], "status": ["State"]},
}
VISITS = {
    "entity": "recon_stage_visits",
    "store": {"constant": "S1"},
    "columns": {
        "visit_id": {"join": ["stock_number", "stage", "entered_at"]},
        "stock_number": ["Stock"],
        "stage": ["Step"],
        "entered_at": {"days_before": ["DIS"]},
    },
}


def with_columns(profile: dict[str, Any], **columns: Any) -> dict[str, Any]:
    return {**profile, "columns": {**profile["columns"], **columns}}


def test_a_report_becomes_its_entity_and_keeps_the_rest(reports: Reports) -> None:
    reports.profile("todo", TASKS)
    rows = reports.read("todo/20260331_0615.csv", "Task,Lead,Created,Type,State,Mood\n7,L1,3/30/2026 2:05 PM,Call,Open,fine\n")
    assert rows == [
        {
            "task_id": "crm:7",
            "lead_id": "crm:L1",
            "created_at": "2026-03-30T14:05:00",
            "task_type": "Call",
            "status": "Open",
            "updated_at": "2026-03-31T06:15:00",
            "mood": "fine",
        }
    ]


@pytest.mark.parametrize(
    ("change", "task"),
    [({}, "crm:7"), ({"id_prefix": "elead"}, "elead:7"), ({"id_prefix": ""}, "7"), ({"system": "vinsolutions"}, "vinsolutions:7")],
)
def test_ids_are_told_apart_by_their_system(reports: Reports, change: dict[str, Any], task: str) -> None:
    reports.profile("todo", {**TASKS, **change})
    assert reports.read("todo/a.csv", "Task,Created\n7,2026-03-30\n")[0]["task_id"] == task


def test_a_persons_name_becomes_a_hash_that_is_the_same_everywhere(reports: Reports) -> None:
    reports.profile("todo", with_columns(TASKS, agent_id={"from": ["User ID"], "names": ["Done by", "User"]}))
    rows = reports.read(
        "todo/a.csv", "Task,Created,User ID,Done by,User\n1,2026-03-30,u7,Ann Lee,x\n2,2026-03-30,,Ann Lee,x\n3,2026-03-30,,,ANN  lee\n"
    )
    ids = [r["agent_id"] for r in rows]
    assert ids[0] == "crm:u7" and ids[1] == ids[2] and ids[1].startswith("crm:") and "ann" not in ids[1].lower()
    assert not any("Ann" in str(v) for r in rows[1:] for v in r.values())
    lonely = reports.read("todo/b.csv", "Task,Created,User\n1,2026-03-30,Ann Lee\n")
    assert lonely[0]["agent_id"] == ids[1]


def test_one_column_may_have_another_prefix(reports: Reports) -> None:
    reports.profile("todo", with_columns(TASKS, lead_id={"from": "Lead", "prefix": "elead"}))
    row = reports.read("todo/a.csv", "Task,Lead,Created\n7,L1,2026-03-30\n")[0]
    assert (row["task_id"], row["lead_id"]) == ("crm:7", "elead:L1")


@pytest.mark.parametrize(
    ("change", "created"),
    [
        ({}, "2026-03-08T03:30:00"),
        ({"timezone": "UTC"}, "2026-03-08T03:30:00+00:00"),
        ({"timezone": "America/Detroit"}, "2026-03-08T03:30:00-04:00"),
        (with_columns(TASKS, created_at={"from": "Created", "timezone": "America/Phoenix"}), "2026-03-08T03:30:00-07:00"),
    ],
)
def test_times_without_offset_are_of_the_named_zone(reports: Reports, change: dict[str, Any], created: str) -> None:
    reports.profile("todo", {**TASKS, **change})
    assert reports.read("todo/a.csv", "Task,Created\n7,03/08/2026 3:30\n")[0]["created_at"] == created


@pytest.mark.parametrize(
    ("report_at", "file", "updated_at"),
    [
        (None, "a.csv", "2026-03-31T10:30:00+00:00"),
        (None, "tasks-2026-03-30.csv", "2026-03-30T06:00:00"),
        (None, "tasks_20260330T174500.csv", "2026-03-30T17:45:00"),
        ({"column": "Run at"}, "a.csv", "2026-03-29T08:00:00"),
    ],
)
def test_a_record_without_change_time_is_as_the_report_found_it(reports: Reports, report_at: Any, file: str, updated_at: str) -> None:
    reports.profile("todo", {**TASKS, **({"report_at": report_at} if report_at else {})})
    assert reports.read(f"todo/{file}", "Task,Created,Run at\n7,2026-03-30,3/29/2026 8:00\n")[0]["updated_at"] == updated_at


def test_a_records_own_change_time_comes_first(reports: Reports) -> None:
    reports.profile("todo", with_columns(TASKS, updated_at=["Changed"]))
    rows = reports.read("todo/20260331_0615.csv", "Task,Created,Changed\n7,2026-03-30,3/30/2026 9:00\n8,2026-03-30,\n")
    assert [r["updated_at"] for r in rows] == ["2026-03-30T09:00:00", "2026-03-31T06:15:00"]


def test_an_id_of_joined_columns_is_the_same_every_time_and_the_stores_own(reports: Reports) -> None:
    reports.profile("recon", VISITS)
    first = reports.read("recon/20260330_0600.csv", "Stock,Step,DIS\nP1,Detail,2\nP2,Detail,2\n")
    later = reports.read("recon/20260331_0600.csv", "Stock,Step,DIS\nP1, Detail ,3\nP1,Detail,2\n")
    assert first[0]["visit_id"] == later[0]["visit_id"] != later[1]["visit_id"]
    assert first[0]["visit_id"].startswith("recon:") and len(first[0]["visit_id"]) == len("recon:") + 20
    reports.profile("recon", {**VISITS, "store": {"constant": "S2"}})
    other = reports.read("recon/20260330_0600.csv", "Stock,Step,DIS\nP1,Detail,2\n")
    assert other[0]["visit_id"] != first[0]["visit_id"]


@pytest.mark.parametrize(
    ("days", "change", "entered_at"),
    [
        ("3", {}, "2026-03-28T00:00:00"),
        ("0", {}, "2026-03-31T00:00:00"),
        ("1.5 ", {}, "2026-03-29T00:00:00"),
        ("1,000", {}, "2023-07-05T00:00:00"),
        ("3", {"timezone": "America/Detroit"}, "2026-03-28T00:00:00-04:00"),
        ("many", {}, "many"),  # goes on as it stands: the engine says so and sets the row aside
        ("99999999999", {}, "99999999999"),
    ],
)
def test_days_are_counted_back_from_the_report(reports: Reports, days: str, change: dict[str, Any], entered_at: str) -> None:
    reports.profile("recon", {**VISITS, **change})
    assert reports.read("recon/20260331_0600.csv", f'Stock,Step,DIS\nP1,Detail,"{days}"\n')[0]["entered_at"] == entered_at


def test_without_days_a_stay_begins_with_the_report_where_the_profile_says_so(reports: Reports) -> None:
    reports.profile("recon", with_columns(VISITS, entered_at={"days_before": "DIS", "report_time": True}))
    assert reports.read("recon/20260331_0600.csv", "Stock,Step,DIS\nP1,Detail,\n")[0]["entered_at"] == "2026-03-31T06:00:00"
    assert reports.read("recon/20260331_0600.csv", "Stock,Step\nP1,Detail\n")[0]["entered_at"] == "2026-03-31T06:00:00"


def test_a_time_of_day_may_be_in_halves(reports: Reports) -> None:
    columns = {"weekday": "Day", "opens_at": "Opens", "closes_at": "Closes"}
    reports.profile("hours", {"entity": "store_hours", "store": {"constant": "S1"}, "columns": columns})
    row = reports.read("hours/a.csv", "Day,Opens,Closes\n1,9 am,12:30 PM\n")[0]
    assert (row["opens_at"], row["closes_at"]) == ("09:00", "12:30")


@pytest.mark.parametrize("header", ["Lead,Created", "Task,Lead"])
def test_a_required_column_that_is_gone_fails_the_file_with_its_name(reports: Reports, header: str) -> None:
    reports.profile("todo", TASKS)
    with pytest.raises(FileSetAsideError) as failure:
        reports.read("todo/a.csv", f"{header}\n1,2\n")
    missing = {"Lead,Created": "task_id", "Task,Lead": "created_at"}[header]
    assert [(f.reason_code, f.column_name) for f in failure.value.findings] == [(MISSING_REQUIRED_COLUMN, missing)]

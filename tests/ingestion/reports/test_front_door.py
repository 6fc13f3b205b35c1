"""Reports through the engine: into the entity's raw table under their own system, with ledger, quarantine and rebuild."""

from __future__ import annotations

from ingestion.rebuild import rebuild
from tests.ingestion.conftest import Desk
from tests.ingestion.feeds.test_front_door import lay

TASKS = "entity: tasks\nsystem: crm\ncolumns: {task_id: [Task], created_at: [Created], due_at: [Due]}\n"


def test_rows_are_checked_like_the_canonical_drop_and_keep_their_system(desk: Desk) -> None:
    lay(desk.home, "config/reports/todo.yml", TASKS)
    lay(desk.home, "landing/reports/todo/a.csv", "Task,Created,Due,Mood\n1,3/30/2026,soon,ok\n,3/30/2026,,\n3,never,,\n4,3/30/2026,,\n")
    lay(desk.home, "landing/reports/other/b.csv", "a\n1\n")
    lay(desk.home, "landing/reports/c.csv", "a\n1\n")
    desk.drop("tasks/d.csv", "task_id,created_at,updated_at\nT1,2026-03-30,2026-03-30\n")
    desk.ingest()
    assert desk.findings() == sorted(
        [
            ("a.csv", 2, "due_at", "unparseable_value", True),
            ("a.csv", 3, "task_id", "missing_required_value", False),
            ("a.csv", 4, "created_at", "unparseable_value", False),
            ("b.csv", None, None, "unknown_entity", False),
            ("c.csv", None, None, "unknown_entity", False),
        ],
        key=str,
    )
    rows = "select l.system, r.task_id, r.mood from raw.canonical__tasks as r inner join raw.load_ledger as l on r._batch_id = l.batch_id"
    assert sorted(desk.query(rows)) == [("canonical", "T1", None), ("crm", "crm:1", "ok"), ("crm", "crm:4", None)]
    ledger = "select system, entity, rows_read, rows_loaded, rows_set_aside from raw.load_ledger where file like '%a.csv'"
    assert desk.query(ledger) == [("crm", "tasks", 4, 2, 2)]


def test_a_full_list_has_a_raw_table_of_its_own_and_a_rebuild_makes_it_again(desk: Desk) -> None:
    file = lay(desk.home, "landing/reports/rapid_recon/S1/20260331_0600.csv", "Stock,Step,DIS,Note\nP1,Detail,3,mats\nP2,Detail,x,\n")
    desk.ingest()
    assert desk.findings() == [("20260331_0600.csv", 3, "entered_at", "unparseable_value", False)]
    sql = "select store_id, stock_number, stage, entered_at, days_before, report_at, note from raw.reports__recon_stage_visits"
    first = desk.query(sql)
    assert first == [("S1", "P1", "Detail", "2026-03-28T00:00:00", "3", "2026-03-31T06:00:00", "mats")]
    file.unlink()
    rebuild(desk.home)
    assert desk.query(sql) == first
    assert desk.query("select system from raw.load_ledger") == [("rapid_recon",)]


def test_a_corrected_profile_is_tried_again(desk: Desk) -> None:
    lay(desk.home, "config/reports/todo.yml", TASKS.replace("entity", "entty"))
    lay(desk.home, "landing/reports/todo/a.csv", "Task,Created\n1,2026-03-30\n")
    desk.ingest()
    assert desk.findings() == [("a.csv", None, None, "unknown_entity", False)]
    lay(desk.home, "config/reports/todo.yml", TASKS)
    desk.ingest()
    assert desk.visible("canonical__tasks", "task_id") == ["crm:1"]

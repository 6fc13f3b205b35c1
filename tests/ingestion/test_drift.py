"""Files that change their shape: what is new is kept and said, what is gone is said, what was needed fails its source alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ingestion.drift import folder_of
from ingestion.rebuild import rebuild
from tests.ingestion.conftest import Desk
from tests.ingestion.feeds.test_front_door import PROFILE, VIN, lay

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
SEEN = (
    "select s.system, s.folder, s.column_name, s.is_read, s.is_from_the_start, s.files, f.file, l.file, m.file from raw.columns_seen as s"
    " inner join raw.load_ledger as f on s.first_batch_id = f.batch_id inner join raw.load_ledger as l on s.last_batch_id = l.batch_id"
    " left join raw.load_ledger as m on s.missed_batch_id = m.batch_id order by s.system, s.folder, s.column_name"
)
TASKS = "entity: tasks\nsystem: crm\ncolumns: {task_id: [Task], created_at: [Created], task_type: [Kind]}\n"
# (file below the home, first content, second content, stream, column that is new, column that is gone)
STREAMS = {
    "canonical drop": (
        "landing/canonical/tasks/{}.csv",
        "task_id,created_at,updated_at,status\nT{0},2026-03-30,2026-03-30,open\n",
        "task_id,created_at,updated_at,mood\nT{0},2026-03-30,2026-03-30,fine\n",
        ("canonical, canonical__tasks, canonical/tasks", "mood", "status"),
    ),
    "feed": (
        "landing/feeds/mine/{}.csv",
        f"Dealer,VIN,Price,Miles\nMP1,{VIN},1,2\n",
        f"Dealer,VIN,Miles,Tint\nMP1,{VIN},2,dark\n",
        ("feeds, feeds__inventory_snapshots, feeds/mine", "tint", "price"),
    ),
    "report": (
        "landing/reports/todo/{}.csv",
        "Task,Created,Kind\n{0},2026-03-30,call\n",
        "Task,Created,Type\n{0},2026-03-30,call\n",
        ("crm, canonical__tasks, reports/todo", "type", "kind"),
    ),
    "export": (
        "landing/marketcheck/mds/1/{}.csv",
        f"vin,mds,total_active_cars_for_ymmt\n{VIN},41,7\n",
        f"vin,mds,mood\n{VIN},41,fine\n",
        ("marketcheck, marketcheck__mds, marketcheck/mds/1", "mood", "total_active_cars_for_ymmt"),
    ),
}


@pytest.fixture
def shop(desk: Desk) -> Desk:
    lay(desk.home, "config/feeds/mine.yml", PROFILE)
    lay(desk.home, "config/reports/todo.yml", TASKS)
    return desk


@pytest.mark.parametrize("kind", STREAMS)
def test_new_and_gone_columns_are_said_in_the_run_that_saw_them(shop: Desk, kind: str) -> None:
    path, first, second, (stream, new, gone) = STREAMS[kind]
    says = [f"1 column is new ({stream}): {new}.", f"1 column is gone ({stream}): {gone}."]
    for number, content in enumerate((first, second, second.replace("fine", "good").replace("dark", "deep").replace(",call", ",mail"))):
        lay(shop.home, path.format(number), content.replace("{0}", str(number)))
        report = shop.ingest()
        assert [n for n in report.notes if "column" in n] == (says if number == 1 else [])
        assert report.rows_loaded == 1


def test_first_and_last_sight_of_each_column(shop: Desk) -> None:
    header = "Task,Created,{}\n"
    for number, column in enumerate(("Kind", "Kind", "Mood", "Kind")):
        lay(shop.home, f"landing/reports/todo/{number}.csv", header.format(column) + f"{number},2026-03-30,x\n")
        shop.ingest()
    a, b, c, d = (f"reports/todo/{n}.csv" for n in range(4))
    expected = [
        ("crm", "reports/todo", "created", True, True, 4, a, d, None),
        ("crm", "reports/todo", "kind", True, True, 3, a, d, None),  # it was gone, and is back
        ("crm", "reports/todo", "mood", False, False, 1, c, c, d),
        ("crm", "reports/todo", "task", True, True, 4, a, d, None),
    ]
    assert shop.query(SEEN) == expected and b
    rebuild(shop.home)
    assert shop.query(SEEN) == expected


def test_a_needed_column_that_is_gone_fails_its_source_alone(shop: Desk) -> None:
    lay(shop.home, "landing/reports/todo/a.csv", "Task,Created\n1,2026-03-30\n")
    lay(shop.home, "landing/feeds/mine/a.csv", f"Dealer,VIN\nMP1,{VIN}\n")
    shop.ingest()
    lay(shop.home, "landing/reports/todo/b.csv", "Task,Kind\n2,call\n")
    lay(shop.home, "landing/feeds/mine/b.csv", f"Dealer,VIN,Miles\nMP1,{VIN},7\n")
    report = shop.ingest()
    assert shop.findings() == [("b.csv", None, "created_at", "missing_required_column", False)]
    assert (report.files_set_aside, report.rows_loaded) == (1, 1)


@pytest.mark.parametrize(
    ("path", "content", "finding"),
    [
        ("reports/todo", "Task,Created\n2,in a while\n", ("created_at", False)),
        ("canonical/tasks", "task_id,created_at,updated_at\n2,2026-03-30,in a while\n", ("updated_at", False)),
        ("feeds/mine", f"Dealer,VIN,Price\nMP1,{VIN},on request\n", ("asking_price", True)),
        ("marketcheck/mds", f"vin,mds\n{VIN},many\n", ("mds", True)),
    ],
)
def test_a_column_of_another_type_is_quarantined_cell_by_cell(shop: Desk, path: str, content: str, finding: tuple[str, bool]) -> None:
    lay(shop.home, f"landing/{path}/b.csv", content)
    shop.ingest()
    column, is_loaded = finding
    assert shop.findings() == [("b.csv", 2, column, "unparseable_value", is_loaded)]


def test_json_leaves_out_what_is_empty_and_only_the_unknown_is_news(shop: Desk) -> None:
    rows = [{"task_id": "1", "created_at": "2026-03-30", "updated_at": "2026-03-30", "status": "open"}, {"task_id": "2"}, {"mood": "fine"}]
    for number, extra in enumerate(({"status": "open"}, {"task_type": "call"}, {"mood": "fine"})):
        shop.drop(f"tasks/{number}.jsonl", json.dumps({**rows[0], "task_id": str(number), **extra} if number else rows[0]) + "\n")
        notes = [n for n in shop.ingest().notes if "column" in n]
        assert notes == (["1 column is new (canonical, canonical__tasks, canonical/tasks): mood."] if number == 2 else [])


def test_stores_with_other_columns_are_other_streams_and_one_run_is_seen_as_a_whole(shop: Desk) -> None:
    for day in (1, 2):
        lay(shop.home, f"landing/marketcheck/mds/1/{day}.csv", f"vin,mds\n{VIN},{day}\n")
        lay(shop.home, f"landing/marketcheck/mds/2/{day}.csv", f"vin,mds,mood\n{VIN},{day},ok\n")
        lay(shop.home, f"landing/canonical/tasks/a{day}.csv", f"task_id,created_at,updated_at\nA{day},2026-03-30,2026-03-30\n")
        lay(shop.home, f"landing/canonical/tasks/b{day}.csv", f"task_id,created_at,updated_at,mood\nB{day},2026-03-30,2026-03-30,x\n")
        assert not [n for n in shop.ingest().notes if "column" in n]


def test_a_file_whose_header_is_data_says_nothing(shop: Desk) -> None:
    lay(shop.home, "landing/marketcheck/mds/a.csv", "Ann Lee,ann@example.com\nBo Ray,bo@example.com\n")
    shop.ingest()
    assert shop.query(SEEN) == []


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("canonical/leads/a.csv", "canonical/leads"),
        ("ga4/events/2026/03/31/a.json", "ga4/events"),
        ("ga4/events/day=2026-03-31/a.json", "ga4/events"),
        ("elead/leads/20260331/a.json", "elead/leads"),
        ("elead/leads/12/a.json", "elead/leads/12"),
        ("elead/leads/store_2026/a.json", "elead/leads/store_2026"),
    ],
)
def test_dates_in_the_path_divide_no_streams(file: str, folder: str) -> None:
    assert folder_of(file) == folder


def test_nothing_new_touches_nothing(shop: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay(shop.home, "landing/reports/todo/a.csv", "Task,Created\n1,2026-03-30\n")
    shop.ingest()
    before = shop.query("select * from raw.columns_seen order by all")
    monkeypatch.setattr("ingestion.drift._load", lambda *_: pytest.fail("read"))
    shop.ingest()
    assert shop.query("select * from raw.columns_seen order by all") == before


def rendered(model: str) -> str:
    """A model's SQL over a home's own file: what it reads of other models stands in its place."""
    text = next(MODELS.rglob(f"{model}.sql")).read_text(encoding="utf-8")
    text = re.sub(r"\{\{ source\('(\w+)', '(\w+)'\) \}\}", r"\1.\2", text)
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", lambda m: f"({rendered(m[1])})", text)


def test_what_is_published_tells_new_gone_and_steady_columns(shop: Desk) -> None:
    for number, header in enumerate(("Task,Created,Kind", "Task,Created,Mood")):
        lay(shop.home, f"landing/reports/todo/{number}.csv", f"{header}\n{number},2026-03-30,x\n")
        shop.ingest()
    found = shop.query(f"select column_name, status, is_read, files, first_file, last_file, missed_file from ({rendered('schema_drift')})")
    a, b = "reports/todo/0.csv", "reports/todo/1.csv"
    assert sorted(found) == [
        ("created", "steady", True, 2, a, b, None),
        ("kind", "gone", True, 1, a, a, b),
        ("mood", "new", False, 1, b, b, None),
        ("task", "steady", True, 2, a, b, None),
    ]
    times = f"select count(*) from ({rendered('schema_drift')}) where first_seen_at > last_seen_at or missed_since_at <= last_seen_at"
    assert shop.query(times) == [(0,)]

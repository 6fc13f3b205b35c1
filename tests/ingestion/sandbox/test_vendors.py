"""One world, told by its vendors: each format holds the same leads, deals, calls, clicks and cars as the canonical drop."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ingestion.sandbox import DEFAULT_AS_OF
from ingestion.sandbox.clock import instant
from ingestion.sandbox.emitters import write_vendor_files
from ingestion.sandbox.emitters.dealervault_headers import FIRST, SL
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.emitters.vinsolutions import number
from ingestion.sandbox.world import World


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diary, Path]:
    world = World("tiny", 7, instant(DEFAULT_AS_OF))
    world.run()
    folder = tmp_path_factory.mktemp("vendors")
    write_vendor_files(world, folder)
    return Diary(world), folder


def _json(folder: Path, pattern: str) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob(pattern))]


def _lines(folder: Path) -> list[Any]:
    """Records of a table of a CRM, file by file."""
    return [json.loads(line) for path in sorted(folder.glob("*/*.jsonl")) for line in path.read_text().splitlines()]


def _tabs(folder: Path, kind: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted(folder.glob(f"*_{kind}.txt")):
        rows += list(csv.DictReader(io.StringIO(path.read_text()), delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows


def test_the_deal_file_has_the_known_layout() -> None:
    header = (*FIRST, *SL)
    assert len(header) == len(set(header)) == 376
    places = {5: "Deal Number", 61: "VIN", 89: "Trade 1 VIN", 117: "MSRP", 149: "Deal Status", 159: "Bank ID", 315: "Insurance 1 Type"}
    assert {n: header[n - 1] for n in places} == places


def test_dealervault_tells_every_deal(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    last = {(row["DV Dealer ID"], row["Deal Number"]): row for row in _tabs(folder / "dealervault", "SL")}
    truth = diary.newest("deals", "store_id", "deal_number")
    assert len(last) == len(truth)
    gross = sum(float(row["Front Gross"].replace(",", "")) for row in last.values())
    assert gross == pytest.approx(sum(row["front_gross"] for row in truth.values()))
    assert {row["Deal Status"] for row in last.values()} >= {"F", "X"}


def test_both_crms_tell_every_sales_lead(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    leads = {key[0]: row for key, row in diary.newest("leads", "lead_id").items() if row["department"] == "sales"}
    elead = {item["id"]: item for item in _lines(folder / "elead" / "opportunities")}
    vin = {item["LeadID"]: item for item in _lines(folder / "vinsolutions" / "leads")}
    assert elead.keys() == leads.keys()
    assert vin.keys() == {number(key) for key in leads}
    sold = {lead_id for lead_id, row in leads.items() if row["stage"] in ("sold", "delivered")}
    assert {i for i, item in elead.items() if item["subStatus"] in ("Sold", "Delivered")} == sold
    assert {i for i, item in vin.items() if item["LeadStatusTypeID"] == 2} == {number(key) for key in sold}


def test_platforms_tell_every_dollar(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    key = ("platform", "campaign_id", "ad_group_id", "performance_date")
    truth: dict[str, float] = {}
    for row in diary.newest("ad_performance", *key).values():
        truth[row["platform"]] = truth.get(row["platform"], 0.0) + row["cost"]
    google = {
        (r["campaign"]["id"], r["segments"]["date"]): int(r["metrics"]["costMicros"]) / 1e6
        for chunks in _json(folder, "google_ads/performance/*/campaign_*.json")
        for chunk in chunks
        for r in chunk["results"]
    }
    meta = {
        (r["campaign_id"], r["ad_id"], r["date_start"]): float(r["spend"])
        for page in _json(folder, "meta_ads/insights/*/insights_*.json")
        for r in page["data"]
    }
    microsoft = {
        (r["CampaignId"], r["TimePeriod"]): float(r["Spend"])
        for path in sorted(folder.glob("microsoft_ads/performance/*/Campaign*.csv"))
        for r in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    }
    assert sum(google.values()) == pytest.approx(truth["google_ads"])
    assert sum(meta.values()) == pytest.approx(truth["meta"])
    assert sum(microsoft.values()) == pytest.approx(truth["microsoft_ads"])


def test_both_call_providers_tell_every_call(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    calls = diary.newest("calls", "call_id")
    rail = {c["id"]: c for path in sorted(folder.glob("callrail/calls/*/*.jsonl")) for c in map(json.loads, path.read_text().splitlines())}
    marchex = {c["call_id"]: c for page in _json(folder, "marchex/calls/*/call_search_*.json") for c in page["result"]}
    assert rail.keys() == marchex.keys() == {key[0] for key in calls}
    answered = {key[0] for key, row in calls.items() if row["outcome"] == "answered"}
    assert {i for i, c in rail.items() if c["answered"]} == {i for i, c in marchex.items() if c["call_status"] == "answered"} == answered


def test_ga4_tells_every_event(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    names = [json.loads(line)["event_name"] for path in folder.glob("ga4/events/*/*.jsonl") for line in path.read_text().splitlines()]
    for path in folder.glob("ga4/events/*/*.parquet"):
        names += pq.read_table(path, columns=["event_name"])["event_name"].to_pylist()
    steps = [row["event_name"] for _, row in diary.rows("web_events")]
    assert names.count("asc_item_pageview") == steps.count("vdp_view")
    assert names.count("asc_form_submission") == names.count("asc_form_submission_sales") == steps.count("form_submit")
    assert names.count("session_start") == steps.count("srp_view")


def test_adf_tells_the_leads_that_came_by_mail(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    mailed = {r["lead_id"] for _, r in diary.rows("leads") if r["intake_method"] == "adf_email" and not r["is_test"] and not r["is_spam"]}
    found = {path.stem.removeprefix("lead_").upper() for path in (folder / "adf").glob("*/*.xml")}
    assert found == mailed


def test_the_last_stock_list_is_the_stock(told: tuple[Diary, Path]) -> None:
    diary, folder = told
    for store in diary.world.stores:
        for feed, code, column in (("homenet_iol", "homenet", "Stock"), ("vauto", "vauto", "Stock #")):
            paths = sorted((folder / "feeds" / feed / diary.codes[store.store_id][code]).glob("*.csv"))
            assert len(paths) >= 6
            with paths[-1].open(newline="") as file:
                listed = {row[column] for row in csv.DictReader(file)}
            now = {u.stock_number for u in store.units.values() if u.is_in_stock}
            # The list is at most a week old: most of what stands there now was there then.
            assert len(listed & now) > 0.6 * len(now)


def test_same_world_same_files(told: tuple[Diary, Path], tmp_path: Path) -> None:
    diary, folder = told
    write_vendor_files(diary.world, tmp_path)

    def hashes(root: Path) -> dict[str, str]:
        return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}

    assert hashes(tmp_path) == hashes(folder)

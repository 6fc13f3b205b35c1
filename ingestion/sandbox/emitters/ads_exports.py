"""What advertising platforms report of the same days: Google Ads and Meta as their APIs answer, Microsoft as its report CSV
(vendors.md §5). Costs: Google in micros as text, Meta in dollars as text, Microsoft as a number."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

MICROSOFT = [
    "TimePeriod", "AccountId", "AccountName", "CampaignId", "CampaignName", "CampaignStatus", "AdGroupId", "DeviceType", "Network",
    "Impressions", "Clicks", "Spend", "Conversions", "Revenue",
]  # fmt: skip


def write(diary: Diary, folder: Path) -> int:
    """`google_ads/<account>/search_<month>.json`, `meta_ads/<account>/insights_<month>.json`, `microsoft_ads/<account>/…csv`."""
    files = 0
    names = {key[1]: row["campaign_name"] for key, row in diary.newest("campaigns", "platform", "campaign_id").items()}
    key = ("platform", "campaign_id", "ad_group_id", "performance_date")
    for store_id in diary.codes:
        for month, rows in diary.by_month("ad_performance", *key, store_id=store_id):
            for platform, write_one in (("google_ads", _google), ("meta", _meta), ("microsoft_ads", _microsoft)):
                some = [row for row in rows if row["platform"] == platform]
                path = folder / {"meta": "meta_ads"}.get(platform, platform) / some[0]["account_id"]
                path.mkdir(parents=True, exist_ok=True)
                write_one(path, month, some, names)
                files += 1
    return files


def _put_json(path: Path, answer: object) -> None:
    path.write_bytes((json.dumps(answer, separators=(",", ":")) + "\n").encode())


def _google(folder: Path, month: str, rows: list[Row], names: dict[str, str]) -> None:
    results = [
        {"customer": {"id": r["account_id"], "currencyCode": "USD"}, "campaign": {"id": r["campaign_id"], "name": names[r["campaign_id"]]},
         "adGroup": {"id": r["ad_group_id"]}, "segments": {"date": r["performance_date"].isoformat()},
         "metrics": {"impressions": str(r["impressions"]), "clicks": str(r["clicks"]), "costMicros": str(round(r["cost"] * 1_000_000)),
                     "conversions": r["conversions"]}}
        for r in rows
    ]  # fmt: skip
    _put_json(folder / f"search_{month}.json", [{"results": results, "requestId": f"demo-{month}"}])


def _meta(folder: Path, month: str, rows: list[Row], names: dict[str, str]) -> None:
    data = [
        {"account_id": r["account_id"].removeprefix("act_"), "campaign_id": r["campaign_id"], "campaign_name": names[r["campaign_id"]],
         "adset_id": r["ad_group_id"], "date_start": r["performance_date"].isoformat(), "date_stop": r["performance_date"].isoformat(),
         "impressions": str(r["impressions"]), "clicks": str(r["clicks"]), "spend": f"{r['cost']:.2f}",
         "actions": [{"action_type": "lead", "value": str(r["conversions"])}], "account_currency": "USD"}
        for r in rows
    ]  # fmt: skip
    _put_json(folder / f"insights_{month}.json", {"data": data, "paging": {"cursors": {"after": "end"}}})


def _microsoft(folder: Path, month: str, rows: list[Row], names: dict[str, str]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, MICROSOFT, lineterminator="\r\n")
    writer.writeheader()
    for r in rows:
        line: dict[str, Any] = {
            "TimePeriod": r["performance_date"].isoformat(), "AccountId": r["account_id"], "AccountName": "Rooftop Demo",
            "CampaignId": r["campaign_id"], "CampaignName": names[r["campaign_id"]], "CampaignStatus": "Active", "AdGroupId": "",
            "DeviceType": "Computer", "Network": "Microsoft sites and select traffic", "Impressions": r["impressions"],
            "Clicks": r["clicks"],
            "Spend": f"{r['cost']:.2f}", "Conversions": r["conversions"], "Revenue": 0,
        }  # fmt: skip
        writer.writerow(line)
    (folder / f"CampaignPerformanceReport_{month}.csv").write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())

"""What advertising platforms report: Google Ads and Meta as their APIs answer, Microsoft as its report CSV, plain or zipped
(vendors.md §5). Costs: Google in micros as text, Meta in dollars as text, Microsoft as a number.

Each platform tells its own campaigns. To tell one world by other platforms, `told` names the platforms whose campaigns it runs instead.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.emitters.pulls import pulls, put, stamp
from ingestion.sandbox.log import Row

LOOK_BACK_DAYS = 30
ALL = ("google_ads", "meta", "microsoft_ads")
_KEY = ("platform", "campaign_id", "ad_group_id", "performance_date")
_MEASURES = ("impressions", "clicks", "cost", "conversions")
_MICROSOFT = [
    "TimePeriod", "AccountId", "AccountName", "CampaignId", "CampaignName", "CampaignStatus", "AdGroupId", "DeviceType", "Network",
    "Impressions", "Clicks", "Spend", "Conversions", "Revenue",
]  # fmt: skip


def write_google(diary: Diary, folder: Path, told: tuple[str, ...] = ("google_ads",)) -> int:
    """`performance/<customer>/campaign_<moment>.json` (searchStream) and `ad_group_<moment>.jsonl` (results, by device)."""
    files = 0
    for store_id, at, rows, names in _answers(diary, told):
        account = diary.codes[store_id]["google_ads"]
        campaigns = [_google(account, names, row) for row in _campaigns(rows)]
        groups = [_google(account, names, part, device) for row in rows if row["ad_group_id"] != "-" for device, part in _halves(row)]
        root, half = folder / "performance" / account, len(campaigns) // 2 + 1
        chunks = [{"results": campaigns[i : i + half], "fieldMask": "…", "requestId": f"r{i}"} for i in range(0, len(campaigns), half)]
        files += put(root / f"campaign_{stamp(at)}.json", _json(chunks), at)
        files += put(root / f"ad_group_{stamp(at)}.jsonl", b"".join(map(_json, groups)), at) if groups else 0
    return files


def write_meta(diary: Diary, folder: Path, told: tuple[str, ...] = ("meta",)) -> int:
    """`insights/act_<account>/insights_<moment>.json`, two ads to an ad set."""
    files = 0
    for store_id, at, rows, names in _answers(diary, told):
        account = diary.codes[store_id]["meta"]
        data = [_meta(account, names, row, number, part) for row in rows for number, (_, part) in enumerate(_halves(row), 1)]
        answer = {"data": data, "paging": {"cursors": {"after": "end"}}}
        files += put(folder / "insights" / account / f"insights_{stamp(at)}.json", _json(answer), at)
    return files


def write_microsoft(diary: Diary, folder: Path, told: tuple[str, ...] = ("microsoft_ads",)) -> int:
    """`performance/<account>/CampaignPerformanceReport_<moment>.csv`, and for those with ad groups AdGroupPerformanceReport_….zip."""
    files = 0
    for store_id, at, rows, names in _answers(diary, told):
        account = diary.codes[store_id]["microsoft_ads"]
        root = folder / "performance" / account
        files += put(root / f"CampaignPerformanceReport_{stamp(at)}.csv", _report(account, names, _campaigns(rows)), at)
        groups = [row for row in rows if row["ad_group_id"] != "-"]
        if groups:
            files += put(root / f"AdGroupPerformanceReport_{stamp(at)}.zip", _zipped(_report(account, names, groups)), at)
    return files


def _answers(diary: Diary, told: tuple[str, ...]) -> Iterator[tuple[str, int, list[Row], dict[str, str]]]:
    """(store, instant, the days of the look-back as known then, names of campaigns as known then) for each pull."""
    for store_id in diary.codes:
        described = pulls(diary, "campaigns", ("campaign_id",), store_id)
        for (at, known), (_, campaigns) in zip(pulls(diary, "ad_performance", _KEY, store_id), described, strict=True):
            first = diary.clocks[store_id].day(at) - timedelta(days=LOOK_BACK_DAYS)
            rows = [row for row in known.values() if row["platform"] in told and row["performance_date"] >= first]
            if rows:
                yield store_id, at, rows, {str(key[0]): row["campaign_name"] for key, row in campaigns.items()}


def _campaigns(rows: list[Row]) -> list[Row]:
    """Days of campaigns: the sum of their ad groups."""
    days: dict[tuple[str, date], Row] = {}
    for row in rows:
        key = (row["campaign_id"], row["performance_date"])
        day = days.setdefault(key, row | {"ad_group_id": "-"} | dict.fromkeys(_MEASURES, 0))
        for measure in _MEASURES:
            day[measure] = round(day[measure] + row[measure], 2)
    return list(days.values())


def _halves(row: Row) -> Iterator[tuple[str, Row]]:
    """A row in two parts (devices, ads) that add up to it."""
    first = {m: int(row[m] * 0.6) for m in ("impressions", "clicks")} | {m: round(row[m] * 0.6, 2) for m in ("cost", "conversions")}
    yield "MOBILE", row | first
    yield "DESKTOP", row | {m: round(row[m] - first[m], 2) for m in _MEASURES}


def _json(answer: object) -> bytes:
    return (json.dumps(answer, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def _google(account: str, names: dict[str, str], r: Row, device: str | None = None) -> dict[str, object]:
    result: dict[str, object] = {
        "customer": {"resourceName": f"customers/{account}", "id": account, "currencyCode": "USD"},
        "campaign": {"id": r["campaign_id"], "name": names[r["campaign_id"]], "status": "ENABLED", "advertisingChannelType": "SEARCH"},
        "metrics": {"impressions": str(r["impressions"]), "clicks": str(r["clicks"]), "costMicros": str(round(r["cost"] * 1_000_000)),
                    "conversions": r["conversions"]},
        "segments": {"date": r["performance_date"].isoformat()} | ({"device": device} if device else {}),
    }  # fmt: skip
    return result | ({"adGroup": {"id": r["ad_group_id"]}} if device else {})


def _meta(account: str, names: dict[str, str], r: Row, number: int, part: Row) -> dict[str, object]:
    day, leads = r["performance_date"].isoformat(), str(part["conversions"])
    return {
        "account_id": account.removeprefix("act_"), "campaign_id": r["campaign_id"], "campaign_name": names[r["campaign_id"]],
        "adset_id": r["ad_group_id"], "ad_id": f"{r['ad_group_id']}{number:02d}", "date_start": day, "date_stop": day,
        "impressions": str(part["impressions"]), "clicks": str(part["clicks"]), "spend": f"{part['cost']:.2f}",
        "actions": [{"action_type": "link_click", "value": str(part["clicks"])}, {"action_type": "lead", "value": leads},
                    {"action_type": "onsite_conversion.lead_grouped", "value": leads}],
        "account_currency": "USD",
    }  # fmt: skip


def _report(account: str, names: dict[str, str], rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, _MICROSOFT, lineterminator="\r\n")
    writer.writeheader()
    for r in rows:
        writer.writerow({
            "TimePeriod": r["performance_date"].isoformat(), "AccountId": account, "AccountName": "Rooftop Demo",
            "CampaignId": r["campaign_id"], "CampaignName": names[r["campaign_id"]], "CampaignStatus": "Active",
            "AdGroupId": "" if r["ad_group_id"] == "-" else r["ad_group_id"], "DeviceType": "Computer",
            "Network": "Microsoft sites and select traffic", "Impressions": r["impressions"], "Clicks": r["clicks"],
            "Spend": f"{r['cost']:.2f}", "Conversions": r["conversions"], "Revenue": 0,
        })  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _zipped(report: bytes) -> bytes:
    """The report in a zip, with a fixed time: the same world gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("report.csv", (2026, 1, 1, 0, 0, 0)), report)
    return out.getvalue()

"""Google Ads search, Meta insights, Microsoft Advertising reports, the GA4 Data API, as they answer (vendors.md §5, §6.2)."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from ingestion.sandbox.server.app import SECRET, USER, Answer, Asked, Handler

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


def refreshed_token(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    """OAuth2 as Google and Microsoft have it: a refresh token for an access token."""
    given = asked.body.get("client_id"), asked.body.get("client_secret"), asked.body.get("grant_type")
    sandbox.check(given == (USER, SECRET, "refresh_token") and bool(asked.body.get("refresh_token")))
    return {"access_token": sandbox.token(), "expires_in": sandbox.token_seconds, "token_type": "Bearer"}


def google_search(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    sandbox.check(asked.headers.get("developer-token") == SECRET)
    query = asked.body["query"]
    table = re.search(r"FROM (\w+)", query)
    days = re.search(r"BETWEEN '([\d-]+)' AND '([\d-]+)'", query)
    if not table or not days:
        raise Answer(400, {"error": {"code": 400, "status": "INVALID_ARGUMENT"}})
    rows = [r for _, r in sandbox.rows("google_ads", match[1], table[1]) if days[1] <= r["segments"]["date"] <= days[2]]
    start = int(asked.body.get("pageToken") or 0)
    answer: dict[str, Any] = {"fieldMask": "campaign.id", "requestId": "sandbox"}
    if rows:
        answer["results"] = rows[start : start + sandbox.page]
    if start + sandbox.page < len(rows):
        answer["nextPageToken"] = str(start + sandbox.page)
    return answer


def insights(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check(asked.headers.get("authorization") == f"Bearer {SECRET}")
    span = json.loads(asked.query["time_range"])
    rows = [r for _, r in sandbox.rows("meta_ads", match[1], "insights") if span["since"] <= r["date_start"] <= span["until"]]
    start = int(asked.query.get("after") or 0)
    end = start + min(int(asked.query.get("limit", 25)), sandbox.page)
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(rows):
        paging["next"] = f"https://graph.facebook.com/next?access_token={SECRET}"
    return {"data": rows[start:end], "paging": paging} if rows else {"data": []}


def submit(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    sandbox.check(asked.headers.get("developertoken") == SECRET)
    job = f"job-{len(sandbox.jobs) + 1}"
    sandbox.jobs[job] = {"order": asked.body["ReportRequest"], "polls": 0}
    return {"ReportRequestId": job}


def poll(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    """Pending once, then made. A report of nothing has no address."""
    sandbox.check_token(asked)
    job = sandbox.jobs[asked.body["ReportRequestId"]]
    job["polls"] += 1
    if job["polls"] < 2:
        return {"ReportRequestStatus": {"Status": "Pending", "ReportDownloadUrl": None}}
    address = f"http://{asked.headers['host']}/microsoft_ads/download/{asked.body['ReportRequestId']}"
    return {"ReportRequestStatus": {"Status": "Success", "ReportDownloadUrl": address if _report(sandbox, job) else None}}


def download(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    if "authorization" in asked.headers or "developertoken" in asked.headers:
        raise Answer(400, {"message": "This address is signed by itself"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("CampaignPerformanceReport.csv", _report(sandbox, sandbox.jobs[match[1]]))
    return Response(out.getvalue(), media_type="application/zip")


def _report(sandbox: Sandbox, job: dict[str, Any]) -> str:
    time = job["order"]["Time"]
    start, end = ("{Year:04d}-{Month:02d}-{Day:02d}".format(**time[name]) for name in ("CustomDateRangeStart", "CustomDateRangeEnd"))
    account = str(job["order"]["Scope"]["AccountIds"][0])
    rows = [r for _, r in sandbox.rows("microsoft_ads", account, "performance") if start <= r["TimePeriod"] <= end]
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def run_report(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    names = [d["name"] for d in asked.body["dimensions"]]
    metrics = [m["name"] for m in asked.body["metrics"]]
    span = asked.body["dateRanges"][0]
    start, end = (span[k].replace("-", "") for k in ("startDate", "endDate"))
    rows = [r for _, r in sandbox.rows("ga4", match[1], "report") if start <= r["date"] <= end]
    offset, limit = int(asked.body.get("offset", 0)), int(asked.body.get("limit", 10_000))
    values = [{"dimensionValues": [{"value": r.get(n, "")} for n in names], "metricValues": [{"value": r.get(n, "0")} for n in metrics]}
              for r in rows[offset : offset + min(limit, sandbox.page)]]  # fmt: skip
    heads = {"dimensionHeaders": [{"name": n} for n in names], "metricHeaders": [{"name": n, "type": "TYPE_INTEGER"} for n in metrics]}
    return heads | ({"rows": values} if values else {}) | {"rowCount": len(rows), "kind": "analyticsData#runReport"}


ROUTES: dict[str, Handler] = {
    r"/(?:google_ads|microsoft_ads|ga4)/token": refreshed_token,
    r"/google_ads/v\d+/customers/(\w+)/googleAds:search": google_search,
    r"/meta_ads/v[\d.]+/(act_\w+)/insights": insights,
    r"/microsoft_ads/Reporting/v13/GenerateReport/Submit": submit,
    r"/microsoft_ads/Reporting/v13/GenerateReport/Poll": poll,
    r"/microsoft_ads/download/(.+)": download,
    r"/ga4/v1beta/properties/(\w+):runReport": run_report,
}

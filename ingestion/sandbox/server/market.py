"""MarketCheck v2 and NHTSA vPIC, as they answer (vendors.md §8.1, §10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.server.app import SECRET, Answer, Asked, Handler

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


def listings(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    """Cars like the one of this VIN: all that the book has for it."""
    sandbox.check(asked.query.get("api_key") == SECRET)
    rows = [r for _, r in sandbox.rows("marketcheck", asked.query["vin"], match[1])]
    start, size = int(asked.query.get("start", 0)), min(int(asked.query.get("rows", 10)), 50, sandbox.page)
    return {"num_found": len(rows), "listings": rows[start : start + size], "stats": {"price": {"count": len(rows)}}}


def days_supply(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check(asked.query.get("api_key") == SECRET)
    found = [r for _, r in sandbox.rows("marketcheck", asked.query["vin"], "mds")]
    if not found:
        raise Answer(404, {"message": "No such car"})
    return found[0]


def decode(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    """Up to fifty VINs; one that nobody knows is decoded with an error code."""
    vins = [part.split(",")[0] for part in asked.body["data"].split(";") if part]
    if len(vins) > 50:
        raise Answer(400, {"Message": "Too many"})
    known = {r["VIN"]: r for _, r in sandbox.rows("vpic", "all", "decodes")}
    results = [known.get(vin, {"VIN": vin, "ErrorCode": "8", "ErrorText": "No detailed data available", "Make": ""}) for vin in vins]
    return {"Count": len(results), "Message": "Results returned successfully", "SearchCriteria": None, "Results": results}


ROUTES: dict[str, Handler] = {
    r"/marketcheck/v2/search/car/(active|recents)": listings,
    r"/marketcheck/v2/mds": days_supply,
    r"/vpic/api/vehicles/DecodeVINValuesBatch/": decode,
}

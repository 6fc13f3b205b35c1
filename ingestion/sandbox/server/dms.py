"""Tekion APC, as it answers (vendors.md §2.5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.server.app import SECRET, USER, Asked, Handler

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


# Last part of the address -> where the emitters keep it on the deal.
PARTS = {
    "vehicles": "vehicles",
    "customers": "customers",
    "trade-ins": "tradeIns",
    "gross-details": "grossDetails",
    "assignees": "assignees",
}


def token(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check((asked.body.get("app_id"), asked.body.get("secret_key")) == (USER, SECRET))
    return {"meta": {"status": "success"}, "data": {"access_token": sandbox.token(), "expire_in": sandbox.token_seconds}}


def part(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    known = sandbox.rows("tekion", asked.headers.get("dealer_id", ""), "deals")
    found = [r.get(PARTS[match[2]], []) for _, r in known if r["id"] == match[1]]
    return {"meta": {"status": "success"}, "data": found[0] if found else []}


def window(sandbox: Sandbox, asked: Asked, match: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    sandbox.check(asked.headers.get("app_id") == USER)
    start, end = int(asked.query["createdStartTime"]), int(asked.query["createdEndTime"])
    known = sandbox.rows("tekion", asked.headers.get("dealer_id", ""), match[1])
    rows = [{k: v for k, v in r.items() if k not in PARTS.values()} for at, r in known
            if start <= int(r.get("createdTime") or at.timestamp() * 1000) <= end]  # fmt: skip
    at = int(asked.query.get("nextFetchKey") or 0)
    meta: dict[str, Any] = {"status": "success", "total": len(rows)}
    if at + sandbox.page < len(rows):
        meta["nextFetchKey"] = str(at + sandbox.page)
    return {"meta": meta, "data": rows[at : at + sandbox.page]}


ROUTES: dict[str, Handler] = {
    r"/tekion/openapi/v4\.0\.0/deals/([^/]+)/([a-z-]+)": part,
    r"/tekion/openapi/public/tokens": token,
    r"/tekion/openapi/v4\.0\.0/(deals|leads)": window,
}

"""Tekion APC, as it answers (vendors.md §2.5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.server.app import SECRET, USER, Asked, Handler

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


def token(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check((asked.body.get("app_id"), asked.body.get("secret_key")) == (USER, SECRET))
    return {"meta": {"status": "success"}, "data": {"access_token": sandbox.token(), "expire_in": sandbox.token_seconds}}


def deals(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check_token(asked)
    sandbox.check(asked.headers.get("app_id") == USER)
    start, end = int(asked.query["createdStartTime"]), int(asked.query["createdEndTime"])
    rows = [r for _, r in sandbox.rows("tekion", asked.headers.get("dealer_id", ""), "deals") if start <= int(r["createdTime"]) <= end]
    at = int(asked.query.get("nextFetchKey") or 0)
    meta: dict[str, Any] = {"status": "success", "total": len(rows)}
    if at + sandbox.page < len(rows):
        meta["nextFetchKey"] = str(at + sandbox.page)
    return {"meta": meta, "data": rows[at : at + sandbox.page]}


ROUTES: dict[str, Handler] = {
    r"/tekion/openapi/public/tokens": token,
    r"/tekion/openapi/v4\.0\.0/deals": deals,
}

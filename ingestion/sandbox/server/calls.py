"""CallRail v3 and Marchex Call Analytics, as they answer (vendors.md §7)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ingestion.sandbox.server.app import SECRET, Asked, Handler, basic

if TYPE_CHECKING:
    from ingestion.sandbox.server.app import Sandbox


def callrail_calls(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    sandbox.check(asked.headers.get("authorization") == f'Token token="{SECRET}"')
    start, end = asked.query["start_date"], asked.query["end_date"]
    rows = [r for _, r in sandbox.rows("callrail", asked.query["company_id"], "calls") if start <= r["start_time"][:10] <= end]
    size = min(int(asked.query.get("per_page", 100)), 250, sandbox.page)
    number = int(asked.query.get("page", 1))
    if asked.query.get("relative_pagination") == "true":
        return _relative(sandbox, asked, rows, size)
    pages = -(-len(rows) // size)
    return {
        "page": number,
        "per_page": size,
        "total_pages": pages,
        "total_records": len(rows),
        "calls": sandbox.paged(rows, number - 1, size),
    }


def _relative(sandbox: Sandbox, asked: Asked, rows: list[Any], size: int) -> dict[str, Any]:
    """The address of the next page instead of numbers."""
    start = int(asked.query.get("offset", 0))
    has_next = start + size < len(rows)
    query = urlencode({**asked.query, "offset": start + size})
    address = f"http://{asked.headers['host']}{asked.path}?{query}" if has_next else None
    return {"per_page": size, "has_next_page": has_next, "next_page": address, "calls": rows[start : start + size]}


def marchex(sandbox: Sandbox, asked: Asked, _: re.Match[str]) -> Any:
    """JSON-RPC 2.0: a wrong question is answered 200 with an error in it."""
    sandbox.check(asked.headers.get("authorization") == basic())
    account = asked.body["params"][0]
    if asked.body["method"] == "call.search":
        span = asked.body["params"][1]
        start, end = (datetime.fromisoformat(span[k]) for k in ("start", "end"))
        found = [r for _, r in sandbox.rows("marchex", account, "calls") if start <= datetime.fromisoformat(r["call_start"]) <= end]
        return {"jsonrpc": "2.0", "id": asked.body["id"], "result": found}
    if asked.body["method"] == "ad.list":
        return {"jsonrpc": "2.0", "id": asked.body["id"], "result": [r for _, r in sandbox.rows("marchex", account, "ads")]}
    return {"jsonrpc": "2.0", "id": asked.body["id"], "error": {"code": -32601, "message": "Method not found"}}


ROUTES: dict[str, Handler] = {
    r"/callrail/v3/a/(\w+)/calls\.json": callrail_calls,
    r"/marchex/api/jsonrpc/1": marchex,
}

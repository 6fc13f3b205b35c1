"""The application: who may ask, how often, what goes wrong on purpose. What a vendor answers is in a module of its own."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ingestion.sandbox.server.book import Book
from ingestion.sandbox.server.faults import Fault, garbled, of_next_century, without_records

USER, SECRET = "sandbox-user", "sandbox-secret"  # every vendor's login here


@dataclass(frozen=True)
class Asked:
    """One request as the server got it. body: of JSON or of a form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    account: str = ""

    def moment(self, name: str) -> datetime:
        """A time of the query; without zone it is UTC."""
        found = datetime.fromisoformat(self.query[name])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found


class Answer(Exception):
    """Ends the handling of a request with this status, body and headers."""

    def __init__(self, status: int, document: Any = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.response = JSONResponse(document if document is not None else {"message": "no"}, status, dict(headers or {}))


Handler = Callable[["Sandbox", Asked, re.Match[str]], Any]


@dataclass
class Sandbox:
    """State of the server. Tests turn its knobs while it runs.

    now: its clock. asked: every request, in order. page: records on a page, at most. token_calls: after how many uses a token has run out.
    per_minute: more requests get 429, with Retry-After if retry_after is given.
    """

    book: Book
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    page: int = 100
    token_calls: int = 1_000_000
    token_seconds: int = 3_600
    per_minute: int = 0
    retry_after: str = ""
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    tokens: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    jobs: dict[str, Any] = field(default_factory=dict)
    _times: deque[datetime] = field(default_factory=deque)
    _last_page: dict[str, Any] = field(default_factory=dict)

    def token(self) -> str:
        name = secrets.token_hex(8)
        self.tokens[name] = (self.token_calls, self.now() + timedelta(seconds=self.token_seconds))
        return name

    def check_token(self, asked: Asked) -> None:
        name = asked.headers.get("authorization", "").removeprefix("Bearer ")
        left, until = self.tokens.get(name, (0, self.now()))
        if left <= 0 or self.now() >= until:
            raise Answer(401, {"message": "Token expired"})
        self.tokens[name] = (left - 1, until)

    def check(self, is_right: bool) -> None:
        if not is_right:
            raise Answer(401, {"message": "Unauthorized"})

    def rows(self, system: str, account: str, table: str) -> list[tuple[datetime, dict[str, Any]]]:
        return self.book.rows(system, account, table, self.now())

    def paged(self, records: list[Any], number: int, size: int) -> list[Any]:
        """Page `number` (from 0) of so many, or fewer, if the server's own pages are smaller."""
        size = min(size, self.page)
        return records[number * size : (number + 1) * size]

    def questions(self, part: str) -> list[Asked]:
        """What was asked at addresses with this part."""
        return [asked for asked in self.asked if part in asked.path]


def basic(user: str = USER, secret: str = SECRET) -> str:
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


def make_app(sandbox: Sandbox) -> Starlette:
    """An ASGI application; `/_sandbox` tells what was asked and takes faults, for whoever runs it as a process."""
    from ingestion.sandbox.server import ads, calls, crm, dms, market

    routes = [
        (re.compile(pattern + r"\Z"), handler) for vendor in (crm, ads, calls, dms, market) for pattern, handler in vendor.ROUTES.items()
    ]

    async def anything(request: Request) -> Response:
        asked = _asked(request, await request.body())
        try:
            response = _answer(sandbox, routes, asked)
        except Answer as answer:
            response = answer.response
        response.headers["Date"] = format_datetime(sandbox.now(), usegmt=True)
        return response

    async def control(request: Request) -> Response:
        if request.method == "POST":
            sandbox.faults.append(Fault(**json.loads(await request.body())))
        return JSONResponse([{"method": a.method, "path": a.path, "query": dict(a.query)} for a in sandbox.asked])

    return Starlette(
        routes=[Route("/_sandbox", control, methods=["GET", "POST"]), Route("/{path:path}", anything, methods=["GET", "POST"])]
    )


def _asked(request: Request, body: bytes) -> Asked:
    kind = request.headers.get("content-type", "")
    content: Any = None
    if body:
        content = json.loads(body) if "json" in kind else dict(parse_qsl(body.decode(), keep_blank_values=True))
    return Asked(request.method, request.url.path, dict(request.query_params), dict(request.headers), content)


def _answer(sandbox: Sandbox, routes: list[tuple[re.Pattern[str], Handler]], asked: Asked) -> Response:
    sandbox.asked.append(asked)
    struck = [fault for fault in sandbox.faults if fault.strikes(asked.path)]
    kinds = {fault.kind: fault for fault in struck}
    if "status" in kinds:
        raise Answer(kinds["status"].code, headers=kinds["status"].headers)
    if "expired" in kinds:
        sandbox.tokens.clear()
        raise Answer(401, {"message": "Token expired"})
    _limit(sandbox)
    found = next(((handler, m) for pattern, handler in routes if (m := pattern.match(asked.path))), None)
    if found is None:
        raise Answer(404, {"message": "There is no such address"})
    document = found[0](sandbox, asked, found[1])
    if isinstance(document, Response):
        return document
    if "repeat_page" in kinds:
        document = {**document, **sandbox._last_page.get(asked.path, {})} if isinstance(document, dict) else document
    elif isinstance(document, dict):
        sandbox._last_page[asked.path] = {key: value for key, value in document.items() if isinstance(value, list)}
    if "lost_page" in kinds:
        document = without_records(document)
    if "endless" in kinds:
        document = {**without_records(document), "nextPageToken": "0"}
    if "future_cursor" in kinds:
        document = of_next_century(document)
    if "other_host" in kinds:
        document = json.loads(json.dumps(document).replace("127.0.0.1", "localhost"))
    if "garbled" in kinds:
        return Response(garbled(json.dumps(document).encode(), kinds["garbled"].code), media_type="application/json")
    if "truncated" in kinds or "broken" in kinds:
        body = json.dumps(document).encode()
        length = {"content-length": str(len(body) if "broken" in kinds else len(body) // 2)}
        return Response(body[: len(body) // 2], 200, length, "application/json")
    return JSONResponse(document)


def _limit(sandbox: Sandbox) -> None:
    if not sandbox.per_minute:
        return
    now = sandbox.now()
    while sandbox._times and now - sandbox._times[0] >= timedelta(minutes=1):
        sandbox._times.popleft()
    if len(sandbox._times) >= sandbox.per_minute:
        raise Answer(429, {"message": "Too many requests"}, {"Retry-After": sandbox.retry_after} if sandbox.retry_after else {})
    sandbox._times.append(now)

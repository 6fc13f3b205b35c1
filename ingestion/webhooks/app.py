"""The inbox over HTTP: POST /hooks/<name>, GET /health. Says yes (202) only for what is on disk."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ingestion import settings
from ingestion.home import Home
from ingestion.webhooks.hooks import Hook
from ingestion.webhooks.inbox import FullError, Inbox
from ingestion.webhooks.records import Event, pack

log = logging.getLogger("rooftop.webhooks")
BODY_SECONDS = 20.0
RETRY_SECONDS = "5"


class TooLargeError(Exception):
    """The body is over the hook's limit; the rest of it was not read."""


def make_app(home: Home, hooks: Mapping[str, Hook], body_seconds: float = BODY_SECONDS) -> Starlette:
    """The ASGI application. body_seconds: how long a sender may take to give its body."""
    inbox = Inbox(home)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        inbox.start()
        yield
        await inbox.stop()

    async def receive(request: Request) -> Response:
        began = time.monotonic()
        hook = hooks.get(request.path_params["name"])
        answer, size = await _receive(request, hook, inbox, body_seconds)
        # No address, no path as sent, no header, no body: an access log is the place where personal data is forgotten.
        milliseconds = 1_000 * (time.monotonic() - began)
        log.info("%s %d %.1f ms %d bytes", hook.name if hook else "-", answer.status_code, milliseconds, size)
        return answer

    async def health(request: Request) -> Response:
        body = {
            "status": "failing" if inbox.last_error else "ok",
            "hooks": sorted(hooks),
            "stored": inbox.stored,
            "error": inbox.last_error,
        }
        return JSONResponse(body, 503 if inbox.last_error else 200)

    routes = [Route("/hooks/{name}", receive, methods=["POST"]), Route("/health", health)]
    return Starlette(routes=routes, lifespan=lifespan)


async def _receive(request: Request, hook: Hook | None, inbox: Inbox, body_seconds: float) -> tuple[Response, int]:
    """(answer, bytes of the body that were read)."""
    if hook is None:
        return _refuse(404, "there is no such hook"), 0
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if not hook.takes(content_type):
        return _refuse(415, "this hook does not take this content type"), 0
    try:
        async with asyncio.timeout(body_seconds):
            body = await _body(request, hook.max_bytes)
    except TooLargeError:
        return _refuse(413, f"over the limit of {hook.max_bytes} bytes"), 0
    except TimeoutError:
        return _refuse(408, "the body did not come in time"), 0
    except ClientDisconnect:
        return _refuse(400, "the body is incomplete"), 0
    if not hook.is_signed(request.headers, body):
        return _refuse(401, "not signed, or not with a secret of this hook"), len(body)
    if not body.strip():
        return _refuse(400, "empty"), 0
    try:
        await inbox.put(pack(Event(hook.name, hook.kind, content_type, settings.now().isoformat(), body)))
    except (FullError, OSError) as e:
        log.error("%s not stored: %s", hook.name, "too much waits" if isinstance(e, FullError) else e.strerror)
        return JSONResponse({"status": "not stored"}, 503, {"Retry-After": RETRY_SECONDS}), len(body)
    return JSONResponse({"status": "stored"}, 202), len(body)


async def _body(request: Request, limit: int) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        raise TooLargeError
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise TooLargeError
        pieces.append(piece)
    return b"".join(pieces)


def _refuse(status: int, why: str) -> Response:
    headers = {"Connection": "close"} if status in (408, 413) else None
    return JSONResponse({"status": "refused", "reason": why}, status, headers)

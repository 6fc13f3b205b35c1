"""What a vendor sends by itself: CallRail's webhooks after a call and after a change of it, signed as CallRail signs (vendors.md §7.1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime

from ingestion.sandbox.server.book import Book


def call_hooks(book: Book, since: datetime, now: datetime, key: str) -> Iterator[tuple[bytes, dict[str, str]]]:
    """(body, headers) of an event for each call that is new or other than it was, in the order in which they became so."""
    told = [(at, call) for company in book.accounts("callrail") for at, call in book.rows("callrail", company, "calls", now)]
    for at, call in sorted(told, key=lambda t: (t[0], str(t[1]["id"]))):
        if since <= at <= now:
            body = json.dumps({"resource_id": call["id"], **call}, separators=(",", ":")).encode()
            signature = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha1).digest()).decode()
            yield body, {"Content-Type": "application/json", "Signature": signature}


def send(address: str, book: Book, since: datetime, now: datetime, key: str) -> dict[int, int]:
    """POST them all to a hook (`rooftop serve`); gives how many answers there were of each status. As CallRail does, none is repeated."""
    import requests

    answers: dict[int, int] = {}
    with requests.Session() as session:
        session.trust_env = False
        for body, headers in call_hooks(book, since, now, key):
            status = session.post(address, data=body, headers=headers, timeout=10).status_code
            answers[status] = answers.get(status, 0) + 1
    return answers

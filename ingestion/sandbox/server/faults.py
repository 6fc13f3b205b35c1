"""A vendor's bad day, switched on for so many answers: `Fault("status", "/searchDelta", code=500, times=2)`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("status", "expired", "truncated", "broken", "repeat_page", "lost_page", "future_cursor", "other_host")


@dataclass
class Fault:
    """kind: what goes wrong. path: part of the addresses that it strikes. after: answers that still go well. times: how many go wrong.

    status: `code` with `headers`. expired: 401, as for a token that has run out. truncated: half a JSON body. broken: the line breaks off.
    repeat_page: the page before it once more. lost_page: a page without its records. future_cursor: the answer is of next century.
    other_host: the next page lies elsewhere.
    """

    kind: str
    path: str = ""
    after: int = 0
    times: int = 1
    code: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)

    def strikes(self, path: str) -> bool:
        """Whether this answer is one of those; counts it."""
        if self.path not in path or self.times <= 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


def without_records(document: Any) -> Any:
    """A page that lost its records on the way."""
    if isinstance(document, list):
        return []
    return {key: [] if isinstance(value, list) else value for key, value in document.items()}


def of_next_century(document: Any) -> Any:
    text = json.dumps(document)
    return json.loads(text.replace('"searchDate": "20', '"searchDate": "21'))

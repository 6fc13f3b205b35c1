"""A vendor's bad day, switched on for so many answers: `Fault("status", "/searchDelta", code=500, times=2)`."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("status", "expired", "truncated", "broken", "repeat_page", "lost_page", "future_cursor", "other_host", "garbled", "endless")


@dataclass
class Fault:
    """kind: what goes wrong. path: part of the addresses that it strikes. after: answers that still go well. times: how many go wrong.

    status: `code` with `headers`. expired: 401, as for a token that has run out. truncated: half a JSON body. broken: the line breaks off.
    repeat_page: the page before it once more. lost_page: a page without its records. future_cursor: the answer is of next century.
    other_host: the next page lies elsewhere. garbled: no document that anyone expects; `code` says which.
    endless: a page without records that names a next one.
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


def garbled(body: bytes, seed: int) -> bytes:
    """An answer that went wrong somewhere: cut, of another kind, or with something else in the place of one of its parts.

    It does not lie: an answer that is whole, of the right kind and holds less than there is, nobody could tell from a true one.
    """
    chance = random.Random(seed)
    wrong: Any = chance.choice([None, 7, "x", [], {}, [[]], {"error": "later"}, "\ud800", 1e400, True])
    how = chance.randrange(5)
    if how == 0:
        return body[: chance.randrange(len(body))]
    if how == 1:
        place = chance.randrange(len(body))
        return body[:place] + b"\x00" + chance.randbytes(chance.randrange(9)) + body[place + 1 :]
    if how == 2:
        wrong = 7 if wrong == [] and body.startswith(b"[") else wrong
        return json.dumps(wrong).encode()
    document = json.loads(body)
    if isinstance(document, dict) and document:
        name = chance.choice(sorted(document))
        document[name] = wrong
        if how == 4:
            del document[name]
    return json.dumps(document).encode()


def of_next_century(document: Any) -> Any:
    text = json.dumps(document)
    return json.loads(text.replace('"searchDate": "20', '"searchDate": "21'))

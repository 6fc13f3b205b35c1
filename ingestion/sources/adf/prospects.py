"""Finds the prospects in a text: what is one lead, and on which line it starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ingestion.sources.adf.markup import plain, tokens

# A document that lost its <prospect> tags is still a lead if it says one of these.
_OF_A_LEAD = frozenset({"customer", "contact", "vehicle", "requestdate"})


class Fragment(NamedTuple):
    """The text of one prospect as sent, the line it starts on (first line = 1), and whether its end was found."""

    text: str
    line_number: int
    is_closed: bool


def find_prospects(text: str) -> list[Fragment]:
    """Every prospect of a document, in order; empty where there is none.

    A prospect ends with its end tag, else where the next one starts, else with the document. Escaped markup (`&lt;prospect&gt;`, once or
    twice, or the whole document in one CDATA section) is opened only where the text has no prospect otherwise: what a shopper typed
    into a comment never becomes a lead of its own.
    """
    forms = [text, *_opened(text)]
    for form in forms:
        if found := list(_tagged(form)):
            return found
    for form in forms:
        if any(t.kind == "open" and t.name in _OF_A_LEAD for t in tokens(form)):
            return [Fragment(form, 1, False)]
    return []


def _opened(text: str) -> Iterator[str]:
    if "<![CDATA[" in text:
        yield text.replace("<![CDATA[", "").replace("]]>", "")
    for _ in range(2):
        text = plain(text) if "&lt;" in text.lower() or "&#60;" in text or "&amp;lt;" in text.lower() else ""
        if text:
            yield text


def _tagged(text: str) -> Iterator[Fragment]:
    start: int | None = None
    counted, line = 0, 1

    def fragment(begin: int, end: int, is_closed: bool) -> Fragment:
        nonlocal counted, line
        line += text.count("\n", counted, begin)
        counted = begin
        return Fragment(text[begin:end].rstrip(), line, is_closed)

    for token in tokens(text):
        if token.name == "prospect" and token.kind in ("open", "empty"):
            if start is not None:
                yield fragment(start, token.start, False)
            start = token.start
            if token.kind == "empty":
                yield fragment(start, token.end, True)
                start = None
        elif token.kind == "close" and token.name == "prospect" and start is not None:
            yield fragment(start, token.end, True)
            start = None
        elif token.kind == "close" and token.name == "adf" and start is not None:
            yield fragment(start, token.start, False)
            start = None
    if start is not None:
        yield fragment(start, len(text), False)

"""All pages of one window, one after the other, written down as they come; and whether they are all there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from dlt.sources.helpers.rest_client.paginators import (
    BasePaginator,
    JSONLinkPaginator,
    JSONResponseCursorPaginator,
    OffsetPaginator,
    PageNumberPaginator,
    SinglePagePaginator,
)
from requests import Response

from ingestion import settings
from ingestion.fetch.api_line import IncompleteError, Line, LoginError, WaitError
from ingestion.fetch.api_spec import Paging, Resource
from ingestion.fetch.api_state import State, digest_of, line_of, moment
from ingestion.fetch.api_text import at_path, filled
from ingestion.fetch.api_windows import Window
from ingestion.fetch.remote import RefusedError

RESUMABLE = timedelta(hours=1)  # pages that are older are asked again: what they are of has moved on

MOST_EMPTY_PAGES = 20  # one after the other


@dataclass
class Answer:
    """What a window brought: records so far, ids among them, what the vendor says there are, the cursor that its answer gave."""

    count: int = 0
    ids: set[str] = field(default_factory=set)
    total: int | None = None
    cursor: str = ""
    is_empty: bool = True  # no document at all: 404 or 204

    def saw(self, resource: Resource, record: Any) -> None:
        self.count += 1
        if resource.key:
            self.ids.add(json.dumps([at_path(record, k) for k in resource.key], default=str))


class _Offset(OffsetPaginator):
    """dlt's, for vendors that give fewer records than they were asked for: the next page begins behind what came."""

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        self.value_step = len(data or []) or self.limit
        super().update_state(response, data)


def pages(line: Line, resource: Resource, values: Mapping[str, Any], start: Any = None) -> Iterator[tuple[list[Any], Any, Any]]:
    """(records, document, where the next page is: None after the last) page by page; start: such a where, to go on there."""
    paging = resource.paging
    params = filled(resource.params, values)
    body = filled(resource.json, values)
    path = filled(resource.path, {k: quote(v, safe="") if isinstance(v, str) else v for k, v in values.items()})
    if start is not None and paging.kind == "link":
        path, params = str(start), {}
    elif start is not None and paging.kind == "token":
        (body if paging.body else params)[paging.param] = start
    if paging.size and paging.kind != "offset" and paging.size_param:
        (body if paging.body else params)[paging.size_param] = paging.size
    paginator = _paginator(resource, start)
    for page in line.client.paginate(
        path,
        method=resource.method,  # type: ignore[arg-type]
        params=params,
        json=body,
        data=filled(resource.form, values),
        headers=line.headers(resource, values),
        paginator=paginator,
        data_selector=resource.records or "$",
        hooks=line.reader(resource),
    ):
        document = page.response.json()
        records = _records(resource, document)
        following = _following(paging, paginator, document)
        yield records, document, following
        if following is None:
            return


def _records(resource: Resource, document: Any) -> list[Any]:
    found = at_path(document, resource.records)
    if isinstance(found, list):
        return found
    if resource.is_one and isinstance(found, dict) and found:
        return [found]
    if found is None and resource.missing and at_path(document, resource.missing) is not None:
        return []
    raise RefusedError(f"the vendor's answer has no list{f' at {resource.records}' if resource.records else ''}")


def _paginator(resource: Resource, start: Any) -> BasePaginator:
    paging = resource.paging
    param, path = (None, paging.param) if paging.body else (paging.param, None)
    if paging.kind == "page":
        first = paging.first if start is None else int(start)
        total = paging.path or None
        return PageNumberPaginator(base_page=paging.first, page=first, page_param=param, page_body_path=path, total_path=total)
    if paging.kind == "offset":
        limits = {"limit_body_path" if paging.body else "limit_param": paging.size_param or "limit"}
        first = 0 if start is None else int(start)
        return _Offset(paging.size, first, param, total_path=resource.total or None, offset_body_path=path, **limits)  # type: ignore[arg-type]
    if paging.kind == "token":
        return JSONResponseCursorPaginator(paging.path, cursor_param=param, cursor_body_path=path)
    if paging.kind == "link":
        return JSONLinkPaginator(paging.path)
    return SinglePagePaginator()


def _following(paging: Paging, paginator: BasePaginator, document: Any) -> Any:
    if not paginator.has_next_page or (paging.more and at_path(document, paging.more) in (None, "", False)):
        return None
    if paging.kind in ("token", "link"):
        return at_path(document, paging.path) or None
    return getattr(paginator, "current_value", None)


def take(line: Line, resource: Resource, window: Window, values: Mapping[str, Any], state: State, notes: list[str]) -> Answer:
    """The window's records into state.pages(), page by page; after a break it goes on at the page where it stopped.

    Raises IncompleteError where pages are lost or repeat themselves, and whatever Line raises.
    """
    answer, start = _resumed(resource, window, state)
    try:
        _turn(line, resource, window, values, state, answer, start, notes)
    except RefusedError as e:
        if start is None or isinstance(e, WaitError | LoginError):
            raise
        begin_anew(state)  # the place where it stopped is no longer known there
        answer = Answer()
        _turn(line, resource, window, values, state, answer, None, notes)
    came = len(answer.ids) if resource.key else answer.count
    if answer.total is not None and came < answer.total:
        begin_anew(state)
        raise IncompleteError(f"{came:,} of {answer.total:,} came for {window.said}")
    return answer


def with_context(line: Line, resource: Resource, records: list[Any], document: Any, now: datetime) -> list[Any]:
    """Puts on each record what the document around it says (the table's `context`), and the moment for which the answer holds (`stamp`)."""
    around = {name: at_path(document, path) for name, path in line.context[resource.table].items()}
    if resource.stamp and around.get(resource.stamp) is None:
        around[resource.stamp] = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    around = {name: value for name, value in around.items() if value is not None}
    return [{**record, **around} if isinstance(record, dict) else record for record in records] if around else records


def begin_anew(state: State) -> None:
    """Forget the pages of a window that is not whole."""
    state.page = {}
    state.save()
    state.pages().drop()


def is_resumable(state: State) -> bool:
    """Whether there is a window cut short, not long ago."""
    at = moment(state.page.get("at", ""))
    return at is not None and timedelta() <= settings.now() - at <= RESUMABLE


def _resumed(resource: Resource, window: Window, state: State) -> tuple[Answer, Any]:
    """What is there already of this window, and the page to go on with."""
    page, answer = state.page, Answer()
    if not is_resumable(state) or page["window"] != window.as_list() or not state.pages().keep(int(page["bytes"])):
        begin_anew(state)
        return answer, None
    for line in state.pages():
        answer.saw(resource, json.loads(line))
    answer.total, answer.cursor, answer.is_empty = page["total"], page["cursor"], False
    return answer, page["next"]


def _turn(
    line: Line, resource: Resource, window: Window, values: Mapping[str, Any], state: State, answer: Answer, start: Any, notes: list[str]
) -> None:
    seen: set[str] = set()
    empty = 0
    spool = state.pages()
    for records, document, following in pages(line, resource, values, start):
        empty = 0 if records else empty + 1
        if empty > MOST_EMPTY_PAGES:
            begin_anew(state)
            raise IncompleteError(f"the vendor's pages have no end for {window.said}")
        digest = digest_of(line_of(records))
        if records and digest in seen:
            if answer.total is None or (len(answer.ids) if resource.key else answer.count) < answer.total:
                begin_anew(state)
                raise IncompleteError(f"the vendor sends the same page again for {window.said}")
            notes.append(f"{resource.name}: the vendor sent a page again for {window.said}; it was left out.")
            return
        seen.add(digest)
        total = at_path(document, resource.total) if resource.total else None
        total = int(str(total)) if str(total).isdigit() else None
        if start is not None and total != answer.total:
            raise RefusedError("what is asked for has changed between two pages")
        start = None
        answer.total = total if answer.total is None or total is None else min(total, answer.total)
        answer.is_empty = False
        if resource.cursor.path:
            answer.cursor = answer.cursor or str(at_path(document, resource.cursor.path) or "")
        for record in records:
            answer.saw(resource, record)
        size = spool.append(with_context(line, resource, records, document, line.now(notes)))
        state.page = {} if following is None else {
            "window": window.as_list(), "next": following, "bytes": size, "total": answer.total, "cursor": answer.cursor,
            "at": settings.now().isoformat(),
        }  # fmt: skip
        if following is not None:
            state.save()

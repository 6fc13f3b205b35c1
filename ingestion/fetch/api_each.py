"""Questions about one thing at a time: the activities of a changed opportunity, the decoding of a VIN."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingestion import settings
from ingestion.fetch.api_landing import land
from ingestion.fetch.api_line import BudgetError, LoginError, WaitError, said
from ingestion.fetch.api_pages import pages, with_context
from ingestion.fetch.api_spec import Each, Resource
from ingestion.fetch.api_state import State, digest_of, line_of, moment
from ingestion.fetch.api_text import at_path, filled, times
from ingestion.fetch.api_vins import vins_of
from ingestion.fetch.remote import RefusedError

if TYPE_CHECKING:
    from ingestion.fetch.api import AccountPull

AT_ONCE = 100  # calls between two commits
MOST_TRIES = 5
MOST_DIGESTS = 20_000


def queue_children(pull: AccountPull, resource: Resource, lines: Iterable[bytes]) -> None:
    """The parents that are new or changed are asked about next. Saved before the parent's cursor is."""
    children = [child for child in pull.api.resources.values() if child.each and child.each.parent == resource.name]
    records = [json.loads(line) for line in lines] if children else []
    now = settings.now().isoformat()
    for child in children:
        each, own = child.each, pull.state(child.name)
        assert each is not None
        for record in records:
            item = at_path(record, each.id)
            if item in (None, ""):
                continue
            own.queue.setdefault(str(item), 0)
            own.hot.pop(str(item), None)
            if each.hot and all(str(at_path(record, path)) in values for path, values in each.hot_while.items()):
                own.hot[str(item)] = [now, ""]
        if records:
            own.save()


def pull_each(pull: AccountPull, resource: Resource) -> list[str]:
    """Ask for what is due, and commit every so many calls. Gives what could not be had, in words; that stays in the queue."""
    each, state = resource.each, pull.state(resource.name)
    assert each is not None
    items = _due_items(pull, each, state, settings.now())
    failures: dict[str, int] = {}
    waiting = iter([items[i : i + each.batch] for i in range(0, len(items), each.batch)])
    answered = 0
    while batches := list(islice(waiting, AT_ONCE)):
        records: list[bytes] = []
        done: dict[str, str] = {}  # item -> digest of its answer
        stopped: Exception | None = None
        for batch in batches:
            try:
                found, digest = _ask(pull, resource, batch)
            except Exception as e:
                if not isinstance(e, RefusedError) or isinstance(e, WaitError | LoginError):
                    stopped = e  # the line is down, or the budget is: what has come lands, the rest waits
                    break
                failures[said(e)] = failures.get(said(e), 0) + len(batch)
                _put_off(state, batch)
                continue
            if state.digests.get(batch[0]) == digest and not each.once:
                pull.outcome.known += len(found)
            else:
                records += found
            done |= dict.fromkeys(batch, digest)
        land(pull, resource, records, set())
        _commit(pull, each, state, done)
        answered += len(done)
        if stopped is not None:
            left = f"{pull.recipe.name}: {resource.name}: {len(items) - answered:,} of {len(items):,} wait."
            pull.outcome.notes += [left] if isinstance(stopped, BudgetError) else []
            raise stopped
    return [f"{resource.name}: {text} ({count:,} of {len(items):,})" for text, count in failures.items()]


def _due_items(pull: AccountPull, each: Each, state: State, now: datetime) -> list[str]:
    """What to ask about: changed parents and hot ones, or VINs; what was never asked comes first, then what was asked longest ago."""
    if each.vins:
        items = vins_of(pull, each.vins)
    else:
        for item, (changed, asked) in list(state.hot.items()):
            if not _within(changed, each.hot, now):
                del state.hot[item]
            elif not _within(asked or changed, each.hot_every, now):
                state.queue.setdefault(item, 0)
        items = list(state.queue)
    if each.once:
        items = [item for item in items if item not in state.asked]
    elif each.fresh is not None:
        items = [item for item in items if not _within(state.asked.get(item, ""), each.fresh, now)]
    due = set(items)
    state.queue = {item: tries for item, tries in state.queue.items() if item in due}
    return sorted(items, key=lambda item: state.asked.get(item, ""))


def _ask(pull: AccountPull, resource: Resource, batch: list[str]) -> tuple[list[bytes], str]:
    """The records of one question, all its pages, and their digest. 404 is an answer: there is nothing."""
    assert resource.each is not None
    now = settings.now()
    vin, _, place = batch[0].partition("|")
    values: dict[str, Any] = {**pull.line.values, **times(now - timedelta(days=1), now)}
    values |= {"item": batch[0], "items": ";".join(batch), "vin": vin, "place": place}
    add = filled(dict(resource.each.add), values)
    lines, plain = [], []
    for records, document, _ in pages(pull.line, resource, values):
        plain += [line_of(record) for record in records]
        known = with_context(pull.line, resource, records, document, now)
        lines += [line_of({**add, **record} if isinstance(record, dict) else record) for record in known]
    return lines, digest_of(b"".join(plain))


def _commit(pull: AccountPull, each: Each, state: State, done: dict[str, str]) -> None:
    """What was answered lies in landing: let go of it."""
    now = settings.now().isoformat()
    for item, digest in done.items():
        state.queue.pop(item, None)
        if each.once or each.fresh is not None:
            state.asked[item] = now
        if not each.once:
            state.digests.pop(item, None)
            state.digests[item] = digest
        if item in state.hot:
            state.hot[item][1] = now
    for item in list(islice(state.digests, max(len(state.digests) - MOST_DIGESTS, 0))):
        del state.digests[item]
    state.save()
    pull.line.calls.save()


def _put_off(state: State, batch: list[str]) -> None:
    """What is refused time and again is let go: it would be asked for ever."""
    for item in batch:
        if item in state.queue:
            state.queue[item] += 1
            if state.queue[item] >= MOST_TRIES:
                del state.queue[item]


def _within(text: str, span: timedelta, now: datetime) -> bool:
    at = moment(text)
    return at is not None and timedelta() <= now - at < span

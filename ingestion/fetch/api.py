"""Pull a vendor's API into landing: resource by resource, window by window. See docs/connectors/fetch.md.

For each window, in this order: pages into state/fetch (after a break it goes on there), are they all there, what is new of them into one
landing file, durably, and then the cursor. A kill between two of them costs a second pull of the window, whose rows the warehouse knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, tzinfo
from time import monotonic
from zoneinfo import ZoneInfo

import tenacity

from ingestion import settings
from ingestion.errors import SettingsError
from ingestion.fetch.api_each import pull_each, queue_children
from ingestion.fetch.api_landing import land
from ingestion.fetch.api_line import (
    FIRST_WAIT_SECONDS,
    LONGEST_WAIT_SECONDS,
    BudgetError,
    IncompleteError,
    Line,
    LoginError,
    WaitError,
    said,
)
from ingestion.fetch.api_pages import is_resumable, take
from ingestion.fetch.api_report import take_report
from ingestion.fetch.api_spec import Api, Resource, api_of
from ingestion.fetch.api_state import Calls, State, folder_of, moment
from ingestion.fetch.api_text import times
from ingestion.fetch.api_windows import SKEW, Plan, Window, plan
from ingestion.fetch.files import Outcome
from ingestion.fetch.recipe import Recipe
from ingestion.fetch.remote import RefusedError
from ingestion.home import Home


def pull(recipe: Recipe, home: Home, outcome: Outcome, sleep: Callable[[float], None]) -> None:
    """Ask for everything that is due. Raises RefusedError at the end, naming what could not be had; the rest has come."""
    keys = recipe.api
    assert keys is not None
    api, failures = api_of(keys.connector), []
    begun, minutes = monotonic(), keys.minutes_a_run
    for number, account in enumerate(keys.accounts, 1):
        calls = Calls.load(folder_of(home, recipe.name, account))
        wait_until = moment(calls.wait_until)
        if wait_until and settings.now() < wait_until:
            failures.append(f"{account}: the vendor wants to be left alone until {wait_until:%Y-%m-%d %H:%M} UTC")
            continue
        calls.wait_until = ""
        try:
            stops_at = begun + 60 * minutes * number / len(keys.accounts)  # each has its share, and what those before it left
            line = Line(recipe, api, account, calls, sleep, stops_at, monotonic)
            failures += [f"{account}, {failure}" for failure in AccountPull(recipe, api, account, home, line, outcome, sleep).run()]
        except BudgetError as e:
            outcome.notes.append(f"{recipe.name}: {account}: {e}; what is left waits.")
        finally:
            calls.save()
    if failures:
        raise RefusedError("; ".join(failures))


class AccountPull:
    """One account of one vendor."""

    def __init__(
        self, recipe: Recipe, api: Api, account: str, home: Home, line: Line, outcome: Outcome, sleep: Callable[[float], None]
    ) -> None:
        assert recipe.api is not None
        self.recipe, self.keys, self.api, self.account, self.home = recipe, recipe.api, api, account, home
        self.line, self.outcome, self.sleep = line, outcome, sleep
        self._zone = _zone(recipe.name, str(line.values.get("timezone", "UTC")))
        self._states: dict[str, State] = {}

    def run(self) -> list[str]:
        """What could not be had, in words. Raises BudgetError: nothing more may be asked."""
        failures = []
        for resource in self.api.resources.values():
            if self.keys.resources and resource.name not in self.keys.resources:
                continue
            try:
                if resource.each is not None:
                    failures += pull_each(self, resource)
                else:
                    self._resource(resource)
            except BudgetError:
                raise
            except Exception as e:  # a vendor comes up with anything: the other resources go on
                failures.append(f"{resource.name}: {said(e)}")
                if isinstance(e, WaitError | LoginError | OSError):
                    break  # they would fare no better
        return failures

    def today(self) -> date:
        """The account's own day."""
        return settings.now().astimezone(self._zone).date()

    def state(self, resource: str) -> State:
        if resource not in self._states:
            self._states[resource] = State.load(folder_of(self.home, self.recipe.name, self.account), resource)
        return self._states[resource]

    def _plan(self, resource: Resource, state: State) -> Plan:
        planned = plan(resource, state, settings.now(), self.keys.since, self._zone)
        notes = [f"{self.recipe.name}: {note}" for note in planned.notes]
        self.outcome.notes += [note for note in notes if note not in self.outcome.notes]
        return planned

    def _resource(self, resource: Resource) -> None:
        state = self.state(resource.name)
        held: set[str] = set()
        while True:
            planned = self._plan(resource, state)
            is_past = bool(planned.windows) and planned.windows[0].is_backfill
            if is_past and not state.backfill:
                state.backfill = [planned.windows[0].start.isoformat(), planned.windows[-1].end.isoformat()]
            for window in self._with_rest(resource, state, planned.windows):
                held |= self._window(resource, state, window, held)
            if not is_past:
                break  # after the past comes what is new
        if not planned.windows:
            return
        state.remember(held | (state.known() if resource.again and not planned.is_wide else set()))
        state.asked_at = settings.now().isoformat()
        if planned.is_wide:
            state.again_at = state.asked_at
        state.save()

    def _with_rest(self, resource: Resource, state: State, windows: list[Window]) -> Iterator[Window]:
        """The windows to ask; one that was cut short comes first, as it was, so that its pages count."""
        if windows and is_resumable(state):
            rest = Window.of_list(state.page["window"])
            if rest.is_backfill == windows[0].is_backfill and rest.end <= settings.now():
                yield rest
                windows = [w for w in self._plan(resource, state).windows if w.upto > rest.upto and w.is_backfill == rest.is_backfill]
        yield from windows

    def _window(self, resource: Resource, state: State, window: Window, before: set[str]) -> set[str]:
        """One window to its end; gives the digests of what it held. before: those of the windows before it."""
        asked = resource.backfill if window.is_backfill and resource.backfill else resource
        values = {**self.line.values, **times(window.start, window.end)}
        if resource.report is not None:
            take_report(self, resource, window, values, state)
            self._advance(resource, state, window, "")
            return state.known()
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.recipe.attempts),
            wait=tenacity.wait_exponential_jitter(initial=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS, jitter=FIRST_WAIT_SECONDS),
            retry=tenacity.retry_if_exception_type(IncompleteError),
            sleep=self.sleep,
            reraise=True,
        )
        answer = retrying(take, self.line, asked, window, values, state, self.outcome.notes)
        held, new = land(self, resource, state.pages(), state.known() | before)
        queue_children(self, resource, new)
        is_blind = resource.cursor.kind == "answer" and not window.is_backfill and not answer.is_empty and moment(answer.cursor) is None
        if is_blind:
            raise RefusedError(f"the vendor's answer has no moment at {resource.cursor.path!r}")
        self._advance(resource, state, window, answer.cursor)
        return held

    def _advance(self, resource: Resource, state: State, window: Window, cursor: str) -> None:
        """The window lies in landing: from here on the next question begins."""
        now = self.line.now(self.outcome.notes)
        if window.is_backfill:
            end = moment(state.backfill[1])
            assert end is not None
            state.backfill[0] = window.upto.isoformat()
            if window.upto >= end:
                state.backfill, state.cursor = [], min(end, now).isoformat()
        elif resource.cursor.kind == "answer":
            given = moment(cursor)
            if given and given > now + SKEW:
                self.outcome.notes.append(f"{self.recipe.name}: {resource.name}: the vendor's cursor is in the future; taken as now.")
            state.cursor = min(given or window.upto, now).astimezone(UTC).isoformat()
        elif resource.cursor.kind != "none":
            before, upto = moment(state.cursor), min(window.upto, now)
            state.cursor = (max(before, upto) if before and before <= now else upto).astimezone(UTC).isoformat()
        state.page = {}
        state.save()
        state.pages().drop()
        self.line.calls.save()


def _zone(recipe: str, name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingsError(f"config/fetch/{recipe}.yml: settings.timezone must be a zone like America/New_York.") from None

"""One account's line to a vendor: dlt's REST client, with our patience. Whatever comes back is used, tried again, or said in plain words.

Nothing of an answer and no address is repeated in an error: both may hold secrets or people.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
import tenacity
from dlt.common.configuration.specs.runtime_configuration import RuntimeConfiguration
from dlt.sources.helpers.requests.session import Session
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.exceptions import IgnoreResponseException

from ingestion import settings
from ingestion.errors import SettingsError
from ingestion.fetch.api_auth import TokenAuth, auth_of
from ingestion.fetch.api_spec import Api, Resource
from ingestion.fetch.api_state import Calls
from ingestion.fetch.api_text import at_path, filled
from ingestion.fetch.api_windows import SKEW
from ingestion.fetch.recipe import Recipe, is_loopback
from ingestion.fetch.remote import CHUNK, RefusedError
from ingestion.sources.exports.spec import Table, built_in
from ingestion.sources.files.headers import normalise

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 10.0
MOST_SKEW = timedelta(days=1)  # a clock that is off by more tells nothing
LARGEST_BYTES = 256_000_000
LONGEST_ASKED_SECONDS = 60.0  # a vendor that asks for more gets it: the next runs leave it alone
_BROKEN = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)


class BusyError(Exception):
    """Not now: 429, 5xx, or a body that says so. after: seconds that the vendor asked for."""

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after


class BrokenAnswerError(Exception):
    """The answer is no whole JSON document."""


class LoginError(RefusedError):
    """The vendor does not know us: nothing else would go better."""


class WaitError(RefusedError):
    """The vendor wants to be left alone for longer than a run lasts."""


class IncompleteError(Exception):
    """Not all that the vendor says there is has come: nothing is committed. The message is for a person."""


class BudgetError(Exception):
    """The recipe's calls or minutes are used up. Nothing is wrong; what is left waits."""


class Line:
    """Sends requests, no faster than allowed. stops_at: on `clock`, when a run has lasted long enough.

    vendor_now: what the vendor's clock said last, if it ever did.
    """

    def __init__(
        self,
        recipe: Recipe,
        api: Api,
        account: str,
        calls: Calls,
        sleep: Callable[[float], None],
        stops_at: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        keys = recipe.api
        assert keys is not None
        self._recipe, self._api, self.calls, self._sleep, self._clock = recipe, api, calls, sleep, clock
        self._limits = {"%Y-%m-%d": keys.calls_a_day, "%Y-%m": keys.calls_a_month}
        self._per_minute = keys.per_minute or api.per_minute or 1_000_000
        self._stops_at = stops_at
        self._sent: deque[float] = deque(maxlen=self._per_minute)
        self.vendor_now: datetime | None = None
        self.context = {name: _context(table) for name, table in built_in(api.system).tables.items()}
        base_url = keys.base_url or api.base_url
        own = {k: v for k, v in api.settings.items() if v is not None} | dict(keys.settings) | dict(keys.accounts[account])
        secrets = {name: recipe.secret(variable) for name, variable in keys.env.items()}
        self.values: dict[str, Any] = {"account": account, **secrets}
        self.values |= {k: filled(v, self.values) for k, v in own.items()}
        self.session = Session(timeout=recipe.timeout_seconds, raise_for_status=False)
        self.session.headers["User-Agent"] = "rooftop"
        self.session.trust_env = not is_loopback(urlsplit(base_url).hostname or "")
        self._own_send = self.session.send
        self.session.send = self._patiently  # type: ignore[method-assign]
        self._auth = auth_of(api.auth, self.values, base_url, keys.token_url, self.session)
        self._hosts = {_origin(base_url), *([_origin(self._auth.access_token_url)] if isinstance(self._auth, TokenAuth) else [])}
        self.client = RESTClient(base_url, auth=self._auth, session=self.session, config=RuntimeConfiguration())

    def headers(self, resource: Resource, values: Mapping[str, Any]) -> dict[str, str]:
        return {k: filled(v, {**values, "uuid": uuid.uuid4()}) for k, v in {**self._api.headers, **resource.headers}.items()}

    def reader(self, resource: Resource, is_json: bool = True) -> dict[str, Any]:
        """The hook that judges each answer to a resource's requests: for requests' `hooks`."""

        def judge(response: requests.Response, *_: Any, **__: Any) -> None:
            self._judge(response, resource, is_json)

        return {"response": [judge]}

    def _patiently(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """In the place of Session.send: pace, retry with growing and jittered waits, a new token once."""
        if _origin(request.url or "") not in self._hosts:
            raise RefusedError("the vendor points to another host, which gets no password of ours")
        return self._retried(request, options)

    def download(self, url: str, resource: Resource) -> bytes:
        """A file at an address that the vendor made for it, wherever that is: without any secret of ours."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise RefusedError("the vendor's download address is not https")
        request = requests.Request("GET", url, hooks=self.reader(resource, is_json=False)).prepare()
        return self._retried(request, {"timeout": self._recipe.timeout_seconds}).content

    def _retried(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        options["allow_redirects"] = False
        patience = tenacity.wait_exponential_jitter(initial=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS, jitter=FIRST_WAIT_SECONDS)
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._recipe.attempts),
            wait=lambda state: max(patience(state), _asked_for(state)),
            retry=tenacity.retry_if_exception_type((BusyError, BrokenAnswerError, *_BROKEN)),
            sleep=self._sleep,
            reraise=True,
        )
        renewed: list[bool] = []

        def once() -> requests.Response:
            self._pace()
            response: requests.Response = self._own_send(request, **options)
            if response.status_code == 401 and isinstance(self._auth, TokenAuth) and self._auth.has_signed(request):
                if renewed:
                    raise LoginError("the login is refused")
                renewed.append(True)
                self._auth.obtain_token()
                self._auth(request)
                return once()
            return response

        return retrying(once)

    def _pace(self) -> None:
        """Wait until one more call is within the limit of a minute, and count it. Raises BudgetError where none is left."""
        now = settings.now()
        for span, limit in self._limits.items():
            if limit and self.calls.made.get(f"{now:{span}}", 0) >= limit:
                raise BudgetError(f"the {limit:,} calls of this {'month' if span == '%Y-%m' else 'day'} are used up")
        at = self._clock()
        if at > self._stops_at:
            raise BudgetError("its minutes of this run are used up")
        if len(self._sent) == self._sent.maxlen and at - self._sent[0] < 60:
            self._sleep(self._sent[0] + 60 - at)
            at = max(self._clock(), self._sent[0] + 60)
        self._sent.append(at)
        self.calls.count(now)

    def _judge(self, response: requests.Response, resource: Resource, is_json: bool) -> None:
        _read(response)
        status = response.status_code
        if status == 401:
            if isinstance(self._auth, TokenAuth):
                return  # a new token may do
            raise LoginError("the login is refused")
        self._note_time(response)
        if status in resource.empty:
            raise IgnoreResponseException
        if status == 429 or status >= 500:
            raise BusyError("too many requests" if status == 429 else f"the vendor's server fails ({status})", self._retry_after(response))
        if not is_json and status < 300:
            return
        document = _json(response)
        for path, values in self._api.busy.items():
            if str(at_path(document, path)) in values:
                raise BusyError("too many requests", self._retry_after(response))
        if not 200 <= status < 300:
            raise RefusedError(f"the vendor answers {status}")
        if document is None:
            raise BrokenAnswerError("an answer is no whole JSON document")
        response.json = lambda **_: document  # type: ignore[method-assign]

    def _note_time(self, response: requests.Response) -> None:
        try:
            self.vendor_now = parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
        except (KeyError, TypeError, ValueError):
            return

    def _retry_after(self, response: requests.Response) -> float | None:
        """Seconds; WaitError where that is longer than a run may last."""
        text = response.headers.get("Retry-After", "").strip()
        try:
            seconds = float(text)
        except ValueError:
            try:
                seconds = (parsedate_to_datetime(text) - (self.vendor_now or settings.now())).total_seconds()
            except (TypeError, ValueError):
                return None
        if not seconds <= LONGEST_ASKED_SECONDS:
            until = settings.now() + timedelta(seconds=min(max(seconds, 0), 86_400))
            self.calls.wait_until = until.isoformat()
            raise WaitError(f"the vendor wants to be left alone until {until:%Y-%m-%d %H:%M} UTC")
        return max(seconds, 0.0)

    def now(self, notes: list[str]) -> datetime:
        """The earlier of the vendor's clock and ours: a cursor must not run ahead of what the vendor has seen."""
        ours = settings.now()
        theirs = self.vendor_now or ours
        apart = abs(theirs - ours)
        if apart > SKEW:
            word = "behind" if theirs < ours else "ahead of"
            says = "ours counts" if apart > MOST_SKEW else "the earlier of the two counts"
            note = f"{self._recipe.name}: the vendor's clock is {word} ours by {apart.total_seconds() / 60:,.0f} minutes; {says}."
            if not any("the vendor's clock is" in n for n in notes):
                notes.append(note)
        return ours if apart > MOST_SKEW else min(ours, theirs)


def _context(table: Table) -> dict[str, str]:
    """The vendor's name of what is put on each record of a table -> where the answer has it."""
    ends = {column: path.rsplit(".", 1)[-1] for column, path in table.context.items()}
    return {ends[column] if normalise(ends[column]) == column else column: path for column, path in table.context.items()}


def _asked_for(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.after or 0.0 if isinstance(error, BusyError) else 0.0


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _read(response: requests.Response) -> None:
    """The body, unpacked, into memory: no more of it than there may be."""
    chunks, size = [], 0
    for chunk in response.iter_content(CHUNK):
        size += len(chunk)
        if size > LARGEST_BYTES:
            response.close()
            raise RefusedError(f"an answer is larger than {LARGEST_BYTES / 1e6:,.0f} MB")
        chunks.append(chunk)
    response._content = b"".join(chunks)  # what requests itself sets; a response has no public way


def _json(response: requests.Response) -> Any:
    try:
        return requests.Response.json(response)
    except (ValueError, RecursionError):
        return None


def said(error: Exception) -> str:
    """An error in words, without anything that a vendor or a library put into it."""
    if isinstance(error, RefusedError | BusyError | BrokenAnswerError | BudgetError | IncompleteError | SettingsError):
        return str(error).rstrip(".")
    if isinstance(error, ValueError | KeyError | TypeError | AttributeError):
        return "the vendor's answer is not as described"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not to be trusted"
    if isinstance(error, requests.ConnectionError) and "refused" in str(error).lower():
        return "nobody answers at this address"
    return f"no connection, or it broke off ({type(error).__name__})"

"""How a vendor's API is asked, as data: the `api:` section of `ingestion/sources/<area>/<vendor>.yml`.

    api:
      base_url: https://api.vendor.example
      auth: {kind: token, url: /oauth/token, client: basic, body: {grant_type: client_credentials}}
                                           # token, bearer, basic, header, query (the last two: name), none
      secrets: [client_id, client_secret]  # a recipe names an environment variable for each; the last one is `secret_env`
      settings: {zone: "{account}"}        # what else a recipe may set, with its default; null: it must
      headers: {Zone: "{zone}"}            # in braces: account, settings, secrets, uuid; from, to (times in UTC); item (see each)
      per_minute: 60                       # calls, at most
      busy: {error.code: [4, 17]}          # an answer that says `later` in its body
      resources:
        leads:                             # asked in this order; lands in the table of this name, or `table`
          path: /leads                     # with params, headers, method, json or form
          records: data.items              # path of the list in the answer; "" if the answer is it
          total: data.count                # how many there are, where the vendor says so: then nothing can be lost on the way
          key: [id]
          empty: [404]                     # such an answer means: nothing in this window
          paging: {kind: page, param: page, first: 1, path: pages}
          cursor: {kind: clock, overlap_minutes: 60, window_days: 1}
          backfill: {path: /search, params: {…}, window_days: 30}
          again: {days: 60, every_hours: 6}
          each: {parent: deals, id: id, add: {dealId: "{item}"}}
          parts: {buyers: {path: "/deals/{item}/buyers", records: data}}

Paging: `page` (path: number of pages), `offset` (size), `token` (path: the next page's token, sent as `param`), `link` (path: its address),
`none`. `size` goes out as `size_param`, `body: true` puts both into the JSON body; `more`: a path that is missing on the last page.

Cursor: `clock` asks windows up to now; `days` the same in whole days (of the setting `timezone`), `to` included; `answer` keeps what the
vendor says at `path`; without a cursor everything is asked each time (or `every_hours`), and the key makes that harmless.
`overlap_*` is asked again each time, `again` now and then: for deals that change without a sign.

Each: one call per record of the parent that is new or changed (`id`: path of its id), or per VIN (`vins: stock` or `all`; `batch` of them
in a call). `fresh_hours`: not again within. `hot`: parents that look like `{while: {path: [values]}}` are asked again for so many `days`.
Parts: what a record has at addresses of its own (`{item}`: its key) is put on it under a name, where the record is new or changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from functools import cache
from typing import Any

from ingestion.errors import SettingsError
from ingestion.settings import near_match
from ingestion.sources.exports import spec as exports

AUTH_KINDS = ("token", "bearer", "basic", "header", "query", "none")
PAGING_KINDS = ("none", "page", "offset", "token", "link")
CURSOR_KINDS = ("none", "clock", "days", "answer")


@dataclass(frozen=True)
class Auth:
    """Who we are. For `token`: where one is had (url), what is sent for it, and where in the answer it and its seconds to live stand."""

    kind: str = "none"
    url: str = ""
    client: str = "body"  # basic: client_id and client_secret go as HTTP Basic
    body: Mapping[str, str] = field(default_factory=dict)
    form: str = "form"  # or json
    token: str = "access_token"
    expires: str = "expires_in"
    name: str = "Authorization"
    value: str = ""
    user: str = ""


@dataclass(frozen=True)
class Paging:
    kind: str = "none"
    param: str = "page"
    path: str = ""
    first: int = 0
    size: int = 0
    size_param: str = ""
    body: bool = False
    more: str = ""


@dataclass(frozen=True)
class Cursor:
    """window: how much is asked at once; None: all of it."""

    kind: str = "none"
    path: str = ""
    overlap: timedelta = timedelta()
    window: timedelta | None = None
    since: timedelta = timedelta(days=30)


@dataclass(frozen=True)
class Each:
    """One call per parent record or VIN. hot: for how long a parent that matches `hot_while` is asked again, every `hot_every`."""

    parent: str = ""
    id: str = ""
    add: Mapping[str, str] = field(default_factory=dict)
    vins: str = ""
    batch: int = 1
    fresh: timedelta | None = None  # None: each time; a parent's change counts
    once: bool = False
    hot: timedelta = timedelta()
    hot_every: timedelta = timedelta(hours=6)
    hot_while: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """One question to the vendor, and the raw table that its answers are for."""

    name: str
    table: str
    path: str = ""
    method: str = "GET"
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    records: str = ""
    missing: str = ""  # an answer without the list has no records if this path is in it
    is_one: bool = False  # an object may stand in the place of the list
    total: str = ""
    key: tuple[str, ...] = ()
    empty: tuple[int, ...] = ()
    stamp: str = ""  # column that gets the moment for which the answer holds, where the answer does not say it
    group: str = ""  # path of what lands together: if one record of a day has changed, all of the day land
    paging: Paging = Paging()
    cursor: Cursor = Cursor()
    backfill: Resource | None = None
    again: timedelta = timedelta()
    again_every: timedelta = timedelta(hours=6)
    every: timedelta = timedelta()
    each: Each | None = None
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Api:
    """settings: name -> default, None where the recipe must say it."""

    system: str
    base_url: str
    auth: Auth
    secrets: tuple[str, ...]
    settings: Mapping[str, str | None]
    headers: Mapping[str, str]
    per_minute: int
    busy: Mapping[str, tuple[str, ...]]
    resources: Mapping[str, Resource]


def connectors() -> list[str]:
    """Vendors that can be asked."""
    return [system for system in exports.paths() if exports.built_in(system).api]


@cache
def api_of(system: str) -> Api:
    """How a vendor is asked. Raises SettingsError where its section cannot be followed (a defect of ours)."""
    spec = exports.built_in(system)
    where = f"the specification of {system}: api"
    raw = _known(where, spec.api, ("base_url", "auth", "secrets", "settings", "headers", "per_minute", "busy", "resources"))
    resources = {name: _resource(f"{where}.resources.{name}", name, lines) for name, lines in raw["resources"].items()}
    for resource in resources.values():
        if resource.table not in spec.tables:
            raise SettingsError(
                f"{where}.resources.{resource.name} is for no table of {system}.{near_match(resource.table, [*spec.tables])}"
            )
        parent = resource.each.parent if resource.each else ""
        if parent and parent not in resources:
            raise SettingsError(f"{where}.resources.{resource.name}.each: there is no resource {parent!r}.")
    settings = {str(k): None if v is None else str(v) for k, v in raw.get("settings", {}).items()}
    busy = {str(k): tuple(str(v) for v in values) for k, values in raw.get("busy", {}).items()}
    return Api(
        system=system,
        base_url=str(raw["base_url"] or "").rstrip("/"),
        auth=_made(Auth, f"{where}.auth", raw.get("auth", {"kind": "none"}), AUTH_KINDS),
        secrets=tuple(raw.get("secrets", ())),
        settings=settings,
        headers=raw.get("headers", {}),
        per_minute=int(raw.get("per_minute", 0)),
        busy=busy,
        resources=resources,
    )


def _resource(where: str, name: str, lines: Mapping[str, Any]) -> Resource:
    own = dict(lines)
    own["paging"] = _made(Paging, f"{where}.paging", own.get("paging", {}), PAGING_KINDS)
    own["cursor"] = _cursor(f"{where}.cursor", own.get("cursor", {}))
    own["key"] = tuple(own.get("key", ()))
    own["empty"] = tuple(int(status) for status in own.get("empty", ()))
    if "again" in own:
        again = _known(f"{where}.again", own["again"], ("days", "every_hours"))
        own |= {"again": timedelta(days=again["days"]), "again_every": timedelta(hours=again.get("every_hours", 6))}
    own["every"] = timedelta(hours=own.pop("every_hours", 0))
    if "each" in own:
        own["each"] = _each(f"{where}.each", own["each"])
    backfill = own.pop("backfill", None)
    made = _made(Resource, where, {"name": name, "table": name, **own})
    if backfill is None:
        return made
    window = Cursor("clock", window=timedelta(days=backfill["window_days"]))
    lines = {k: v for k, v in _known(f"{where}.backfill", backfill, ("path", "params", "window_days")).items() if k != "window_days"}
    return replace(made, backfill=replace(made, cursor=window, **lines))


def _cursor(where: str, lines: Mapping[str, Any]) -> Cursor:
    spans = {"overlap_minutes": "minutes", "overlap_days": "days", "window_days": "days", "since_days": "days"}
    _known(where, lines, ("kind", "path", *spans))
    span = {key: timedelta(**{unit: lines[key]}) for key, unit in spans.items() if key in lines}
    overlap = span.get("overlap_minutes", timedelta()) + span.get("overlap_days", timedelta())
    rest = {k: v for k, v in lines.items() if k in ("kind", "path")}
    more = {"window": span.get("window_days"), "since": span.get("since_days", timedelta(days=30)), "overlap": overlap}
    return _made(Cursor, where, rest | more, CURSOR_KINDS)


def _each(where: str, lines: Mapping[str, Any]) -> Each:
    own = {k: v for k, v in lines.items() if k not in ("fresh_hours", "hot")}
    if "fresh_hours" in lines:
        own["fresh"] = timedelta(hours=lines["fresh_hours"])
    if "hot" in lines:
        hot = _known(f"{where}.hot", lines["hot"], ("days", "every_hours", "while"))
        own |= {"hot": timedelta(days=hot["days"]), "hot_every": timedelta(hours=hot.get("every_hours", 6))}
        own["hot_while"] = {path: tuple(str(v) for v in values) for path, values in hot.get("while", {}).items()}
    return _made(Each, where, own)


def _made(kind: type[Any], where: str, lines: Mapping[str, Any], kinds: tuple[str, ...] = ()) -> Any:
    _known(where, lines, tuple(f.name for f in fields(kind)))
    if kinds and lines.get("kind", kinds[0]) not in kinds:
        raise SettingsError(f"{where}.kind cannot be {lines['kind']!r}.{near_match(str(lines['kind']), kinds)}")
    return kind(**lines)


def _known(where: str, lines: Mapping[str, Any], keys: tuple[str, ...]) -> Mapping[str, Any]:
    for key in lines:
        if key not in keys:
            raise SettingsError(f"{where}: unknown key {key}.{near_match(str(key), keys)}")
    return lines

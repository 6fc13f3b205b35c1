"""A recipe of `kind: api`: which vendor is asked for which accounts, with which secrets of the environment.

kind: api
connector: elead
account: 00000000-0000-4000-8000-000000000001    # or a list, or `account: {settings of that account}`
env: {client_id: ELEAD_ID, client_secret: ELEAD_SECRET}
every_minutes: 5
since: 2026-01-01
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from ingestion.errors import SettingsError
from ingestion.settings import near_match

KEYS = (
    "kind", "connector", "account", "base_url", "token_url", "env", "secret_env", "settings", "resources", "since", "vins",
    "every_minutes", "timeout_seconds", "attempts", "per_minute", "calls_a_day", "calls_a_month", "minutes_a_run",
)  # fmt: skip
_NUMBERS = {"per_minute": (1, 10_000), "minutes_a_run": (1, 1_440), "calls_a_day": (1, 10_000_000), "calls_a_month": (1, 100_000_000)}
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


@dataclass(frozen=True)
class ApiKeys:
    """What only a recipe of kind api has. accounts: the vendor's name of an account -> settings for it alone."""

    connector: str
    accounts: Mapping[str, Mapping[str, str]]
    env: Mapping[str, str]
    settings: Mapping[str, str]
    base_url: str = ""
    token_url: str = ""
    resources: tuple[str, ...] = ()
    since: datetime | None = None
    vins: str = ""
    per_minute: int = 0
    calls_a_day: int = 0
    calls_a_month: int = 0
    minutes_a_run: int = 5


def read_keys(where: str, data: Mapping[str, Any]) -> ApiKeys:
    """Raises SettingsError with file and key. What is a secret's value by mistake is not repeated."""
    from ingestion.fetch.api_spec import api_of, connectors

    for key in data:
        if key not in KEYS:
            raise SettingsError(f"{where}: unknown key {key!r} for kind api.{near_match(str(key), KEYS)}")
    name = str(data.get("connector", ""))
    if name not in connectors():
        raise SettingsError(f"{where}: connector must be one of {', '.join(connectors())}.{near_match(name, connectors())}")
    api = api_of(name)
    own = _texts(where, "settings", data.get("settings", {}), tuple(api.settings))
    accounts = _accounts(where, data.get("account"), tuple(api.settings))
    for account, more in accounts.items():
        lacking = [s for s, default in api.settings.items() if default is None and s not in own and s not in more]
        if lacking:
            raise SettingsError(f"{where}: settings.{lacking[0]} is missing for account {account}.")
    resources = data.get("resources", [])
    resources = resources if isinstance(resources, list) else [resources]
    for resource in resources:
        if resource not in api.resources:
            raise SettingsError(f"{where}: {name} has no resource {resource!r}.{near_match(str(resource), tuple(api.resources))}")
    rest: dict[str, Any] = {key: _number(where, key, data[key]) for key in _NUMBERS if key in data}
    rest |= {key: _address(where, key, data[key]) for key in ("base_url", "token_url") if key in data}
    if not rest.get("base_url") and not api.base_url:
        raise SettingsError(f"{where}: base_url is missing: {name} gives each customer an address of their own.")
    since, vins = _since(where, data.get("since")), str(data.get("vins", ""))
    return ApiKeys(name, accounts, _env(where, data, api.secrets), own, resources=tuple(resources), since=since, vins=vins, **rest)


def _accounts(where: str, value: Any, known: tuple[str, ...]) -> dict[str, Mapping[str, str]]:
    if isinstance(value, Mapping):
        found: dict[str, Mapping[str, str]] = {str(k): _texts(where, f"account.{k}", v or {}, known) for k, v in value.items()}
    else:
        found = {str(v): {} for v in (value if isinstance(value, list) else [value]) if v not in (None, "")}
    if not found or not all(0 < len(a) <= 100 and re.fullmatch(r"[\w.@-]+", a) and not a.startswith(".") for a in found):
        raise SettingsError(f"{where}: account must be the vendor's id of an account (letters, digits, - _ . @), or a list of them.")
    return found


def _env(where: str, data: Mapping[str, Any], secrets: tuple[str, ...]) -> dict[str, str]:
    given = data.get("env", {})
    if not isinstance(given, Mapping) or not set(given) <= set(secrets):
        raise SettingsError(f"{where}: env must name an environment variable for each of {', '.join(secrets) or 'no secret'}.")
    variables = {str(k): str(v) for k, v in given.items()}
    if "secret_env" in data and secrets:
        variables.setdefault(secrets[-1], str(data["secret_env"]))
    for secret in secrets:
        if secret not in variables:
            raise SettingsError(f"{where}: env.{secret} is missing: the name of the environment variable that holds it.")
        if not _VARIABLE.fullmatch(variables[secret]):
            raise SettingsError(f"{where}: env.{secret} must be the name of an environment variable (capitals, digits, _), not a value.")
    return variables


def _texts(where: str, key: str, value: Any, known: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(value, Mapping) or any(isinstance(v, list | Mapping) for v in value.values()):
        raise SettingsError(f"{where}: {key} must be `key: value` lines.")
    for name in value:
        if name not in known:
            raise SettingsError(f"{where}: unknown key {key}.{name}.{near_match(str(name), known)}")
    return {str(k): str(v) for k, v in value.items()}


def _number(where: str, key: str, value: Any) -> int:
    low, high = _NUMBERS[key]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise SettingsError(f"{where}: {key} must be a whole number from {low} to {high}.")
    return value


def _address(where: str, key: str, value: Any) -> str:
    """An address without user, query or plain http: a secret would go out in the clear."""
    from ingestion.fetch.recipe import is_loopback

    parts = urlsplit(str(value))
    if parts.username or parts.password or "@" in parts.netloc or parts.query:
        raise SettingsError(f"{where}: {key}: no user, password or query inside an address; use env.")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not is_safe or not parts.hostname:
        raise SettingsError(f"{where}: {key} must begin with https:// (http:// is for a server on this machine only).")
    return str(value).rstrip("/")


def _since(where: str, value: Any) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise SettingsError(f"{where}: since must be a day like 2026-01-31.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

"""`<home>/config/fetch/<name>.yml`: what to fetch from where. Read strictly: a wrong key is said with file and nearest name."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingestion import settings
from ingestion.errors import SettingsError
from ingestion.home import Home

if TYPE_CHECKING:
    from ingestion.fetch.api_recipe import ApiKeys

FOLDER = "fetch"
LOOPBACK = ("localhost", "ip6-localhost")
_COMMON = ("kind", "target", "pattern", "every_minutes", "max_megabytes", "timeout_seconds", "attempts", "secret_env")
_TREE = ("path", "recursive", "settle_seconds", "store_folders")
# kind -> (keys that it must have, keys that it may have)
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sftp": (("host", "user", "host_key", "target"), ("port", "key_env", *_TREE)),
    "s3": (("bucket", "target"), ("endpoint", "region", "key_env", *_TREE)),
    "gcs": (("bucket", "target"), ("endpoint", *_TREE)),
    "azure": (("account", "bucket", "target"), ("endpoint", *_TREE)),
    "local": (("path", "target"), _TREE),
    "imap": (("host", "user", "secret_env"), ("port", "tls", "folder", "take")),
}
_SECRET_WORDS = ("password", "secret", "token", "key", "private_key", "access_key", "secret_key", "credentials")
_NUMBERS = {
    "port": (1, 65_535),
    "every_minutes": (0, 10_080),
    "settle_seconds": (0, 3_600),
    "max_megabytes": (1, 100_000),
    "timeout_seconds": (1, 3_600),
    "attempts": (1, 10),
}


@dataclass(frozen=True)
class Recipe:
    """One place that files come from.

    target: folder below landing. pattern: names that are meant (fnmatch; one with `/` is matched against the path below `path`).
    store_folders: pattern -> folder below the target, for files whose name alone says which store they are.
    settle_seconds: how long a file must have been left alone; an object store shows objects only when they are whole: 0 there.
    every_minutes: ask no more often than this. secret_env, key_env: names of environment variables, never values.
    """

    name: str
    kind: str
    target: str
    pattern: tuple[str, ...] = ("*",)
    path: str = ""
    recursive: bool = False
    store_folders: Mapping[str, str] = field(default_factory=dict)
    settle_seconds: float = 0.0
    every_minutes: float = 0.0
    max_megabytes: float = 2_048.0
    timeout_seconds: float = 30.0
    attempts: int = 4
    host: str = ""
    port: int = 0
    user: str = ""
    host_key: str = ""
    secret_env: str = ""
    key_env: str = ""
    bucket: str = ""
    account: str = ""
    endpoint: str = ""
    region: str = ""
    tls: str = "tls"
    folder: str = "INBOX"
    take: str = "message"
    api: ApiKeys | None = None

    @property
    def where(self) -> str:
        """The place in words, without anything secret."""
        place = self.host or self.bucket or self.path
        return f"{self.kind} {place}"

    def secret(self, variable: str) -> str:
        """The value of the environment variable named in the recipe. Raises SettingsError, naming the variable, where it is not set."""
        value = settings.environment(variable)
        if not value:
            raise SettingsError(f"config/{FOLDER}/{self.name}.yml: the environment variable {variable} is not set.")
        return value


def recipe_paths(home: Home) -> list[Path]:
    """The recipes' files, by name. Fast: the usual home has none."""
    folder = home.config / FOLDER
    return sorted(p for p in folder.glob("*.yml") if not p.name.startswith(".")) if folder.is_dir() else []


def read_recipe(path: Path) -> Recipe:
    """One recipe. Raises SettingsError with file and key."""
    where = f"config/{FOLDER}/{path.name}"
    data = settings.read_yaml(path)
    if not isinstance(data, Mapping):
        raise SettingsError(f"{where}: must be a list of `key: value` lines.")
    kind = str(data.get("kind", ""))
    if kind == "api":
        return _api_recipe(where, path.stem, data)
    if kind not in KINDS:
        raise SettingsError(f"{where}: kind must be one of {', '.join((*KINDS, 'api'))}.")
    required, optional = KINDS[kind]
    known = (*_COMMON, *required, *optional)
    for key in data:
        if key in _SECRET_WORDS and key not in known:
            raise SettingsError(f"{where}: {key}: a secret does not belong into a file; name an environment variable with secret_env.")
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r} for kind {kind}.{settings.near_match(str(key), known)}")
    for key in required:
        if data.get(key) in (None, ""):
            raise SettingsError(f"{where}: {key} is missing.")
    values: dict[str, Any] = {"target": f"adf/{path.stem}", "settle_seconds": 10.0 if kind in ("sftp", "local") else 0.0}
    values |= {"max_megabytes": 50.0} if kind == "imap" else {}
    for key, value in data.items():
        values[key] = _value(where, key, value)
    recipe = Recipe(name=path.stem, **values)
    _check(where, recipe)
    return recipe


def _api_recipe(where: str, name: str, data: Mapping[str, Any]) -> Recipe:
    """A vendor's API (see api_recipe): its target is the vendor's folder."""
    from ingestion.fetch.api_recipe import read_keys

    keys = read_keys(where, data)
    common = {key: _value(where, key, data[key]) for key in ("every_minutes", "timeout_seconds", "attempts") if key in data}
    return Recipe(name, "api", keys.connector, api=keys, **common)


def _value(where: str, key: str, value: Any) -> Any:
    if key in _NUMBERS:
        low, high = _NUMBERS[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise SettingsError(f"{where}: {key} must be a number from {low} to {high}.")
        return int(value) if key in ("port", "attempts") else float(value)
    if key == "pattern":
        patterns = value if isinstance(value, list) else [value]
        if not patterns or not all(isinstance(p, str) and p for p in patterns):
            raise SettingsError(f"{where}: pattern must be a file name pattern or a list of them.")
        return tuple(patterns)
    if key == "store_folders":
        if not isinstance(value, Mapping) or not all(_is_folder(str(v)) for v in value.values()):
            raise SettingsError(f'{where}: store_folders must be lines like `"MP1_*": S1`.')
        return {str(k): str(v) for k, v in value.items()}
    if key == "recursive":
        if not isinstance(value, bool):
            raise SettingsError(f"{where}: recursive must be true or false.")
        return value
    if isinstance(value, bool | list | Mapping) or value is None:
        raise SettingsError(f"{where}: {key} must be a text.")
    return str(value)


def _check(where: str, recipe: Recipe) -> None:
    if not _is_folder(recipe.target):
        raise SettingsError(f"{where}: target must be a folder below landing, like feeds/homenet_iol.")
    if recipe.kind == "local" and not Path(recipe.path).is_absolute():
        raise SettingsError(f"{where}: path must be absolute: a run may start in any folder.")
    if "@" in recipe.host or "@" in recipe.endpoint:
        raise SettingsError(f"{where}: no user or password inside an address; use user and secret_env.")
    if recipe.kind == "sftp" and not recipe.secret_env and not recipe.key_env:
        raise SettingsError(f"{where}: secret_env (password) or key_env (private key) is missing.")
    if recipe.take not in ("message", "attachments"):
        raise SettingsError(f"{where}: take must be message or attachments.")
    if recipe.tls not in ("tls", "starttls", "none"):
        raise SettingsError(f"{where}: tls must be tls, starttls or none.")
    if recipe.tls == "none" and not is_loopback(recipe.host):
        raise SettingsError(f"{where}: tls: none would send the password in the clear; it is for a server on this machine only.")


def _is_folder(text: str) -> bool:
    return bool(text) and not text.startswith("/") and all(p and not p.startswith(".") and "\\" not in p for p in text.split("/"))


def is_loopback(host: str) -> bool:
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

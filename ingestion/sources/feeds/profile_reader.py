"""Reading a profile: YAML to objects. See profile.py for what they mean, docs/connectors/feeds.md and reports.md for the schema.

Nothing is guessed: an unknown key, a column that is not the contract's or a pattern that is none is an error that names file, key and the
nearest name there is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from ingestion.contract import entities
from ingestion.errors import SettingsError
from ingestion.settings import near_match, read_yaml
from ingestion.sources.feeds.profile import ENTITY, Column, Override, Profile, Way

BUILT_IN = Path(__file__).with_name("profiles")
FORMATS = ("auto", "csv", "tsv", "pipe", "semicolon", "json", "jsonl")
KEYS = ("extends", "description", "files", "format", "quotes", "encoding", "skip_lines", "records", "empty_values", "store", "columns")
COLUMN_KEYS = ("from", "required", "constant", "absent", "empty", "values", "pattern", "formats", "zero_is_empty", "overrides")
_OVERRIDE_KEYS = ("column", "is", "set", "except")
_STORE_WAYS = ("column", "path", "file_name", "constant")
_TIME_WAYS = ("column", "path", "file_name", "first_line", "json", "file_time")
_TIME_KEYS = (*_TIME_WAYS, "formats", "time_of_day", "timezone")


def load_profile(name: str, folder: Path) -> Profile:
    """The profile of a feed: <folder>/<name>.yml, else the built-in one of that name. Raises SettingsError."""
    where, raw = raw_profile(name, folder, BUILT_IN)
    return ProfileReader(where).profile(name, raw)


def built_in_names(built_in: Path = BUILT_IN) -> list[str]:
    return sorted(p.stem for p in built_in.glob("*.yml"))


def raw_profile(name: str, folder: Path, built_in: Path, chain: tuple[str, ...] = ()) -> tuple[str, dict[str, Any]]:
    """(which file, the profile with what it extends laid under it: columns one by one, all else whole). `folder`: <home>/config/<kind>."""
    own, kind = folder / f"{name}.yml", folder.name
    is_own = f"home:{name}" not in chain and own.is_file()
    path, mark = (own, f"home:{name}") if is_own else (built_in / f"{name}.yml", f"built-in:{name}")
    where = f"config/{kind}/{name}.yml" if is_own else f"the built-in profile {name}"
    if mark in chain:
        raise SettingsError(f"{where}: extends itself ({' -> '.join(c.split(':')[1] for c in chain)}).")
    if not path.is_file():
        if chain:
            raise SettingsError(
                f"config/{kind}/{chain[-1].split(':')[1]}.yml: extends {name!r}, which is no profile."
                f"{near_match(name, built_in_names(built_in))}"
            )
        raise SettingsError(f"config/{kind}/{name}.yml is missing: the files under landing/{kind}/{name}/ have no profile.")
    try:
        raw = read_yaml(path)
    except SettingsError as e:
        raise SettingsError(str(e).replace(f"config/{path.name}", where)) from None
    if not isinstance(raw, dict):
        raise SettingsError(f"{where}: must be a list of `key: value` lines.")
    if "extends" not in raw:
        return where, raw
    _, below = raw_profile(str(raw["extends"]), folder, built_in, (*chain, mark))
    own_columns = raw.get("columns", {})
    columns = {**below.get("columns", {}), **own_columns} if isinstance(own_columns, dict) else own_columns
    return where, {**below, **raw, "columns": columns}


class ProfileReader:
    """Turns the YAML of one profile into objects; every complaint begins with the file and the key. As it stands: of a stock list."""

    keys: tuple[str, ...] = (*KEYS, "dealer_code_system", "snapshot_at")
    column_keys: tuple[str, ...] = COLUMN_KEYS
    time_key = "snapshot_at"  # the section that says the moment of the list

    def __init__(self, where: str, entity: str = ENTITY) -> None:
        self.where = where
        self.entity = entities()[entity]

    @property
    def own_sections(self) -> Mapping[str, str]:
        """Columns that a section says, and not `columns`."""
        return {"store_id": "store", "snapshot_at": self.time_key}

    def profile(self, name: str, raw: dict[str, Any]) -> Profile:
        self.known(raw, self.keys, "")
        store = raw.get("store")
        columns = raw.get("columns")
        if not isinstance(columns, dict) or not columns:
            raise self.error("columns", f"must name at least one column of {self.entity.name} and its headers")
        found = self.complete(tuple(self.column(str(c), spec) for c, spec in columns.items()))
        fingerprint = json.dumps([raw, [self.entity.fingerprint]], sort_keys=True, default=str)
        return Profile(
            name=name,
            where=self.where,
            fingerprint=hashlib.sha256(fingerprint.encode()).hexdigest()[:12],
            files=self.texts(raw, "files") or ("*",),
            format=self.one_of(raw, "format", FORMATS, "auto"),
            quotes=self.one_of(raw, "quotes", ("auto", "standard", "none"), "auto"),
            encoding=self.encoding(raw),
            skip_lines=self.count(raw, "skip_lines"),
            records=self.text(raw, "records"),
            empty_values=frozenset(v.lower() for v in self.texts(raw, "empty_values")),
            dealer_code_system=(self.text(raw, "dealer_code_system") or name).lower(),
            store=self.store_ways(store),
            codes=self.codes(store),
            snapshot_at=self.time_ways(raw.get(self.time_key)),
            columns=found,
        )

    def store_ways(self, store: Any) -> tuple[Way, ...]:
        return tuple(self.ways(store, "store", _STORE_WAYS, (*_STORE_WAYS, "codes")))

    def time_ways(self, raw: Any) -> tuple[Way, ...]:
        return tuple(self.ways(raw, self.time_key, _TIME_WAYS, _TIME_KEYS))

    def complete(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns, where a row can be one with them. Raises SettingsError for what must be mapped and is not."""
        if self.entity.any_of and not any(c.name in self.entity.any_of for c in columns):
            raise self.error("columns", f"must map {' or '.join(self.entity.any_of)}: without one a row is nothing")
        return columns

    def error(self, key: str, message: str) -> SettingsError:
        return SettingsError(f"{self.where}: {key} {message}.")

    def known(self, raw: Any, keys: tuple[str, ...], prefix: str) -> None:
        for key in raw:
            if key not in keys:
                raise SettingsError(f"{self.where}: unknown key {prefix + str(key)!r}.{near_match(str(key), keys)}")

    def column(self, name: str, spec: Any) -> Column:
        key = f"columns.{name}"
        if name in self.own_sections:
            raise self.error(key, f"has a section of its own: {self.own_sections[name]}")
        if name not in self.entity.columns:
            raise SettingsError(f"{self.where}: {key} is no column of {self.entity.name}.{near_match(name, tuple(self.entity.columns))}")
        if not isinstance(spec, dict):
            spec = {"from": spec}
        self.known(spec, self.column_keys, key + ".")
        headers = self.texts(spec, "from", key)
        constant = self.text(spec, "constant", key)
        self.one_origin(key, spec, headers, constant)
        values = spec.get("values") or {}
        if not isinstance(values, dict):
            raise self.error(f"{key}.values", "must be `raw value: canonical value` lines")
        return Column(
            name, headers, bool(spec.get("required")), constant, self.text(spec, "absent", key), self.text(spec, "empty", key),
            {word: _yaml_text(v) for k, v in values.items() for word in _yaml_words(k)},
            self.pattern(spec, "pattern", key), self.texts(spec, "formats", key), bool(spec.get("zero_is_empty")),
            tuple(self.override(o, f"{key}.overrides") for o in spec.get("overrides") or ()),
        )  # fmt: skip

    def one_origin(self, key: str, spec: Mapping[str, Any], headers: tuple[str, ...], constant: str | None) -> None:
        """Raises SettingsError where a column comes from nowhere or from two places."""
        if bool(headers) == (constant is not None):
            raise self.error(key, "must have either headers (`from`) or a `constant`")

    def override(self, spec: Any, key: str) -> Override:
        if not isinstance(spec, dict):
            raise self.error(key, "must be a list of {column, is, set}")
        self.known(spec, _OVERRIDE_KEYS, key + ".")
        columns, values, value = self.texts(spec, "column", key), self.texts(spec, "is", key), self.text(spec, "set", key)
        if not columns or not values or value is None:
            raise self.error(key, "needs column, is and set")
        listed = spec["is"] if isinstance(spec["is"], list) else [spec["is"]]
        words = tuple(word for v in listed for word in _yaml_words(v))
        return Override(columns, words, value, tuple(v.lower() for v in self.texts(spec, "except", key)))

    def ways(self, raw: Any, key: str, kinds: tuple[str, ...], keys: tuple[str, ...]) -> list[Way]:
        specs = raw if isinstance(raw, list) else [raw] if raw else []
        if not specs:
            raise self.error(key, f"is missing: say where it comes from ({', '.join(kinds)})")
        found = []
        for spec in specs:
            if not isinstance(spec, dict):
                raise self.error(key, f"must say one of {', '.join(kinds)}")
            self.known(spec, keys, key + ".")
            named = [k for k in kinds if k in spec]
            if len(named) != 1:
                if not named and "codes" in spec:
                    continue  # the list's own entry for the codes
                raise self.error(key, f"must say exactly one of {', '.join(kinds)}")
            found.append(self.way(named[0], spec, key))
        return found

    def way(self, kind: str, spec: dict[str, Any], key: str) -> Way:
        formats, zone, time_of_day = self.texts(spec, "formats", key), self.text(spec, "timezone", key), self.text(spec, "time_of_day", key)
        if zone and zone not in available_timezones():
            raise self.error(f"{key}.timezone", f"is no IANA time zone: {zone!r}")
        if time_of_day and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time_of_day):
            raise self.error(f"{key}.time_of_day", "must be HH:MM in quotes")
        return Way(
            kind,
            headers=self.texts(spec, kind, key) if kind == "column" else (),
            pattern=self.pattern(spec, kind, key) if kind in ("path", "file_name", "first_line") else None,
            text=(self.text(spec, kind, key) or "") if kind in ("constant", "json") else "",
            formats=formats, time_of_day=time_of_day, timezone=zone,
        )  # fmt: skip

    def codes(self, store: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for spec in store if isinstance(store, list) else [store]:
            codes = spec.get("codes") or {} if isinstance(spec, dict) else {}
            if not isinstance(codes, dict):
                raise self.error("store.codes", "must be `code of the vendor: store_id` lines")
            found |= {_yaml_text(k).strip().lower(): _yaml_text(v) for k, v in codes.items()}
        return found

    def text(self, raw: Mapping[str, Any], key: str, prefix: str = "") -> str | None:
        value = raw.get(key)
        if value is not None and not isinstance(value, (str, int, float, bool)):
            raise self.error(f"{prefix}.{key}".lstrip("."), "must be one value")
        return None if value is None else _yaml_text(value)

    def texts(self, raw: Mapping[str, Any], key: str, prefix: str = "") -> tuple[str, ...]:
        value = raw.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(v, (str, int, float, bool)) for v in values):
            raise self.error(f"{prefix}.{key}".lstrip("."), "must be a text or a list of texts")
        return tuple(_yaml_text(v) for v in values)

    def pattern(self, raw: Mapping[str, Any], key: str, prefix: str) -> re.Pattern[str] | None:
        text = self.text(raw, key, prefix)
        if text is None:
            return None
        try:
            pattern = re.compile(text, re.IGNORECASE)
        except re.error as e:
            raise self.error(f"{prefix}.{key}", f"is no regular expression ({e})") from None
        if pattern.groups < 1:
            raise self.error(f"{prefix}.{key}", "needs a group ( ) around the part that is the value")
        return pattern

    def one_of(self, raw: Mapping[str, Any], key: str, values: tuple[str, ...], default: str) -> str:
        value = self.text(raw, key) or default
        if value not in values:
            raise SettingsError(f"{self.where}: {key} cannot be {value!r}.{near_match(value, values)}")
        return value

    def count(self, raw: Mapping[str, Any], key: str) -> int:
        value = raw.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
            raise self.error(key, "must be a whole number from 0 to 1000")
        return value

    def encoding(self, raw: Mapping[str, Any]) -> str | None:
        name = self.text(raw, "encoding")
        try:
            "".encode(name or "utf-8")
        except LookupError:
            raise self.error("encoding", f"is none that is known: {name!r}") from None
        return name


def _yaml_text(value: Any) -> str:
    """A scalar of YAML as it was meant: `yes` and `true` are read as booleans, and in a feed they are words."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yaml_words(value: Any) -> tuple[str, ...]:
    """What a scalar may look like in a cell, in lower case: YAML reads both `yes` and `true` as true and does not say which it was."""
    return (("true", "yes") if value else ("false", "no")) if isinstance(value, bool) else (str(value).strip().lower(),)

"""A vendor's specification: which files and answers there are, and which raw tables they become. Data, so that a store can correct it.

    description: DealerVault DMS files
    confidence: CODE                     # DOC, CODE or KNOWN: where the format was read (docs/connectors)
    tables:
      sales:                             # raw.dealervault__sales
        files: ["*_SL.txt"]              # names below landing/dealervault/ (fnmatch, without case); a folder of the table's name counts too
        format: tsv                      # auto (default), csv, tsv, pipe, semicolon, json, jsonl, xml, parquet
        columns: [Deal Number, …]        # the vendor's names that staging reads; other columns are kept too
        aliases: {Close Date: [Closed RO Date]}
        required: [Deal Number]          # a file without one of them is set aside, and says which
        keys: [Deal Number]              # a row without one of them is set aside
        types: {date: [Entry Date], number: [Front Gross]}   # cells that cannot be read are reported; the row loads
        records: data                    # json: path of the list (`a.b`); xml: name of the element that is one row (`A|B`: either)
        may_lack_records: true           # json: an answer without that list has no rows (else it is set aside)
        find_header: true                # csv: lines above the header, and a last line of one cell, are the report's own; `Name: value`
                                         # above it is a column `report_<name>`
        context: {dealer: meta.dealerId} # fields of the document around the rows, put on each of them
        key_values: {event_params: [key, value]}   # a list of {key, value}: a column `event_params_<key>` each
        children: {soughtVehicles: sought_vehicles}
      sought_vehicles: {child_of: opportunities, columns: […]}   # one row per element; parent_row_number: the parent's _row_number

A home may lay over it `<home>/config/exports/<vendor>.yml` with `tables: {<table>: {files, aliases, format, encoding, skip_lines}}`.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingestion.errors import SettingsError
from ingestion.settings import near_match, read_yaml
from ingestion.sources.files.headers import normalise

AREAS = ("dms", "crm", "ads", "calls", "web", "market")
FORMATS = ("auto", "csv", "tsv", "pipe", "semicolon", "json", "jsonl", "xml", "parquet")
KINDS = ("int", "number", "date", "timestamp", "bool")
OVERRIDES = "exports"
PARENT, ACCOUNT = "parent_row_number", "account"
_TOP = ("description", "confidence", "tables", "api")
_TABLE = (
    "files", "format", "columns", "aliases", "required", "keys", "types", "records", "context", "key_values", "children", "child_of",
    "encoding", "quotes", "skip_lines", "may_lack_records", "find_header",
)  # fmt: skip
_HOME_TABLE = ("files", "aliases", "format", "encoding", "skip_lines")


@dataclass(frozen=True)
class Table:
    """One raw table of a vendor. Names of columns are normalised (`Deal Number` is deal_number); `headers`: normalised -> as declared."""

    name: str
    files: tuple[str, ...] = ()
    format: str = "auto"
    columns: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)  # other name, folded -> normalised
    required: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    records: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    key_values: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    child_of: str = ""
    encoding: str | None = None
    quotes: str = "auto"
    skip_lines: int = 0
    may_lack_records: bool = False
    find_header: bool = False


@dataclass(frozen=True)
class Spec:
    """A vendor as specified. `fingerprint` changes with anything that changes the rows. `api`: how it is asked (ingestion/fetch)."""

    system: str
    area: str
    description: str
    confidence: str
    tables: Mapping[str, Table]
    api: Mapping[str, Any]
    fingerprint: str

    def raw_name(self, table: str) -> str:
        return f"{self.system}__{table}"

    def table_of(self, relative: str) -> Table | None:
        """The table that a file below landing/<system>/ is for: by a folder of its name, else by the name of the file."""
        parts = relative.lower().removesuffix(".gz").split("/")[1:]
        for folder in parts[:-1]:
            if folder in self.tables and not self.tables[folder].child_of:
                return self.tables[folder]
        for table in self.tables.values():
            if any(fnmatch.fnmatchcase(parts[-1], pattern.lower()) for pattern in table.files):
                return table
        return None


def account_of(relative: str, table: Table) -> str | None:
    """The vendor's account (dealer, customer) that a file is of: the last folder above it, where that is not the table's own."""
    folders = relative.split("/")[1:-1]
    return folders[-1] if folders and folders[-1].lower() != table.name else None


@cache
def paths() -> dict[str, Path]:
    """Vendor -> its specification. The vendors there are."""
    here = Path(__file__).resolve().parents[1]
    return {p.stem: p for area in AREAS for p in sorted((here / area).glob("*.yml"))}


@cache
def built_in(system: str) -> Spec:
    """A vendor's specification as shipped. Raises SettingsError where it cannot be followed (a defect of ours)."""
    return _spec(system, {})


def load(system: str, config: Path) -> Spec:
    """The specification with the home's own lines laid over it. Raises SettingsError, naming file and key."""
    own = read_yaml(config / OVERRIDES / f"{system}.yml")
    if own is None:
        return built_in(system)
    where = f"config/{OVERRIDES}/{system}.yml"
    if not isinstance(own, Mapping) or set(own) != {"tables"} or not isinstance(own["tables"], Mapping):
        raise SettingsError(f"{where}: must hold `tables:` and nothing else.")
    known = built_in(system).tables
    for name, lines in own["tables"].items():
        if name not in known:
            raise SettingsError(f"{where}: {system} has no table {name!r}.{near_match(str(name), tuple(known))}")
        if not isinstance(lines, Mapping):
            raise SettingsError(f"{where}: tables.{name} must be `key: value` lines.")
        _known(where, f"tables.{name}.", lines, _HOME_TABLE)
    return _spec(system, own["tables"])


def _spec(system: str, own: Mapping[str, Mapping[str, Any]]) -> Spec:
    path = paths()[system]
    where = f"the specification of {system}"
    raw = read_yaml(path)
    _known(where, "", raw, _TOP)
    tables = {}
    for name, lines in raw["tables"].items():
        lines = lines or {}
        _known(where, f"tables.{name}.", lines, _TABLE)
        laid = {**lines, **own.get(name, {})}
        laid["aliases"] = {**lines.get("aliases", {}), **own.get(name, {}).get("aliases", {})}
        tables[name] = _table(where if name not in own else f"config/{OVERRIDES}/{system}.yml", name, laid)
    for table in tables.values():
        for child in table.children.values():
            if child not in tables or tables[child].child_of != table.name:
                raise SettingsError(f"{where}: tables.{table.name}.children names {child}, which is no child of it.")
    print_of = hashlib.sha256(json.dumps([raw, own], sort_keys=True, default=str).encode()).hexdigest()[:12]
    return Spec(system, path.parent.name, raw["description"], raw["confidence"], tables, raw.get("api") or {}, print_of)


def _table(where: str, name: str, lines: Mapping[str, Any]) -> Table:
    at = f"{where}: tables.{name}"
    headers = {normalise(h): h for h in lines.get("columns", ())}
    types = {normalise(h): kind for kind, names in lines.get("types", {}).items() for h in names}
    for kind in lines.get("types", {}):
        if kind not in KINDS:
            raise SettingsError(f"{at}.types: {kind!r} is no type.{near_match(kind, KINDS)}")
    form = str(lines.get("format", "auto"))
    if form not in FORMATS:
        raise SettingsError(f"{at}.format cannot be {form!r}.{near_match(form, FORMATS)}")
    aliases = {}
    for header, others in lines["aliases"].items():
        if normalise(header) not in headers:
            raise SettingsError(f"{at}.aliases: {header!r} is no column of it.{near_match(header, tuple(headers.values()))}")
        for other in others if isinstance(others, list) else [others]:
            aliases[fold(str(other))] = normalise(header)
    for listed in (*lines.get("required", ()), *lines.get("keys", ()), *types):
        if normalise(listed) not in headers:
            raise SettingsError(f"{at}: {listed} is not among its columns.")
    child_of = str(lines.get("child_of", ""))
    context = {normalise(c): str(p) for c, p in lines.get("context", {}).items()}
    own = (PARENT,) if child_of else (ACCOUNT,)
    return Table(
        name=name,
        files=tuple(lines.get("files", ())),
        format=form,
        columns=tuple(dict.fromkeys((*headers, *context, *own))),
        headers=headers,
        aliases={fold(h): n for n, h in headers.items()} | aliases,
        required=tuple(normalise(c) for c in lines.get("required", ())),
        keys=tuple(normalise(c) for c in lines.get("keys", ())),
        types=types,
        records=lines.get("records"),
        context=context,
        key_values={str(p): (str(kv[0]), str(kv[1])) for p, kv in lines.get("key_values", {}).items()},
        children=dict(lines.get("children", {})),
        child_of=child_of,
        encoding=lines.get("encoding"),
        quotes=str(lines.get("quotes", "auto")),
        skip_lines=int(lines.get("skip_lines", 0)),
        may_lack_records=bool(lines.get("may_lack_records", False)),
        find_header=bool(lines.get("find_header", False)),
    )


def fold(name: str) -> str:
    """A header as it is compared: without case, blanks and signs."""
    return "".join(c for c in name.lower() if c.isalnum())


def _known(where: str, prefix: str, lines: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in lines:
        if key not in keys:
            raise SettingsError(f"{where}: unknown key {prefix}{key}.{near_match(str(key), keys)}")

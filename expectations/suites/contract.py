"""The output contract: the tables that BI tools read have the columns they rely on, of the kind they rely on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import yaml

from expectations.checks import CRITICAL, WARNING, Check, holds_all
from expectations.warehouse import Warehouse

CONTRACT_FILE = Path(__file__).parent.parent / "marts_contract.yml"

_KINDS = {
    "text": ("VARCHAR",),
    "int": ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT"),
    "number": ("DOUBLE", "DECIMAL", "FLOAT"),
    "bool": ("BOOLEAN",),
    "date": ("DATE",),
    "timestamp": ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
}


@cache
def contract() -> Mapping[str, Mapping[str, str]]:
    """`schema.table` → column → kind."""
    return yaml.safe_load(CONTRACT_FILE.read_text(encoding="utf-8"))["tables"]


@cache
def _not_yet() -> Collection[str]:
    """Tables of the contract that are still to be built: until then their absence is a warning."""
    return yaml.safe_load(CONTRACT_FILE.read_text(encoding="utf-8"))["not_yet"]


def checks(house: Warehouse) -> list[Check]:
    """One check a table: a table that is not there lacks all of its columns."""
    kinds = " ".join(
        f"when regexp_replace(data_type, '\\(.*', '') in ({', '.join(repr(t) for t in types)}) then '{kind}'"
        for kind, types in _KINDS.items()
    )
    return [
        holds_all(
            f"{table.split('.')[1]}.keeps_its_contract",
            f"{table} has the columns that reports rely on",
            "Reports and dashboards that read this table would break or show nothing.",
            WARNING if table in _not_yet() and not house.has(table) else CRITICAL,
            f"select column_name || ' ' || case {kinds} else lower(data_type) end as col from information_schema.columns "
            "where table_schema || '.' || table_name = ?",
            [f"{column} {kind}" for column, kind in columns.items()],
            about=table,
            parameters=[table],
        )
        for table, columns in contract().items()
    ]

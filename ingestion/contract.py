"""The input contract (contract.yml) as objects. One place; nothing else lists the contract's columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CONTRACT_FILE = Path(__file__).with_name("contract.yml")
TYPES = ("text", "int", "number", "bool", "date", "time", "timestamp", "timezone")


@dataclass(frozen=True)
class Entity:
    """One entity: what identifies a row, what a row must have, and the type of each column (names of `TYPES`)."""

    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    any_of: tuple[str, ...]
    columns: Mapping[str, str]

    @property
    def must_have(self) -> tuple[str, ...]:
        """The columns without which a row is set aside, in the contract's order: key and required."""
        return tuple(c for c in self.columns if c in self.key or c in self.required)

    @property
    def any_of_column(self) -> str:
        """The column that a finding names where none of `any_of` is there: the stock number stands for both."""
        return "stock_number" if "stock_number" in self.any_of else self.any_of[0]

    @property
    def fingerprint(self) -> str:
        """Changes when the entity's rules do: then a file that was set aside under the old ones is tried again."""
        rules = repr((self.name, self.key, self.required, self.any_of, sorted(self.columns.items())))
        return hashlib.sha256(rules.encode()).hexdigest()[:12]


@cache
def entities() -> Mapping[str, Entity]:
    """Every entity by name, in the contract's order."""
    import yaml  # only for who needs the contract: a look for new files does not

    with CONTRACT_FILE.open(encoding="utf-8") as f:
        raw = yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["entities"]
    return {name: _entity(name, spec) for name, spec in raw.items()}


def _entity(name: str, spec: Mapping[str, Any]) -> Entity:
    def names(part: str) -> tuple[str, ...]:
        return tuple(spec.get(part) or ())

    entity = Entity(name, names("key"), names("required"), names("any_of"), dict(spec["columns"]))
    for column in (*entity.key, *entity.required, *entity.any_of):
        if column not in entity.columns:
            raise ValueError(f"contract.yml: {name}.{column} is required but not listed among the columns")
    for column, kind in entity.columns.items():
        if kind not in TYPES:
            raise ValueError(f"contract.yml: {name}.{column} has the unknown type {kind}")
    return entity
